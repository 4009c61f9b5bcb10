package io.everknown.worker;

import io.everknown.graphmodel.UseCaseConfiguration;
import io.everknown.graphmodel.neo4j.Neo4jConfiguration;
import io.everknown.graphmodel.postgres.PostgresConfiguration;
import io.everknown.inference.InferenceConfiguration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/** The worker as an application of its own; any number may run beside each other. */
@SpringBootApplication
@Import({
    PostgresConfiguration.class,
    Neo4jConfiguration.class,
    InferenceConfiguration.class,
    UseCaseConfiguration.class,
    JobConfiguration.class,
    JobWakerConfiguration.class,
    UpkeepJobConfiguration.class
})
public class ConsolidationWorker {

    /** Starts the worker; configuration comes from {@code worker.yaml} and the environment. */
    public static void main(String[] arguments) {
        SpringApplication worker = new SpringApplication(ConsolidationWorker.class);
        worker.setDefaultProperties(Map.of("spring.config.name", "worker"));
        worker.run(arguments);
    }
}

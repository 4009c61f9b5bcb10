package io.everknown.worker;

import io.everknown.graphmodel.UseCaseConfiguration;
import io.everknown.graphmodel.neo4j.Neo4jConfiguration;
import io.everknown.graphmodel.postgres.PostgresConfiguration;
import io.everknown.inference.InferenceConfiguration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
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
    UpkeepJobConfiguration.class,
    OnceConfiguration.class
})
public class ConsolidationWorker {

    /** Does what there is to do, and ends. */
    private static final String ONCE = "--once";

    /** Has the graph of every tenant drawn anew first. */
    private static final String REBUILD_GRAPH = "--rebuild-graph";

    /**
     * Starts the worker; configuration comes from {@code worker.yaml} and the environment. With {@value #ONCE} it does
     * what there is to do, without a web server, and ends with 0, or with 1 when something was given up. With
     * {@value #REBUILD_GRAPH} it does the same, and that includes drawing the graph of every tenant anew.
     */
    public static void main(String[] arguments) throws InterruptedException {
        if (Arrays.asList(arguments).contains(ONCE) || Arrays.asList(arguments).contains(REBUILD_GRAPH)) {
            System.exit(once(application(), arguments));
        }
        application().run(arguments);
    }

    static int once(SpringApplication worker, String... arguments) throws InterruptedException {
        worker.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = worker.run(arguments)) {
            if (Arrays.asList(arguments).contains(REBUILD_GRAPH)) {
                context.getBean(GraphRebuilds.class).enter();
            }
            return context.getBean(OnceRun.class)
                    .run(context.getBean(InstantSource.class).instant());
        }
    }

    static SpringApplication application() {
        SpringApplication worker = new SpringApplication(ConsolidationWorker.class);
        worker.setDefaultProperties(Map.of("spring.config.name", "worker"));
        return worker;
    }
}

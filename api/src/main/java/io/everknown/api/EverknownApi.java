package io.everknown.api;

import io.everknown.graphmodel.UseCaseConfiguration;
import io.everknown.graphmodel.neo4j.Neo4jConfiguration;
import io.everknown.graphmodel.postgres.PostgresConfiguration;
import io.everknown.graphmodel.postgres.identity.PostgresIdentityConfiguration;
import io.everknown.inference.InferenceConfiguration;
import io.everknown.worker.JobConfiguration;
import io.everknown.worker.JobWakerConfiguration;
import io.everknown.worker.UpkeepJobConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Everknown's REST service. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import({
    PostgresConfiguration.class,
    PostgresIdentityConfiguration.class,
    Neo4jConfiguration.class,
    InferenceConfiguration.class,
    UseCaseConfiguration.class,
    JobConfiguration.class,
    JobWakerConfiguration.class,
    UpkeepJobConfiguration.class
})
public class EverknownApi {

    /** Starts the service; configuration comes from the environment. */
    public static void main(String[] arguments) {
        SpringApplication.run(EverknownApi.class, arguments);
    }
}

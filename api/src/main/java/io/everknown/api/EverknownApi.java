package io.everknown.api;

import io.everknown.graphmodel.postgres.PostgresTransactionsConfiguration;
import io.everknown.graphmodel.postgres.identity.PostgresIdentityConfiguration;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Everknown's REST service. */
@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class)
@ConfigurationPropertiesScan
@Import({PostgresTransactionsConfiguration.class, PostgresIdentityConfiguration.class})
public class EverknownApi {

    /** Starts the service; configuration comes from the environment. */
    public static void main(String[] arguments) {
        SpringApplication.run(EverknownApi.class, arguments);
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }
}

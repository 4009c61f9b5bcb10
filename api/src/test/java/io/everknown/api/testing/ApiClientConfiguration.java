package io.everknown.api.testing;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

@TestConfiguration(proxyBeanMethods = false)
class ApiClientConfiguration {

    /** Lazy, because the port is known only once the service runs. */
    @Bean
    @Lazy
    ApiClient apiClient(Environment environment) {
        return new ApiClient("http://127.0.0.1:" + environment.getRequiredProperty("local.server.port"));
    }
}

package io.everknown.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.localstack.TestStack;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** On a stack of its own, since it kills its servers. */
class StoreDownTest {

    @Test
    void theServiceStartsWithoutNeo4jAndOutlivesPostgres() {
        try (TestStack stack = TestStack.fresh()) {
            stack.killNeo4j();
            try (ConfigurableApplicationContext service = start(stack)) {
                ApiClient api = new ApiClient(
                        "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port"));
                ApiClient.User user = api.newUser();
                ApiClient app = api.bearer(user.newApiKey("reader", false));

                stack.killPostgres();

                api.login(user.username(), ApiClient.PASSWORD).isProblem(503, "store_unavailable");
                user.api().get("/v1/auth/me").isProblem(503, "store_unavailable");
                app.get("/v1/auth/me").isProblem(503, "store_unavailable");
                assertThat(api.get("/health").status()).isEqualTo(200);

                stack.startPostgres();

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(api.login(user.username(), ApiClient.PASSWORD)
                                        .status())
                                .isEqualTo(200));
                assertThat(app.get("/v1/auth/me").text("user_id")).isEqualTo(user.id());
            }
        }
    }

    private static ConfigurableApplicationContext start(TestStack stack) {
        Map<String, Object> variables = new HashMap<>(stack.addresses().asEnvironment());
        variables.put("server.port", "0");
        variables.put("EVERKNOWN_WARM_UP", "1s");
        variables.put("spring.datasource.hikari.connection-timeout", "1000");
        return new SpringApplicationBuilder(EverknownApi.class)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("own stack", variables)))
                .run();
    }
}

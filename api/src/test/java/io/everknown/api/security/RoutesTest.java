package io.everknown.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@ApiTest
class RoutesTest {

    /** Each route that needs no credentials, named here a second time so that none becomes public by accident. */
    private static final Set<String> PUBLIC = Set.of(
            "/v1/auth/register",
            "/v1/auth/login",
            "/v1/auth/refresh",
            "/.well-known/jwks.json",
            "/health",
            "/health/detailed",
            "/docs",
            "/swagger-ui.html",
            "/v3/api-docs",
            "/v3/api-docs.yaml",
            "/v3/api-docs/swagger-config",
            "/error");

    @Autowired
    private ApiClient api;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @Test
    void everyRouteButThePublicOnesRefusesWithoutCredentials() {
        Set<String> refusing = new TreeSet<>();
        routes.getHandlerMethods()
                .keySet()
                .forEach(route -> route.getPatternValues().stream()
                        .filter(pattern -> !PUBLIC.contains(pattern))
                        .forEach(pattern -> {
                            Set<String> methods = route.getMethodsCondition().getMethods().stream()
                                    .map(RequestMethod::name)
                                    .collect(Collectors.toSet());
                            for (String method : methods.isEmpty() ? Set.of("GET", "POST") : methods) {
                                String path = pattern.replaceAll(
                                        "\\{[^}]*}", UUID.randomUUID().toString());
                                api.send(method, path, "application/json", BodyPublishers.ofString("{}"))
                                        .isProblem(401, "unauthenticated");
                                refusing.add(method + " " + pattern);
                            }
                        }));

        assertThat(refusing)
                .contains(
                        "GET /v1/auth/me",
                        "POST /v1/auth/logout",
                        "POST /v1/api-keys",
                        "GET /v1/api-keys",
                        "DELETE /v1/api-keys/{id}",
                        "POST /v1/memory/process-turn",
                        "POST /v1/memory/remember",
                        "POST /v1/memory/recall",
                        "GET /v1/memory",
                        "GET /v1/memory/{id}",
                        "PATCH /v1/memory/{id}",
                        "DELETE /v1/memory/{id}",
                        "GET /v1/memory/decisions",
                        "GET /v1/entities",
                        "GET /v1/entities/{id}/graph",
                        "GET /v1/conversations/{conversation_id}/status");
    }

    @Test
    void whatIsNoRouteRefusesTooAndSaysSoToWhomItKnows() {
        api.get("/nowhere").isProblem(401, "unauthenticated");
        api.get("/actuator/env").isProblem(401, "unauthenticated");
        api.newUser().api().get("/nowhere").isProblem(404, "not_found");
        api.newUser().api().get("/v1/nowhere").isProblem(404, "not_found");
    }

    @Test
    void onlyAConversationsNameMayHoldWhatOtherwiseLeadsAstray() {
        ApiClient known = api.newUser().api();
        for (String path : List.of(
                "/v1/memory/a%2Fb",
                "/v1%2Fmemory",
                "/v1/memory%5Cdecisions",
                "/v1/memory/a%252Fb",
                "/v1/memory/a%3Bb",
                "/v1/memory;x=1",
                "/v1/entities/a%2Fb/graph",
                "/v1/conversations/a%2Fb",
                "/v1/conversations/a%2Fb/other",
                "/v1/conversations/a;b/status",
                "/v1/conversations/a/b%2Fc/status",
                "/v1/conversations/%2e%2e/status",
                "/v1/conversations/a%00b/status",
                "/actuator%2Fprometheus")) {
            ApiClient.Answer answer = known.get(path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.code()).as(path).isEqualTo("invalid_request");
        }
        known.get("/v1/conversations/..%2F..%2Fv1%2Fauth%2Fme/status").isProblem(404, "not_found");
        api.get("/v1/conversations/..%2F..%2Fhealth/status").isProblem(401, "unauthenticated");
    }

    @Test
    void thePublicOnesAnswer() {
        assertThat(api.get("/health").text("status")).isEqualTo("UP");
        assertThat(api.get("/actuator/prometheus").raw())
                .as("public, since the service listens on loopback alone")
                .contains("jvm_memory_used_bytes");
        assertThat(api.get("/docs").status()).isIn(200, 302);
        assertThat(api.get("/swagger-ui/index.html").status()).isEqualTo(200);
        assertThat(api.get("/v3/api-docs").status()).isEqualTo(200);
    }

    @Test
    void theRolesOpenWhatTheyShould() {
        ApiClient.User admin = api.newUser();
        ApiClient reader = api.bearer(admin.newApiKey("reader", false));
        ApiClient writer = api.bearer(admin.newApiKey("writer", false));
        Map<String, Object> key = Map.of("name", "k", "role", "reader");

        assertThat(reader.get("/v1/auth/me").text("role")).isEqualTo("reader");
        assertThat(reader.post("/v1/memory/recall", Map.of()).status()).isNotIn(401, 403);
        reader.post("/v1/memory/no-such-route", Map.of()).isProblem(403, "forbidden");
        reader.post("/v1/memory/process-turn", Map.of()).isProblem(403, "forbidden");
        reader.delete("/v1/memory/" + UUID.randomUUID()).isProblem(403, "forbidden");
        reader.post("/v1/api-keys", key).isProblem(403, "forbidden");
        writer.post("/v1/memory/no-such-route", Map.of()).isProblem(405, "method_not_allowed");
        writer.post("/v1/no-such-route", Map.of()).isProblem(404, "not_found");
        writer.post("/v1/api-keys", key).isProblem(403, "forbidden");
        writer.get("/v1/api-keys").isProblem(403, "forbidden");
        writer.delete("/v1/api-keys/" + UUID.randomUUID()).isProblem(403, "forbidden");
        writer.get("/actuator/health").isProblem(403, "forbidden");
        assertThat(admin.api().get("/v1/api-keys").status()).isEqualTo(200);
        assertThat(admin.api().get("/actuator/info").status()).isEqualTo(200);
    }
}

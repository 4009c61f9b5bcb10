package io.everknown.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The few calls of the REST contract that the demo makes, as a new user of the service. */
final class DemoClient implements AutoCloseable {

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI service;
    private String token = "";

    DemoClient(URI service) {
        this.service = service;
    }

    boolean isServiceHealthy() {
        return ServiceProcess.isHealthy(http, service);
    }

    /** Registers a user of a random name, who founds a tenant of their own, and logs in. */
    String registerAndLogin() {
        String name = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        String password = Credentials.generate().app();
        ObjectNode user = json.createObjectNode()
                .put("username", name)
                .put("email", name + "@example.org")
                .put("password", password)
                .put("full_name", "Maya");
        send(post("/v1/auth/register", "application/json", json.writeValueAsString(user)));
        String form = "username=" + encoded(name) + "&password=" + encoded(password);
        token = send(post("/v1/auth/login", "application/x-www-form-urlencoded", form))
                .path("access_token")
                .asString();
        return name;
    }

    JsonNode processTurn(String conversation, String session, DemoScript.Turn turn) {
        ObjectNode body = json.createObjectNode().put("conversation_id", conversation);
        body.putArray("turns")
                .addObject()
                .put("role", turn.role())
                .put("speaker", turn.speaker())
                .put("content", turn.content())
                .put("session_id", session)
                .put("occurred_at", turn.occurredAt().toString());
        return send(post("/v1/memory/process-turn", "application/json", json.writeValueAsString(body)));
    }

    JsonNode recall(DemoScript.Question question, int mostItems) {
        ObjectNode body = json.createObjectNode().put("query", question.query());
        if (!question.asOf().isEmpty()) {
            body.put("as_of", question.asOf());
        }
        body.putObject("budget").put("max_items", mostItems);
        return send(post("/v1/memory/recall", "application/json", json.writeValueAsString(body)));
    }

    /**
     * Whether a recall for a user brings back one memory of theirs.
     *
     * @param key an API key that may act for users
     */
    boolean recalls(String key, String user, String query, UUID memory, int mostItems) {
        token = key;
        ObjectNode body = json.createObjectNode().put("query", query).put("user_id", user);
        body.putArray("types").add("fact");
        body.putObject("budget").put("max_items", mostItems);
        JsonNode answer = send(post("/v1/memory/recall", "application/json", json.writeValueAsString(body)));
        return answer.path("items")
                .valueStream()
                .anyMatch(item -> item.path("id").asString("").equals(memory.toString()));
    }

    private HttpRequest post(String path, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofMinutes(1))
                .header("content-type", type)
                .POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("authorization", "Bearer " + token);
        }
        return request.build();
    }

    private JsonNode send(HttpRequest request) {
        String what = request.method() + " " + request.uri().getPath();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new StackException(
                        String.format(Locale.ROOT, "%s answered %d: %s", what, response.statusCode(), response.body()));
            }
            return json.readTree(response.body());
        } catch (IOException | JacksonException e) {
            throw new StackException(what + " at " + service + " failed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException(what + " was interrupted", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}

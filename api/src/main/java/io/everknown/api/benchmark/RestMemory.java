package io.everknown.api.benchmark;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The service as a new user of a tenant of its own sees it, over REST. */
final class RestMemory {

    private static final int TURNS = 20;

    /** A store that is busy for a moment, which a later attempt finds at hand again. */
    private static final int UNAVAILABLE = 503;

    private static final int ATTEMPTS = 5;

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final HttpClient http;
    private final ObjectMapper mapper;
    private final URI service;
    private final MemoryScope scope;
    private final String token;

    private RestMemory(HttpClient http, ObjectMapper mapper, URI service, MemoryScope scope, String token) {
        this.http = http;
        this.mapper = mapper;
        this.service = service;
        this.scope = scope;
        this.token = token;
    }

    /** Registers the user and signs in. */
    static RestMemory ofNewUser(HttpClient http, ObjectMapper mapper, URI service) throws InterruptedException {
        RestMemory nobody = new RestMemory(http, mapper, service, new MemoryScope(Ids.next(), "nobody"), "");
        String name = "benchmark-" + Ids.next();
        String password = "Measured!" + name;
        JsonNode user = nobody.json(
                "/v1/auth/register", Map.of("username", name, "email", name + "@example.org", "password", password));
        MemoryScope scope = new MemoryScope(
                UUID.fromString(user.path("tenant_id").asString()),
                user.path("user_id").asString());
        String token = nobody.send(nobody.request("/v1/auth/login")
                        .header("content-type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("username=" + name + "&password=" + password)))
                .path("access_token")
                .asString();
        return new RestMemory(http, mapper, service, scope, token);
    }

    /** Whose memory it is. */
    MemoryScope scope() {
        return scope;
    }

    /** Takes a conversation in, twenty turns a request. */
    void say(String conversation, List<NewTurn> turns) throws InterruptedException {
        for (int from = 0; from < turns.size(); from += TURNS) {
            List<Map<String, Object>> some = turns.subList(from, Math.min(turns.size(), from + TURNS)).stream()
                    .map(RestMemory::view)
                    .toList();
            json("/v1/memory/process-turn", Map.of("conversation_id", conversation, "turns", some));
        }
    }

    /** The whole answer of a recall of {@code items} turns and facts, ended ones too. */
    JsonNode recall(String question, int items) throws InterruptedException {
        return json(
                "/v1/memory/recall",
                Map.of(
                        "query",
                        question,
                        "types",
                        List.of("turn", "fact"),
                        "current_only",
                        false,
                        "budget",
                        Map.of("max_items", items)));
    }

    private static Map<String, Object> view(NewTurn turn) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("role", turn.role());
        view.put("content", turn.content());
        view.put("speaker", turn.speaker());
        view.put(
                "occurred_at",
                turn.occurredAt() == null ? null : turn.occurredAt().toString());
        view.put("source_ref", turn.sourceRef());
        view.put("session_id", turn.session());
        return view;
    }

    private JsonNode json(String path, Map<String, ?> body) throws InterruptedException {
        return send(request(path)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(mapper.writeValueAsBytes(body))));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.resolve(path));
        return token.isEmpty() ? request : request.header("authorization", "Bearer " + token);
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest whole = request.build();
        try {
            HttpResponse<byte[]> answer = http.send(whole, BodyHandlers.ofByteArray());
            for (int again = 0; again < ATTEMPTS && answer.statusCode() == UNAVAILABLE; again++) {
                Thread.sleep(PAUSE);
                answer = http.send(whole, BodyHandlers.ofByteArray());
            }
            JsonNode body = mapper.readTree(answer.body());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(
                        whole.uri().getPath() + " answers " + answer.statusCode() + ": " + body);
            }
            return body;
        } catch (IOException | JacksonException e) {
            throw new IllegalStateException(whole.uri().getPath() + " gives no answer", e);
        }
    }
}

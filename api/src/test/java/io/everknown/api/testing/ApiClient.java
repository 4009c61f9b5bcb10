package io.everknown.api.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A small REST client: immutable, one per caller; {@link #as} and {@link #with} give others. */
public final class ApiClient {

    /** The password of every user a test registers. */
    public static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final String address;
    private final List<String> headers;

    public ApiClient(String address) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(), address, List.of());
    }

    private ApiClient(HttpClient http, String address, List<String> headers) {
        this.http = http;
        this.address = address;
        this.headers = headers;
    }

    /** The address of the service, without a path. */
    public String address() {
        return address;
    }

    /** The same client with a further header. */
    public ApiClient with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(name);
        more.add(value);
        return new ApiClient(http, address, more);
    }

    /** The same client as the bearer of an access token or API key. */
    public ApiClient bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** A new user, the admin of a new tenant, signed in. */
    public User newUser() {
        String username = "user-" + UUID.randomUUID();
        Answer registered = register(username);
        assertThat(registered.status()).as(registered.toString()).isEqualTo(201);
        Answer tokens = login(username, PASSWORD);
        assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
        String access = tokens.text("access_token");
        return new User(
                username,
                registered.text("user_id"),
                registered.text("tenant_id"),
                access,
                tokens.text("refresh_token"),
                bearer(access));
    }

    /** Registers with an address made from the name. */
    public Answer register(String username) {
        return post(
                "/v1/auth/register",
                Map.of("username", username, "email", username + "@example.org", "password", PASSWORD));
    }

    /** Signs in. */
    public Answer login(String username, String password) {
        return postForm("/v1/auth/login", Map.of("username", username, "password", password));
    }

    public Answer get(String path) {
        return send("GET", path, null, BodyPublishers.noBody());
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, BodyPublishers.noBody());
    }

    /** Posts a value as JSON. */
    public Answer post(String path, Object body) {
        return send("POST", path, "application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /** Patches with a value as JSON. */
    public Answer patch(String path, Object body) {
        return send("PATCH", path, "application/json", BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    }

    /** Posts bytes that say they are JSON, whatever they are. */
    public Answer postRaw(String path, byte[] body) {
        return send("POST", path, "application/json", BodyPublishers.ofByteArray(body));
    }

    /** Posts text that says it is JSON, whatever it is. */
    public Answer postRaw(String path, String body) {
        return postRaw(path, body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer postForm(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form));
    }

    /** Sends anything. */
    public Answer send(String method, String path, String contentType, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        try {
            return Answer.of(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + path, e);
        }
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * A user that a test may use as it likes.
     *
     * @param username the name
     * @param id the user id
     * @param tenant the tenant it founded
     * @param accessToken proves it
     * @param refreshToken not used yet
     * @param api calls as this user
     */
    public record User(
            String username, String id, String tenant, String accessToken, String refreshToken, ApiClient api) {

        /** The text of a new API key of this user's tenant. */
        public String newApiKey(String role, boolean actForUsers) {
            Answer made = api.post("/v1/api-keys", Map.of("name", "test", "role", role, "act_for_users", actForUsers));
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            return made.text("key");
        }
    }

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param contentType the media type, or empty
     * @param headers all headers
     * @param body the JSON; missing when there was none or it was no JSON
     * @param raw the body as text
     */
    public record Answer(int status, String contentType, Map<String, List<String>> headers, JsonNode body, String raw) {

        static Answer of(HttpResponse<byte[]> response) {
            String contentType = response.headers().firstValue("Content-Type").orElse("");
            String raw = new String(response.body(), StandardCharsets.UTF_8);
            JsonNode body =
                    contentType.contains("json") && !raw.isBlank() ? JSON.readTree(raw) : MissingNode.getInstance();
            return new Answer(
                    response.statusCode(), contentType, response.headers().map(), body, raw);
        }

        /** The text at a field of the body. */
        public String text(String field) {
            return body.path(field).asString();
        }

        /** The code of a problem. */
        public String code() {
            return text("code");
        }

        /** The first value of a header, or empty. */
        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }

        /** Checks that this is a whole problem of this status and code. */
        public Answer isProblem(int expectedStatus, String expectedCode) {
            assertThat(status).as(raw).isEqualTo(expectedStatus);
            assertThat(contentType).startsWith("application/problem+json");
            assertThat(code()).as(raw).isEqualTo(expectedCode);
            assertThat(body.path("status").asInt()).isEqualTo(expectedStatus);
            assertThat(text("type")).isEqualTo("urn:everknown:problem:" + expectedCode);
            assertThat(text("title")).isNotBlank();
            assertThat(text("detail")).isNotBlank();
            assertThat(text("instance")).startsWith("/");
            return this;
        }

        @Override
        public String toString() {
            return status + " " + raw;
        }
    }
}

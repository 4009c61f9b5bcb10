package io.everknown.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class BadRequestTest {

    private static final String REGISTER = "/v1/auth/register";

    @Autowired
    private ApiClient api;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"username\":\"somebody\",\"email\":\"a@example.org\",\"password\":\"12345678\",\"admin\":true} | unknown_field | admin",
                "{\"username\":\"somebody\",\"email\":\"a@example.org\",\"password\":12345678} | invalid_type | password",
                "{\"username\":[\"somebody\"],\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_type | username",
                "{\"username\":{\"a\":1},\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_type | username",
                "{\"username\":\"some\\u0000body\",\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_request | username",
                "{\"username\":\"some\\ud800body\",\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_request | username",
                "{\"username\":\"ab\",\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_request | username",
                "{\"username\":\" abc\",\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_request | username",
                "{\"username\":\"somebody\",\"email\":\"nobody\",\"password\":\"12345678\"} | invalid_request | email",
                "{\"username\":\"somebody\",\"email\":\"a@example.org\",\"password\":\"1234567\"} | invalid_request | password",
                "{\"username\":\"somebody\",\"email\":\"a@example.org\"} | invalid_request | password",
                "{\"username\":null,\"email\":\"a@example.org\",\"password\":\"12345678\"} | invalid_request | username",
            })
    void aFieldThatIsWrongIsNamed(String body, String code, String field) {
        ApiClient.Answer refused = api.postRaw(REGISTER, body).isProblem(400, code);

        assertThat(refused.body().path("errors").path(0).path("field").asString())
                .as(refused.raw())
                .isEqualTo(field);
        assertThat(refused.body().path("errors").path(0).path("message").asString())
                .isNotBlank();
    }

    @Test
    void aPasswordThatBcryptWouldCutIsRefused() {
        api.post(REGISTER, Map.of("username", "somebody", "email", "a@example.org", "password", "ä".repeat(37)))
                .isProblem(400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{\"username\":", "nonsense", "{} {}", "{'a':1}", "``", "{\"username\":\"a\" \"b\"}"})
    void whatIsNoJsonIsMalformed(String body) {
        api.postRaw(REGISTER, body).isProblem(400, "malformed_json");
    }

    @Test
    void whatIsNoObjectHasTheWrongType() {
        api.postRaw(REGISTER, "[]").isProblem(400, "invalid_type");
        api.postRaw(REGISTER, "\"text\"").isProblem(400, "invalid_type");
    }

    @Test
    void whatIsNotUtf8IsMalformed() {
        byte[] body = "{\"username\":\"some?body\"}".getBytes(StandardCharsets.US_ASCII);
        body[17] = (byte) 0xff;

        api.postRaw(REGISTER, body).isProblem(400, "malformed_json");
    }

    @Test
    void deepNestingIsRefused() {
        api.postRaw(REGISTER, "{\"username\":" + "[".repeat(100_000)).isProblem(400, "invalid_type");
        api.postRaw(REGISTER, "{\"unknown\":" + "[".repeat(100_000)).isProblem(400, "malformed_json");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAnnouncedOrNot() {
        byte[] large = new byte[21 * 1024 * 1024];
        java.util.Arrays.fill(large, (byte) ' ');

        api.postRaw(REGISTER, large).isProblem(413, "payload_too_large");
        api.send(
                        "POST",
                        REGISTER,
                        "application/json",
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .isProblem(413, "payload_too_large");
        api.postForm("/v1/auth/login", Map.of("username", "a", "password", "a".repeat(3 * 1024 * 1024)))
                .isProblem(413, "payload_too_large");
    }

    @Test
    void methodsAndMediaTypesAreChecked() {
        ApiClient admin = api.newUser().api();

        ApiClient.Answer wrongMethod =
                admin.send("PUT", "/v1/api-keys", "application/json", BodyPublishers.ofString("{}"));
        wrongMethod.isProblem(405, "method_not_allowed");
        assertThat(wrongMethod.header("Allow")).contains("GET").contains("POST");
        admin.send("POST", "/v1/api-keys", "text/plain", BodyPublishers.ofString("{}"))
                .isProblem(415, "unsupported_media_type");
        admin.with("Accept", "application/xml").get("/v1/auth/me").isProblem(406, "not_acceptable");
        api.send("POST", "/v1/auth/login", "application/json", BodyPublishers.ofString("{}"))
                .isProblem(415, "unsupported_media_type");
        api.get("/v1/auth/login").isProblem(405, "method_not_allowed");
    }

    @Test
    void whatSpringRefusesAsUnsafeIsAProblemToo() {
        api.newUser().api().get("/v1//auth/me").isProblem(400, "invalid_request");
        api.newUser().api().get("/v1/auth/me;x=1").isProblem(400, "invalid_request");
    }

    @Test
    void aFormThatCannotBeDecodedIsAProblemToo() {
        api.send(
                        "POST",
                        "/v1/auth/login",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("username=%zz&password=x"))
                .isProblem(400, "invalid_request");
    }

    @Test
    void whatTheContainerRefusesIsAProblemToo() throws IOException {
        String answer = raw("GET /v1/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"invalid_request\"")
                .doesNotContainIgnoringCase("<html");
    }

    @Test
    void anErrorPageAskedForDirectlyTellsNothing() {
        api.get("/error").isProblem(404, "not_found");
    }

    @Test
    void nothingThatWasRefusedIsStored() {
        String name = "halfway-" + UUID.randomUUID();
        api.post(REGISTER, Map.of("username", name, "email", "none", "password", ApiClient.PASSWORD))
                .isProblem(400, "invalid_request");

        assertThat(api.register(name).status()).isEqualTo(201);
    }

    private String raw(String request) throws IOException {
        URI address = URI.create(api.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

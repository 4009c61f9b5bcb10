package io.everknown.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class SignInTest {

    @Autowired
    private ApiClient api;

    @Test
    void aNewUserFoundsATenantAndIsItsAdmin() {
        ApiClient.User user = api.newUser();

        ApiClient.Answer me = user.api().get("/v1/auth/me");

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.text("user_id")).isEqualTo(user.id());
        assertThat(me.text("tenant_id")).isEqualTo(user.tenant());
        assertThat(me.text("username")).isEqualTo(user.username());
        assertThat(me.text("role")).isEqualTo("admin");
        assertThat(me.body().path("act_for_users").asBoolean()).isFalse();
        assertThat(UUID.fromString(user.id())).isNotEqualTo(UUID.fromString(user.tenant()));
        assertThat(api.newUser().tenant()).isNotEqualTo(user.tenant());
    }

    @Test
    void signingInGivesTokensForAnHour() {
        ApiClient.User user = api.newUser();

        ApiClient.Answer tokens = api.login(user.username().toUpperCase(java.util.Locale.ROOT), ApiClient.PASSWORD);

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.text("token_type")).isEqualTo("Bearer");
        assertThat(tokens.body().path("expires_in").asInt()).isEqualTo(3600);
        assertThat(tokens.header("Cache-Control")).contains("no-store");
    }

    @Test
    void namesAndAddressesAreTakenWhateverTheirCase() {
        ApiClient.User user = api.newUser();
        String other = "other-" + UUID.randomUUID();

        api.post(
                        "/v1/auth/register",
                        Map.of(
                                "username",
                                user.username().toUpperCase(java.util.Locale.ROOT),
                                "email",
                                other + "@example.org",
                                "password",
                                ApiClient.PASSWORD))
                .isProblem(409, "username_taken");
        api.post(
                        "/v1/auth/register",
                        Map.of(
                                "username",
                                other,
                                "email",
                                user.username().toUpperCase(java.util.Locale.ROOT) + "@EXAMPLE.org",
                                "password",
                                ApiClient.PASSWORD))
                .isProblem(409, "email_taken");
        assertThat(api.register(other).status())
                .as("a refused registration leaves nothing behind")
                .isEqualTo(201);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameLookTheSame() {
        ApiClient.User user = api.newUser();

        ApiClient.Answer wrong = api.login(user.username(), "wrong password").isProblem(401, "invalid_credentials");
        ApiClient.Answer unknown =
                api.login("nobody-" + UUID.randomUUID(), "wrong password").isProblem(401, "invalid_credentials");

        assertThat(unknown.raw()).isEqualTo(wrong.raw());
        api.login("a\0b", "whatever it is").isProblem(400, "invalid_request");
        api.postForm("/v1/auth/login", Map.of("username", "somebody")).isProblem(400, "invalid_request");
    }

    @Test
    void whoeverGuessesPasswordsIsSlowedDown() {
        ApiClient.User user = api.newUser();
        for (int guess = 0; guess < 10; guess++) {
            api.login(user.username(), "guess number " + guess).isProblem(401, "invalid_credentials");
        }

        ApiClient.Answer limited = api.login(user.username(), "one guess more").isProblem(429, "rate_limited");

        assertThat(Integer.parseInt(limited.header("Retry-After"))).isBetween(1, 60);
        assertThat(api.newUser().api().get("/v1/auth/me").status())
                .as("others are not slowed down")
                .isEqualTo(200);
    }

    @Test
    void aRefreshTokenWorksOnce() {
        ApiClient.User user = api.newUser();

        ApiClient.Answer renewed = api.post("/v1/auth/refresh", Map.of("refresh_token", user.refreshToken()));

        assertThat(renewed.status()).isEqualTo(200);
        assertThat(api.bearer(renewed.text("access_token")).get("/v1/auth/me").text("user_id"))
                .isEqualTo(user.id());
        assertThat(renewed.text("refresh_token")).isNotEqualTo(user.refreshToken());
        ApiClient.Answer again =
                api.postForm("/v1/auth/refresh", Map.of("refresh_token", renewed.text("refresh_token")));
        assertThat(again.status()).as("by form too").isEqualTo(200);
    }

    @Test
    void aRefreshTokenUsedTwiceRevokesItsWholeFamily() {
        ApiClient.User user = api.newUser();
        String otherSignIn = api.login(user.username(), ApiClient.PASSWORD).text("refresh_token");
        String successor = refresh(user.refreshToken()).text("refresh_token");

        refresh(user.refreshToken()).isProblem(401, "invalid_token");

        refresh(successor).isProblem(401, "invalid_token");
        assertThat(refresh(otherSignIn).status())
                .as("another sign-in is another family")
                .isEqualTo(200);
    }

    @Test
    void anExpiredAccessTokenDoesNotStopItsRefreshing() {
        ApiClient.User user = api.newUser();

        ApiClient.Answer renewed =
                api.bearer("expired.or.broken").post("/v1/auth/refresh", Map.of("refresh_token", user.refreshToken()));

        assertThat(renewed.status()).isEqualTo(200);
    }

    @Test
    void refreshTokensThatAreNoneAreRefused() {
        String forged = api.newUser().refreshToken();
        char last = forged.charAt(forged.length() - 2);
        forged = forged.substring(0, forged.length() - 2)
                + (last == 'A' ? 'B' : 'A')
                + forged.charAt(forged.length() - 1);

        refresh(forged).isProblem(401, "invalid_token");
        refresh("nonsense").isProblem(401, "invalid_token");
        refresh("").isProblem(400, "invalid_request");
    }

    @Test
    void signingOutEndsOneSignInOrAll() {
        ApiClient.User user = api.newUser();
        String second = api.login(user.username(), ApiClient.PASSWORD).text("refresh_token");
        String third = api.login(user.username(), ApiClient.PASSWORD).text("refresh_token");

        ApiClient.Answer one = user.api().post("/v1/auth/logout", Map.of("refresh_token", second));
        assertThat(one.status()).isEqualTo(204);
        refresh(second).isProblem(401, "invalid_token");
        third = refresh(third).text("refresh_token");
        api.newUser().api().post("/v1/auth/logout", Map.of("refresh_token", third));
        third = refresh(third).text("refresh_token");

        ApiClient.Answer all =
                user.api().send("POST", "/v1/auth/logout", null, java.net.http.HttpRequest.BodyPublishers.noBody());
        assertThat(all.status()).isEqualTo(204);
        refresh(third).isProblem(401, "invalid_token");
        refresh(user.refreshToken()).isProblem(401, "invalid_token");
    }

    private ApiClient.Answer refresh(String token) {
        return api.post("/v1/auth/refresh", Map.of("refresh_token", token));
    }
}

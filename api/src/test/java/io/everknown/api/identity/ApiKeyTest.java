package io.everknown.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.graphmodel.postgres.TenantTransactions;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ApiKeyTest {

    @Autowired
    private ApiClient api;

    @Autowired
    private TenantTransactions transactions;

    @Test
    void aKeyWorksAsBearerAndAsHeader() {
        ApiClient.User user = api.newUser();
        ApiClient.Answer made =
                user.api().post("/v1/api-keys", Map.of("name", "my app", "role", "writer", "act_for_users", true));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.text("name")).isEqualTo("my app");
        assertThat(made.text("role")).isEqualTo("writer");
        String key = made.text("key");
        assertThat(key).matches("ek_[0-9a-f]{32}_[A-Za-z0-9_-]{43}");
        for (ApiClient app :
                List.of(api.bearer(key), api.with("X-API-Key", key), api.with("Authorization", "bearer " + key))) {
            ApiClient.Answer me = app.get("/v1/auth/me");
            assertThat(me.status()).isEqualTo(200);
            assertThat(me.text("user_id")).as("it speaks as who made it").isEqualTo(user.id());
            assertThat(me.text("tenant_id")).isEqualTo(user.tenant());
            assertThat(me.text("role")).isEqualTo("writer");
            assertThat(me.body().path("act_for_users").asBoolean()).isTrue();
        }
    }

    @Test
    void aKeyActsForNobodyUnlessSaid() {
        ApiClient.User user = api.newUser();
        ApiClient.Answer made = user.api().post("/v1/api-keys", Map.of("name", "plain", "role", "reader"));

        assertThat(made.body().path("act_for_users").asBoolean(true)).isFalse();
        assertThat(api.bearer(made.text("key"))
                        .get("/v1/auth/me")
                        .body()
                        .path("act_for_users")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void onlyTheHashOfTheSecretIsStored() {
        ApiClient.User user = api.newUser();
        String key = user.newApiKey("reader", false);
        String secret = key.substring(key.indexOf('_', 3) + 1);

        List<String> rows = transactions.call(
                UUID.fromString(user.tenant()),
                jdbc -> jdbc.sql("select to_jsonb(k)::text from api_key k")
                        .query(String.class)
                        .list());

        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst()).doesNotContain(secret).containsPattern("\"secret_hash\": \"[0-9a-f]{64}\"");
        assertThat(user.api().get("/v1/api-keys").raw())
                .as("never shown again")
                .doesNotContain(secret)
                .doesNotContain("secret_hash");
    }

    @Test
    void aRevokedKeyIsRefusedAtOnce() {
        ApiClient.User user = api.newUser();
        ApiClient.Answer made = user.api().post("/v1/api-keys", Map.of("name", "short", "role", "reader"));
        ApiClient app = api.bearer(made.text("key"));
        assertThat(app.get("/v1/auth/me").status()).isEqualTo(200);

        ApiClient.Answer revoked = user.api().delete("/v1/api-keys/" + made.text("id"));

        assertThat(revoked.status()).isEqualTo(204);
        app.get("/v1/auth/me").isProblem(401, "invalid_token");
        var listed = user.api().get("/v1/api-keys").body().path("items").path(0);
        assertThat(listed.path("revoked_at").asString()).isNotEmpty();
        assertThat(listed.path("last_used_at").asString()).isNotEmpty();
    }

    @Test
    void aKeyWithAnotherSecretIsRefused() {
        String key = api.newUser().newApiKey("reader", false);
        String other = api.newUser().newApiKey("reader", false);
        String mixed = key.substring(0, 36) + other.substring(36);
        assertThat(mixed).hasSameSizeAs(key).isNotEqualTo(key);

        api.bearer(mixed).get("/v1/auth/me").isProblem(401, "invalid_token");
        api.with("X-API-Key", mixed).get("/v1/auth/me").isProblem(401, "invalid_token");
        api.with("X-API-Key", "nonsense").get("/v1/auth/me").isProblem(401, "invalid_token");
        api.bearer("ek_").get("/v1/auth/me").isProblem(401, "invalid_token");
    }

    @Test
    void twoCredentialsAtOnceAreRefused() {
        ApiClient.User user = api.newUser();

        user.api()
                .with("X-API-Key", user.newApiKey("reader", false))
                .get("/v1/auth/me")
                .isProblem(401, "invalid_token");
    }

    @Test
    void anotherTenantsKeysAreNotThere() {
        ApiClient.User owner = api.newUser();
        ApiClient.User stranger = api.newUser();
        ApiClient.Answer made = owner.api().post("/v1/api-keys", Map.of("name", "mine", "role", "reader"));

        stranger.api().delete("/v1/api-keys/" + made.text("id")).isProblem(404, "not_found");

        assertThat(stranger.api().get("/v1/api-keys").body().path("items")).isEmpty();
        assertThat(owner.api().get("/v1/api-keys").body().path("items")).hasSize(1);
        assertThat(api.bearer(made.text("key")).get("/v1/auth/me").status())
                .as("still valid")
                .isEqualTo(200);
    }

    @Test
    void aKeyDoesNotSignItsOwnerOut() {
        ApiClient.User user = api.newUser();

        api.bearer(user.newApiKey("admin", true))
                .send("POST", "/v1/auth/logout", null, BodyPublishers.noBody())
                .isProblem(403, "forbidden");

        assertThat(api.post("/v1/auth/refresh", Map.of("refresh_token", user.refreshToken()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatAKeyIsMustBeSaid() {
        ApiClient admin = api.newUser().api();

        admin.post("/v1/api-keys", Map.of("name", "no role")).isProblem(400, "invalid_request");
        admin.post("/v1/api-keys", Map.of("name", " ", "role", "reader")).isProblem(400, "invalid_request");
        ApiClient.Answer unknownRole = admin.post("/v1/api-keys", Map.of("name", "k", "role", "emperor"))
                .isProblem(400, "invalid_type");
        assertThat(unknownRole.body().path("errors").path(0).path("message").asString())
                .isEqualTo("must be one of reader, writer, admin");
        admin.delete("/v1/api-keys/not-an-id").isProblem(400, "invalid_type");
    }
}

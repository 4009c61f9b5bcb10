package io.everknown.api.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.graphmodel.postgres.TenantTransactions;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Row level security, as the service's own connections and transactions meet it. */
@ApiTest
class TenantIsolationTest {

    @Autowired
    private ApiClient api;

    @Autowired
    private TenantTransactions transactions;

    @Autowired
    private JdbcClient jdbc;

    private ApiClient.User one;
    private ApiClient.User other;

    @BeforeEach
    void twoTenants() {
        one = api.newUser();
        other = api.newUser();
        one.newApiKey("reader", false);
        other.newApiKey("reader", false);
    }

    @Test
    void theServiceOwnsNothingAndBypassesNothing() {
        assertThat(single("select current_user")).isEqualTo("everknown_app");
        assertThat(single("select (rolsuper or rolbypassrls)::text from pg_roles where rolname = current_user"))
                .isEqualTo("false");
        assertThat(jdbc.sql("select count(*) from pg_class where pg_get_userbyid(relowner) = current_user")
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(jdbc.sql("""
                                select relname from pg_class
                                where relname in ('tenant', 'account', 'api_key', 'refresh_token')
                                    and relrowsecurity and relforcerowsecurity""").query(String.class).list()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"account", "api_key", "refresh_token"})
    void aTenantSeesItsOwnRowsAlone(String table) {
        List<String> seen = transactions.call(
                UUID.fromString(one.tenant()),
                inside -> inside.sql("select distinct tenant_id::text from " + table)
                        .query(String.class)
                        .list());

        assertThat(seen).containsExactly(one.tenant());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant", "account", "api_key", "refresh_token"})
    void outsideATenantThereIsNothing(String table) {
        String count = "select count(*) from " + table;

        assertThat(jdbc.sql(count).query(Long.class).single())
                .as("outside a transaction")
                .isZero();
        assertThat(transactions.<Long>callWithoutTenant(
                        inside -> inside.sql(count).query(Long.class).single()))
                .as("in one without a tenant")
                .isZero();
    }

    @Test
    void theTenantEndsWithItsTransaction() {
        for (int i = 0; i < 40; i++) {
            transactions.call(
                    UUID.fromString(one.tenant()),
                    inside -> inside.sql("select count(*) from account")
                            .query(Long.class)
                            .single());
            assertThat(jdbc.sql("select count(*) from account")
                            .query(Long.class)
                            .single())
                    .as("no pooled connection carries it on")
                    .isZero();
        }
    }

    @Test
    void aTenantCannotWriteIntoAnother() {
        UUID mine = UUID.fromString(one.tenant());

        assertThatThrownBy(() -> transactions.call(
                        mine,
                        inside -> inside.sql("""
                                insert into api_key
                                    (id, tenant_id, name, role, act_for_users, secret_hash, created_by, created_at)
                                values (gen_random_uuid(), :tenant::uuid, 'planted', 'ADMIN', true,
                                    repeat('0', 64), :user::uuid, now())""")
                                .param("tenant", other.tenant())
                                .param("user", other.id())
                                .update()))
                .isInstanceOf(DataAccessException.class)
                .hasStackTraceContaining("row-level security policy");
        int changed = transactions.call(
                mine,
                inside -> inside.sql("update account set role = 'READER' where id = :id::uuid")
                        .param("id", other.id())
                        .update());
        assertThat(changed).isZero();
        assertThat(other.api().get("/v1/auth/me").text("role")).isEqualTo("admin");
    }

    @Test
    void theLookUpsAreForTheServiceAlone() {
        assertThat(jdbc.sql("""
                                select proname from pg_proc p
                                where proname in ('account_by_username', 'api_key_by_id', 'refresh_token_by_id')
                                    and prosecdef and proconfig::text like '%search_path%'
                                    and not exists (select from aclexplode(p.proacl) a where a.grantee = 0)""").query(String.class).list()).hasSize(3);
    }

    private String single(String query) {
        return jdbc.sql(query).query(String.class).single();
    }
}

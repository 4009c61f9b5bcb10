package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.RefreshToken;
import io.everknown.memory.identity.RefreshTokenStore;
import io.everknown.memory.identity.SecretHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Refresh tokens in Postgres. */
public final class PostgresRefreshTokenStore implements RefreshTokenStore {

    private final TenantTransactions transactions;

    public PostgresRefreshTokenStore(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(RefreshToken token, SecretHash secret) {
        transactions.call(token.tenant(), jdbc -> insert(jdbc, token, secret));
    }

    @Override
    public Optional<StoredRefreshToken> find(UUID id) {
        return transactions.callWithoutTenant(jdbc -> jdbc.sql("select * from refresh_token_by_id(:id)")
                .param("id", id)
                .query((row, number) -> new StoredRefreshToken(
                        IdentityRows.refreshToken(row, number), new SecretHash(row.getString("secret_hash"))))
                .optional());
    }

    /** The row lock of the update makes the second of two wait and then find the token used. */
    @Override
    public boolean rotate(RefreshToken used, RefreshToken next, SecretHash nextSecret, Instant at) {
        return transactions.call(used.tenant(), jdbc -> {
            int marked = jdbc.sql("""
                            update refresh_token set used_at = :at
                            where id = :id and used_at is null and revoked_at is null""")
                    .param("at", IdentityRows.utc(at))
                    .param("id", used.id())
                    .update();
            return marked == 1 && insert(jdbc, next, nextSecret) == 1;
        });
    }

    @Override
    public void revokeFamily(UUID tenant, UUID family, Instant at) {
        transactions.call(
                tenant,
                jdbc -> jdbc.sql(
                                "update refresh_token set revoked_at = :at where family_id = :family and revoked_at is null")
                        .param("at", IdentityRows.utc(at))
                        .param("family", family)
                        .update());
    }

    @Override
    public void revokeAll(UUID tenant, UUID account, Instant at) {
        transactions.call(
                tenant,
                jdbc -> jdbc.sql(
                                "update refresh_token set revoked_at = :at where account_id = :account and revoked_at is null")
                        .param("at", IdentityRows.utc(at))
                        .param("account", account)
                        .update());
    }

    private static int insert(JdbcClient jdbc, RefreshToken token, SecretHash secret) {
        return jdbc.sql("""
                        insert into refresh_token
                            (id, family_id, tenant_id, account_id, secret_hash, created_at, expires_at)
                        values (:id, :family, :tenant, :account, :secret, :createdAt, :expiresAt)""")
                .param("id", token.id())
                .param("family", token.family())
                .param("tenant", token.tenant())
                .param("account", token.account())
                .param("secret", secret.hex())
                .param("createdAt", IdentityRows.utc(token.createdAt()))
                .param("expiresAt", IdentityRows.utc(token.expiresAt()))
                .update();
    }
}

package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.ApiKey;
import io.everknown.memory.identity.ApiKeyStore;
import io.everknown.memory.identity.SecretHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** API keys in Postgres. */
public final class PostgresApiKeyStore implements ApiKeyStore {

    private final TenantTransactions transactions;

    public PostgresApiKeyStore(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(ApiKey key, SecretHash secret) {
        transactions.call(
                key.tenant(),
                jdbc -> jdbc.sql("""
                                insert into api_key
                                    (id, tenant_id, name, role, act_for_users, secret_hash, created_by, created_at)
                                values (:id, :tenant, :name, :role, :actForUsers, :secret, :createdBy, :createdAt)""")
                        .param("id", key.id())
                        .param("tenant", key.tenant())
                        .param("name", key.name())
                        .param("role", key.role().name())
                        .param("actForUsers", key.actsForUsers())
                        .param("secret", secret.hex())
                        .param("createdBy", key.createdBy())
                        .param("createdAt", IdentityRows.utc(key.createdAt()))
                        .update());
    }

    @Override
    public Optional<StoredApiKey> find(UUID id) {
        return transactions.callWithoutTenant(jdbc -> jdbc.sql("select * from api_key_by_id(:id)")
                .param("id", id)
                .query((row, number) -> new StoredApiKey(
                        IdentityRows.apiKey(row, number), new SecretHash(row.getString("secret_hash"))))
                .optional());
    }

    @Override
    public List<ApiKey> list(UUID tenant) {
        return transactions.call(
                tenant,
                jdbc -> jdbc.sql("select * from api_key order by created_at desc, id desc")
                        .query(IdentityRows::apiKey)
                        .list());
    }

    @Override
    public boolean revoke(UUID tenant, UUID id, Instant at) {
        return transactions.call(
                tenant,
                jdbc -> jdbc.sql("update api_key set revoked_at = coalesce(revoked_at, :at) where id = :id")
                                .param("at", IdentityRows.utc(at))
                                .param("id", id)
                                .update()
                        == 1);
    }

    @Override
    public void used(UUID tenant, UUID id, Instant at) {
        transactions.call(
                tenant,
                jdbc -> jdbc.sql("update api_key set last_used_at = :at where id = :id")
                        .param("at", IdentityRows.utc(at))
                        .param("id", id)
                        .update());
    }
}

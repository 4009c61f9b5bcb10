package io.everknown.graphmodel.postgres;

import io.everknown.memory.compaction.CompactionLog;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Summaries that were asked for, in Postgres. */
final class PostgresCompactionLog implements CompactionLog {

    private static final String MADE =
            "SELECT c.request_key, c.request_hash, c.fact_id, c.input_tokens, c.tokens, c.made_at FROM compaction c";

    private final TenantTransactions transactions;

    PostgresCompactionLog(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Map<UUID, Embedding> vectors(MemoryScope scope, Collection<UUID> facts) {
        Map<UUID, Embedding> vectors = new HashMap<>();
        transactions
                .call(
                        scope.tenant(),
                        sql -> sql.sql("SELECT id, halfvec_send(vector) AS vector FROM fact WHERE tenant_id = ?"
                                        + " AND audience IN (?, ?) AND id = ANY(?::uuid[])")
                                .param(scope.tenant())
                                .param(scope.user())
                                .param(MemoryScope.EVERYONE)
                                .param(Columns.of(List.copyOf(facts), id -> id))
                                .query((row, n) -> Map.entry(Rows.uuid(row, "id"), new Embedding(Vectors.read(row))))
                                .list())
                .forEach(entry -> vectors.put(entry.getKey(), entry.getValue()));
        return vectors;
    }

    @Override
    public Optional<Made> underKey(MemoryScope scope, String key) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(MADE + " WHERE c.tenant_id = ? AND c.user_id = ? AND c.request_key = ?")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(key)
                        .query((row, n) -> made(row))
                        .optional());
    }

    @Override
    public Optional<Made> standing(MemoryScope scope, String request) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(MADE + " JOIN fact f ON f.id = c.fact_id WHERE c.tenant_id = ? AND c.user_id = ?"
                                + " AND c.request_hash = ? AND f.valid_to IS NULL AND f.retracted_at IS NULL"
                                + " ORDER BY c.made_at DESC, c.id DESC LIMIT 1")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(request)
                        .query((row, n) -> made(row))
                        .optional());
    }

    @Override
    public void keep(MemoryScope scope, String audience, Made made) {
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("INSERT INTO compaction (id, tenant_id, audience, user_id, request_key, request_hash,"
                                + " fact_id, input_tokens, tokens, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (tenant_id, user_id, request_key) WHERE request_key IS NOT NULL"
                                + " DO NOTHING")
                        .param(Ids.next())
                        .param(scope.tenant())
                        .param(audience)
                        .param(scope.user())
                        .param(made.key())
                        .param(made.request())
                        .param(made.summary())
                        .param(made.inputTokens())
                        .param(made.tokens())
                        .param(Timestamp.from(made.at()))
                        .update());
    }

    private static Made made(ResultSet row) throws SQLException {
        return new Made(
                row.getString("request_key"),
                Rows.text(row, "request_hash"),
                Rows.uuid(row, "fact_id"),
                row.getInt("input_tokens"),
                row.getInt("tokens"),
                Rows.instant(row, "made_at"));
    }
}

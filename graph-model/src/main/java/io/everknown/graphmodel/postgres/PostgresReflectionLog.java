package io.everknown.graphmodel.postgres;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.reflection.Insight;
import io.everknown.memory.reflection.ReflectionLog;
import io.everknown.memory.reflection.Told;
import io.everknown.memory.reflection.Window;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Insights in Postgres. */
final class PostgresReflectionLog implements ReflectionLog {

    private static final String KNOWN = """
             FROM fact f
            WHERE f.tenant_id = ? AND f.audience = ? AND f.type = 'fact' AND f.retracted_at IS NULL
              AND f.archived_at IS NULL AND f.expires_at IS NULL
            """;

    private final TenantTransactions transactions;
    private final FactRows facts;

    PostgresReflectionLog(TenantTransactions transactions, FactRows facts) {
        this.transactions = transactions;
        this.facts = facts;
    }

    @Override
    public int learned(MemoryScope scope, Visibility visibility, Window window) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT count(*)" + KNOWN + " AND f.recorded_at >= ? AND f.recorded_at < ?")
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .param(Timestamp.from(window.from()))
                        .param(Timestamp.from(window.to()))
                        .query(Integer.class)
                        .single());
    }

    @Override
    public List<Told> told(MemoryScope scope, Visibility visibility) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT " + FactRows.COLUMNS + ", halfvec_send(f.vector) AS vector" + KNOWN)
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .query((row, n) -> new Told(facts.read(row), new Embedding(Vectors.read(row))))
                        .list());
    }

    @Override
    public Optional<UUID> standing(MemoryScope scope, Visibility visibility, String topic) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT r.fact_id FROM reflection r JOIN fact f ON f.id = r.fact_id"
                                + " WHERE r.tenant_id = ? AND r.audience = ? AND r.topic = ?"
                                + " AND f.valid_to IS NULL AND f.retracted_at IS NULL"
                                + " ORDER BY r.made_at DESC, r.fact_id DESC LIMIT 1")
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .param(topic)
                        .query(Rows::firstId)
                        .optional());
    }

    @Override
    public List<UUID> origins(MemoryScope scope, UUID memory) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT origin_id FROM fact_origin WHERE tenant_id = ? AND fact_id = ?")
                        .param(scope.tenant())
                        .param(memory)
                        .query(Rows::firstId)
                        .list());
    }

    @Override
    public void keep(MemoryScope scope, Visibility visibility, UUID memory, Insight insight, Instant now) {
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("INSERT INTO reflection (fact_id, tenant_id, audience, topic, question, made_at)"
                                + " VALUES (?, ?, ?, ?, ?, ?)")
                        .param(memory)
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .param(insight.topic())
                        .param(insight.question())
                        .param(Timestamp.from(now))
                        .update());
    }
}

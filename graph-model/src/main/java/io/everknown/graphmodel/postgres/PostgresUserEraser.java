package io.everknown.graphmodel.postgres;

import io.everknown.memory.forgetting.UserEraser;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Erases a user with one statement a table. What stays is the count of changes of the user's audience, by which services
 * that keep it at hand see that it has changed.
 */
public final class PostgresUserEraser implements UserEraser {

    /** In this order: a table before those it refers to. Rows of others go with these by their foreign keys. */
    private static final List<String> OF_THE_USER = List.of(
            "DELETE FROM feedback WHERE tenant_id = :tenant AND user_id = :user",
            "DELETE FROM decision WHERE tenant_id = :tenant AND user_id = :user",
            "DELETE FROM posting WHERE tenant_id = :tenant AND audience = :user",
            "DELETE FROM lexical_corpus WHERE tenant_id = :tenant AND audience = :user",
            "DELETE FROM mention WHERE tenant_id = :tenant"
                    + " AND entity_id IN (SELECT id FROM entity WHERE tenant_id = :tenant AND audience = :user)",
            "DELETE FROM fact WHERE tenant_id = :tenant AND audience = :user",
            "DELETE FROM entity WHERE tenant_id = :tenant AND audience = :user",
            "DELETE FROM turn WHERE tenant_id = :tenant AND audience = :user",
            "DELETE FROM job WHERE tenant_id = :tenant AND user_id = :user");

    private final TenantTransactions transactions;
    private final InstantSource clock;

    public PostgresUserEraser(TenantTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public int erasePrivate(MemoryScope scope) {
        return transactions.call(scope.tenant(), sql -> {
            SubjectLock.DECIDE.take(sql, scope.tenant(), scope.audience(Visibility.PRIVATE));
            int memories = enterAll(sql, scope);
            OF_THE_USER.forEach(statement -> ofUser(sql, scope, statement).update());
            return memories;
        });
    }

    /** Has the graph look at all of them: it removes what is not in the record any more. */
    private int enterAll(JdbcClient sql, MemoryScope scope) {
        return ofUser(sql, scope, """
                        INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
                        SELECT :tenant, :user, id, :now
                        FROM (SELECT id FROM fact WHERE tenant_id = :tenant AND audience = :user
                              UNION SELECT id FROM turn WHERE tenant_id = :tenant AND audience = :user ORDER BY id) m
                        ON CONFLICT (tenant_id, memory_id) DO UPDATE SET entered_at = graph_outbox.entered_at
                        """)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private static JdbcClient.StatementSpec ofUser(JdbcClient sql, MemoryScope scope, String statement) {
        return sql.sql(statement).param("tenant", scope.tenant()).param("user", scope.user());
    }

    @Override
    public List<MemoryScope> quietSince(UUID tenant, Instant moment) {
        return transactions.call(
                tenant,
                sql -> sql.sql("SELECT user_id FROM turn WHERE tenant_id = ? AND audience <> ?"
                                + " GROUP BY user_id HAVING max(recorded_at) < ? ORDER BY user_id")
                        .param(tenant)
                        .param(MemoryScope.EVERYONE)
                        .param(Timestamp.from(moment))
                        .query((row, n) -> new MemoryScope(tenant, Rows.text(row, "user_id")))
                        .list());
    }

    @Override
    public List<UUID> shared(MemoryScope scope) {
        return transactions.call(
                scope.tenant(),
                sql -> ofUser(sql, scope, """
                        SELECT id FROM (
                            SELECT id, 0 AS place FROM turn
                            WHERE tenant_id = :tenant AND user_id = :user AND audience = :everyone
                            UNION ALL
                            SELECT id, 1 FROM fact WHERE tenant_id = :tenant AND user_id = :user AND audience = :everyone) m
                        ORDER BY place, id
                        """)
                        .param("everyone", MemoryScope.EVERYONE)
                        .query(Rows::firstId)
                        .list());
    }
}

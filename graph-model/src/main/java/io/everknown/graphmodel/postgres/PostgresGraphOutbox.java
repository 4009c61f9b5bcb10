package io.everknown.graphmodel.postgres;

import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.ObjectMapper;

/** The outbox in Postgres. */
public final class PostgresGraphOutbox implements GraphOutbox {

    private final TenantTransactions transactions;
    private final GraphStates states;

    public PostgresGraphOutbox(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.states = new GraphStates(mapper);
    }

    @Override
    public int relay(MemoryScope scope, int limit, Consumer<GraphProjection> sink) {
        return transactions.call(scope.tenant(), sql -> {
            List<UUID> held = sql.sql("SELECT memory_id FROM graph_outbox WHERE tenant_id = ? AND user_id = ?"
                            + " ORDER BY entered_at LIMIT ? FOR UPDATE SKIP LOCKED")
                    .param(scope.tenant())
                    .param(scope.user())
                    .param(limit)
                    .query(Rows::firstId)
                    .list();
            if (held.isEmpty()) {
                return 0;
            }
            sink.accept(states.read(sql, scope.tenant(), held));
            sql.sql("DELETE FROM graph_outbox WHERE tenant_id = ? AND memory_id = ANY(?::uuid[])")
                    .param(scope.tenant())
                    .param(Columns.of(held, id -> id))
                    .update();
            return held.size();
        });
    }

    @Override
    public List<MemoryScope> waiting(int limit) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT tenant_id, user_id FROM scopes_with_outbox(?)")
                .param(limit)
                .query((row, n) -> new MemoryScope(Rows.uuid(row, "tenant_id"), Rows.text(row, "user_id")))
                .list());
    }

    @Override
    public long depth() {
        return transactions.callWithoutTenant(
                sql -> sql.sql("SELECT outbox_depth()").query(Long.class).single());
    }

    @Override
    public long enterAll(UUID tenant) {
        return transactions.call(
                tenant, sql -> (long) sql.sql("""
                                INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
                                SELECT tenant_id, user_id, id, now() FROM
                                    (SELECT tenant_id, user_id, id FROM turn WHERE state = 'processed'
                                     UNION ALL SELECT tenant_id, user_id, id FROM fact) m
                                WHERE tenant_id = ? ORDER BY id
                                ON CONFLICT (tenant_id, memory_id)
                                DO UPDATE SET entered_at = graph_outbox.entered_at
                                """).param(tenant).update());
    }
}

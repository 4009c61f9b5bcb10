package io.everknown.graphmodel.postgres;

import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** The record in Postgres, as those read it who check or redraw the graph. */
final class PostgresGraphRecord implements GraphRecord {

    private static final String MEMORIES = """
            SELECT id FROM (
                (SELECT id FROM turn WHERE tenant_id = :tenant AND state = 'processed' AND id > :after::uuid
                 ORDER BY id LIMIT :limit)
                UNION ALL
                (SELECT id FROM fact WHERE tenant_id = :tenant AND id > :after::uuid ORDER BY id LIMIT :limit)) m
            ORDER BY id LIMIT :limit
            """;

    private static final String WAITING = """
            SELECT DISTINCT coalesce(e.canonical, e.id) FROM graph_outbox o
            JOIN mention m ON m.memory_id = o.memory_id
            JOIN entity e ON e.id = m.entity_id
            WHERE o.tenant_id = :tenant AND o.memory_id <> ALL(:held::uuid[])
              AND (e.id = ANY(:entities::uuid[]) OR e.canonical = ANY(:entities::uuid[]))
            """;

    private static final String BEFORE_ALL = new UUID(0, 0).toString();

    private final TenantTransactions transactions;
    private final GraphStates states;

    PostgresGraphRecord(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.states = new GraphStates(mapper);
    }

    @Override
    public List<UUID> tenants(@Nullable UUID after, int limit) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT * FROM tenants_with_memories(?::uuid, ?)")
                .param(after == null ? null : after.toString())
                .param(limit)
                .query(Rows::firstId)
                .list());
    }

    @Override
    public long count(UUID tenant) {
        return transactions.call(
                tenant,
                sql -> sql.sql("SELECT (SELECT count(*) FROM turn WHERE tenant_id = :tenant AND state = 'processed')"
                                + " + (SELECT count(*) FROM fact WHERE tenant_id = :tenant)")
                        .param("tenant", tenant)
                        .query(Long.class)
                        .single());
    }

    @Override
    public List<UUID> memories(UUID tenant, @Nullable UUID after, int limit) {
        return transactions.call(
                tenant,
                sql -> sql.sql(MEMORIES)
                        .param("tenant", tenant)
                        .param("after", after == null ? BEFORE_ALL : after.toString())
                        .param("limit", limit)
                        .query(Rows::firstId)
                        .list());
    }

    @Override
    public GraphProjection state(UUID tenant, Collection<UUID> memories) {
        return transactions.call(tenant, sql -> states.read(sql, tenant, memories));
    }

    @Override
    public int redraw(UUID tenant, Collection<UUID> memories, boolean waitingToo, Consumer<GraphProjection> sink) {
        if (memories.isEmpty()) {
            return 0;
        }
        // In a transaction of its own: only for a moment may it stand in the way of somebody who enters the same.
        List<UUID> entered = transactions.call(
                tenant,
                sql -> sql.sql("SELECT * FROM enter_unchanged(?, ?::uuid[])")
                        .param(tenant)
                        .param(ids(memories))
                        .query(Rows::firstId)
                        .list());
        return draw(tenant, waitingToo ? memories : entered, sink);
    }

    private int draw(UUID tenant, Collection<UUID> memories, Consumer<GraphProjection> sink) {
        return transactions.call(tenant, sql -> {
            List<UUID> held = sql.sql("SELECT memory_id FROM graph_outbox WHERE tenant_id = ?"
                            + " AND memory_id = ANY(?::uuid[]) ORDER BY memory_id FOR UPDATE SKIP LOCKED")
                    .param(tenant)
                    .param(ids(memories))
                    .query(Rows::firstId)
                    .list();
            if (held.isEmpty()) {
                return 0;
            }
            sink.accept(states.read(sql, tenant, held));
            sql.sql("DELETE FROM graph_outbox WHERE tenant_id = ? AND memory_id = ANY(?::uuid[])")
                    .param(tenant)
                    .param(ids(held))
                    .update();
            return held.size();
        });
    }

    @Override
    public Set<UUID> waiting(UUID tenant, Collection<UUID> entities, Collection<UUID> held) {
        return transactions.call(
                tenant,
                sql -> new HashSet<>(sql.sql(WAITING)
                        .param("tenant", tenant)
                        .param("entities", ids(entities))
                        .param("held", ids(held))
                        .query(Rows::firstId)
                        .list()));
    }

    private static @Nullable String[] ids(Collection<UUID> ids) {
        return Columns.of(List.copyOf(ids), id -> id);
    }
}

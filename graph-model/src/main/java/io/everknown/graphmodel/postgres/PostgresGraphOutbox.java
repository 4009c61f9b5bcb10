package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.Validity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** The outbox in Postgres, and the reading of what the graph is to look like. */
public final class PostgresGraphOutbox implements GraphOutbox {

    private final TenantTransactions transactions;
    private final ObjectMapper mapper;
    private final Json json;

    public PostgresGraphOutbox(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.mapper = mapper;
        this.json = new Json(mapper);
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
            sink.accept(project(sql, scope.tenant(), held));
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

    /** The state the graph is to have for these memories, as the record has it now. */
    private GraphProjection project(JdbcClient sql, UUID tenant, List<UUID> memories) {
        @Nullable String[] ids = Columns.of(memories, id -> id);
        List<FactNode> facts = sql.sql("""
                SELECT f.id, f.audience, f.type, f.text, f.slot, f.value, f.valid_from, f.valid_to, f.recorded_at,
                       f.retracted_at, f.superseded_by, f.contradicts,
                       $entities$,
                       (SELECT array_agg(s.turn_id ORDER BY s.turn_id) FROM fact_source s
                         WHERE s.fact_id = f.id AND s.dropped_at IS NULL)
                           AS turns,
                       (SELECT array_agg(x.origin_id ORDER BY x.origin_id) FROM fact_origin x WHERE x.fact_id = f.id)
                           AS origins,
                       $relations$,
                       (SELECT jsonb_agg(jsonb_build_object('known_to', s.known_to, 'valid_from', s.valid_from,
                                                            'valid_to', s.valid_to, 'retracted_at', s.retracted_at)
                                         ORDER BY s.known_to)
                          FROM fact_state s WHERE s.fact_id = f.id) AS past
                FROM fact f WHERE f.tenant_id = ? AND f.id = ANY(?::uuid[])
                """.replace("$entities$", Naming.ENTITIES.formatted("f"))
                        .replace("$relations$", Naming.RELATIONS))
                .param(tenant)
                .param(ids)
                .query((row, n) -> new FactNode(
                        Rows.uuid(row, "id"),
                        Rows.text(row, "audience"),
                        MemoryType.valueOf(Rows.text(row, "type").toUpperCase(Locale.ROOT)),
                        Rows.text(row, "text"),
                        row.getString("slot"),
                        row.getString("value"),
                        new Validity(Rows.instant(row, "valid_from"), Rows.instantOrNull(row, "valid_to")),
                        Rows.instant(row, "recorded_at"),
                        Rows.instantOrNull(row, "retracted_at"),
                        row.getObject("superseded_by", UUID.class),
                        Rows.uuids(row, "contradicts"),
                        Rows.uuids(row, "entities"),
                        Naming.relations(row, mapper),
                        Rows.uuids(row, "turns"),
                        Rows.uuids(row, "origins"),
                        json.past(row.getString("past"))))
                .list();
        List<TurnNode> turns = sql.sql("""
                SELECT t.id, t.audience, t.conversation_id, t.position, t.occurred_at, t.recorded_at,
                       $entities$
                FROM turn t WHERE t.tenant_id = ? AND t.id = ANY(?::uuid[])
                """.replace("$entities$", Naming.ENTITIES.formatted("t")))
                .param(tenant)
                .param(ids)
                .query((row, n) -> new TurnNode(
                        Rows.uuid(row, "id"),
                        Rows.text(row, "audience"),
                        Rows.text(row, "conversation_id"),
                        row.getLong("position"),
                        Rows.instant(row, "occurred_at"),
                        Rows.instant(row, "recorded_at"),
                        Rows.uuids(row, "entities")))
                .list();
        Set<UUID> gone = new LinkedHashSet<>(memories);
        facts.forEach(fact -> gone.remove(fact.id()));
        turns.forEach(turn -> gone.remove(turn.id()));
        EntityIdentity identity = EntityIdentity.of(sql, tenant, namings(facts, turns));
        List<FactNode> factNodes = facts.stream().map(identity::of).toList();
        List<TurnNode> turnNodes = turns.stream().map(identity::of).toList();
        return new GraphProjection(
                identity.nodes(Naming.named(namings(factNodes, turnNodes))), turnNodes, factNodes, List.copyOf(gone));
    }

    private static List<Naming> namings(List<FactNode> facts, List<TurnNode> turns) {
        return Stream.concat(facts.stream().map(Naming::of), turns.stream().map(Naming::of))
                .toList();
    }
}

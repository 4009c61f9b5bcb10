package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import io.everknown.memory.time.Validity;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Reads what the graph is to look like. */
final class GraphStates {

    private final ObjectMapper mapper;
    private final Json json;

    GraphStates(ObjectMapper mapper) {
        this.mapper = mapper;
        this.json = new Json(mapper);
    }

    /** The state the graph is to have for these memories, as the record has it now. */
    GraphProjection read(JdbcClient sql, UUID tenant, Collection<UUID> memories) {
        @Nullable String[] ids = Columns.of(List.copyOf(memories), id -> id);
        List<FactNode> facts = facts(sql, tenant, ids);
        List<TurnNode> turns = turns(sql, tenant, ids);
        Set<UUID> gone = new LinkedHashSet<>(memories);
        facts.forEach(fact -> gone.remove(fact.id()));
        turns.forEach(turn -> gone.remove(turn.id()));
        EntityIdentity identity = EntityIdentity.of(sql, tenant, namings(facts, turns));
        List<FactNode> factNodes = facts.stream().map(identity::of).toList();
        List<TurnNode> turnNodes = turns.stream().map(identity::of).toList();
        return new GraphProjection(
                identity.nodes(Naming.named(namings(factNodes, turnNodes))), turnNodes, factNodes, List.copyOf(gone));
    }

    private List<FactNode> facts(JdbcClient sql, UUID tenant, @Nullable String[] ids) {
        return sql.sql("""
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
    }

    private static List<TurnNode> turns(JdbcClient sql, UUID tenant, @Nullable String[] ids) {
        return sql.sql("""
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
    }

    private static List<Naming> namings(List<FactNode> facts, List<TurnNode> turns) {
        return Stream.concat(facts.stream().map(Naming::of), turns.stream().map(Naming::of))
                .toList();
    }
}

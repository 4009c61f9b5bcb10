package io.everknown.graphmodel.postgres;

import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.RelationEdge;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * What a memory names.
 *
 * @param memory the fact or turn
 * @param turns where a fact was said
 * @param entities what it mentions
 * @param relations what a fact states of them
 */
record Naming(UUID memory, List<UUID> turns, List<UUID> entities, List<RelationEdge> relations) {

    /** What a memory of this alias mentions, as column {@code entities}. */
    static final String ENTITIES =
            " (SELECT array_agg(m.entity_id ORDER BY m.ordinal) FROM mention m WHERE m.memory_id = %s.id) AS entities ";

    /** What a fact {@code f} states, as column {@code relations}. */
    static final String RELATIONS = """
             (SELECT jsonb_agg(jsonb_build_array(r.subject, r.type, r.object) ORDER BY r.subject, r.type, r.object)
                FROM relation r WHERE r.fact_id = f.id) AS relations
            """;

    static Naming of(FactNode fact) {
        return new Naming(fact.id(), fact.turns(), fact.entities(), fact.relations());
    }

    static Naming of(TurnNode turn) {
        return new Naming(turn.id(), List.of(), turn.entities(), List.of());
    }

    static List<RelationEdge> relations(ResultSet row, ObjectMapper mapper) throws SQLException {
        String json = row.getString("relations");
        if (json == null) {
            return List.of();
        }
        List<RelationEdge> relations = new ArrayList<>();
        for (JsonNode node : mapper.readTree(json)) {
            relations.add(new RelationEdge(
                    UUID.fromString(node.get(0).asString()),
                    node.get(1).asString(),
                    UUID.fromString(node.get(2).asString())));
        }
        return relations;
    }

    /** All that memories name. */
    static Set<UUID> named(Collection<Naming> memories) {
        Set<UUID> named = new HashSet<>();
        memories.forEach(memory -> {
            named.addAll(memory.entities);
            memory.relations.forEach(relation -> named.addAll(List.of(relation.subject(), relation.object())));
        });
        return named;
    }
}

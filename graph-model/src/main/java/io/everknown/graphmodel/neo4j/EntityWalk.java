package io.everknown.graphmodel.neo4j;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityGraph.RelationView;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.springframework.data.neo4j.core.Neo4jClient;

/** Reads entities and walks from one to those around it. */
final class EntityWalk {

    private final Neo4jClient client;
    private final EntityRepository entities;

    EntityWalk(Neo4jClient client, EntityRepository entities) {
        this.client = client;
        this.entities = entities;
    }

    List<EntityView> page(MemoryScope scope, EntityFilter filter) {
        String query = filter.query();
        String afterKey = filter.afterKey();
        UUID afterId = filter.afterId();
        return entities
                .page(
                        Scopes.of(scope),
                        query == null || query.isBlank() ? "" : EntityMention.key(query),
                        afterKey == null ? "" : afterKey,
                        afterId == null ? "" : afterId.toString(),
                        filter.limit())
                .stream()
                .map(EntityRecord::view)
                .toList();
    }

    @Nullable
    EntityGraph around(MemoryScope scope, UUID entity, TimeFrame frame, int depth, int limit) {
        Set<UUID> reached = new LinkedHashSet<>(List.of(entity));
        if (views(scope, reached).isEmpty()) {
            return null;
        }
        Set<RelationView> relations = new LinkedHashSet<>();
        Set<UUID> frontier = Set.of(entity);
        for (int step = 0; step < depth && !frontier.isEmpty() && relations.size() < limit; step++) {
            Set<UUID> next = new LinkedHashSet<>();
            for (RelationView relation : relations(scope, frontier, limit, frame)) {
                if (relations.size() == limit) {
                    break;
                }
                relations.add(relation);
                for (UUID end : List.of(relation.source(), relation.target())) {
                    if (reached.add(end)) {
                        next.add(end);
                    }
                }
            }
            frontier = next;
        }
        Map<UUID, EntityView> views = views(scope, reached);
        List<EntityView> ordered = new ArrayList<>();
        for (UUID id : reached) {
            EntityView view = views.get(id);
            if (view != null) {
                ordered.add(view);
            }
        }
        return new EntityGraph(ordered, List.copyOf(relations));
    }

    private Map<UUID, EntityView> views(MemoryScope scope, Collection<UUID> ids) {
        Map<UUID, EntityView> views = new HashMap<>();
        entities.visible(scope.tenant().toString(), Scopes.of(scope), ProjectionRows.texts(ids))
                .forEach(row -> views.put(UUID.fromString(row.id()), row.view()));
        return views;
    }

    private Collection<RelationView> relations(MemoryScope scope, Set<UUID> ids, int limit, TimeFrame frame) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("tenant", scope.tenant().toString());
        parameters.put("scopes", Scopes.of(scope));
        parameters.put("ids", ProjectionRows.texts(ids));
        // Relations already known may come again in the next step; asking for twice as many leaves room for new ones.
        parameters.put("limit", 2 * limit);
        parameters.put("known_at", GraphExpansion.moment(frame.knownAt()));
        parameters.put("moment", GraphExpansion.moment(frame.moment()));
        return client.query(ReadCypher.RELATIONS)
                .bindAll(parameters)
                .fetchAs(RelationView.class)
                .mappedBy((_, row) -> relation(row))
                .all();
    }

    private static RelationView relation(Record row) {
        return new RelationView(
                UUID.fromString(row.get("source").asString()),
                row.get("type").asString(),
                UUID.fromString(row.get("target").asString()),
                UUID.fromString(row.get("fact").asString()),
                row.get("text").asString(null),
                row.get("current").asBoolean());
    }
}

package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphProjection;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.data.neo4j.core.Neo4jClient;

/** Brings a part of the graph to the state of a projection, inside the transaction of its caller. */
final class ProjectionWriter {

    private final Neo4jClient client;

    ProjectionWriter(Neo4jClient client) {
        this.client = client;
    }

    void write(UUID tenant, GraphProjection projection) {
        new Run(tenant, projection).write();
    }

    /** The same, but all that the memories lead to is taken away first, whatever it is. */
    void redraw(UUID tenant, GraphProjection projection) {
        Run run = new Run(tenant, projection);
        run.unlink();
        run.write();
    }

    /** One projection on its way; it gathers what lost a link, because that may have to go as well. */
    private final class Run {

        private final String tenant;
        private final ProjectionRows projection;
        private final Set<String> entities;
        private final Set<String> memories = new HashSet<>();

        Run(UUID tenant, GraphProjection projection) {
            this.tenant = tenant.toString();
            this.projection = new ProjectionRows(tenant, projection);
            this.entities = this.projection.unnamed();
        }

        void write() {
            nodes();
            links();
            gone();
            leftovers();
        }

        void unlink() {
            List<String> ids = projection.memories();
            drop(ApplyCypher.GONE_RELATIONS, ids);
            drop(InspectCypher.UNLINK, ids);
        }

        private void nodes() {
            List<Map<String, Object>> entityRows = projection.entities();
            run(ApplyCypher.ENTITIES, entityRows);
            run(ApplyCypher.STALE_NAMES, entityRows);
            run(ApplyCypher.NAMES, projection.names());
            run(ApplyCypher.TURNS, projection.turns());
            run(ApplyCypher.FACTS, projection.facts());
        }

        private void links() {
            List<Map<String, Object>> facts = projection.facts();
            drop(ApplyCypher.STALE_TURN_LINKS, projection.turns());
            drop(ApplyCypher.STALE_FACT_LINKS, facts);
            drop(ApplyCypher.STALE_RELATIONS, facts);
            run(ApplyCypher.TURN_MENTIONS, projection.turnMentions());
            run(ApplyCypher.FACT_MENTIONS, projection.factMentions());
            run(ApplyCypher.RELATIONS, projection.relations());
            run(ApplyCypher.STATED_IN, projection.statedIn());
            run(ApplyCypher.SUPERSEDED_BY, projection.supersededBy());
            run(ApplyCypher.CONTRADICTS, projection.contradicts());
            run(ApplyCypher.DERIVED_FROM, projection.derivedFrom());
        }

        private void gone() {
            List<String> gone = projection.gone();
            drop(ApplyCypher.GONE_RELATIONS, gone);
            drop(ApplyCypher.GONE, gone);
        }

        private void leftovers() {
            List<String> unlinked = entities.stream().sorted().toList();
            run(ApplyCypher.HOLD_ENTITIES, unlinked);
            run(ApplyCypher.REMOVE_ORPHANS, unlinked);
            List<String> targets = memories.stream().sorted().toList();
            run(ApplyCypher.HOLD_MEMORIES, targets);
            run(ApplyCypher.REMOVE_BARE, targets);
        }

        private void run(String statement, Collection<?> rows) {
            if (!rows.isEmpty()) {
                client.query(statement)
                        .bindAll(Map.of("tenant", tenant, "in", Map.of("rows", rows)))
                        .run();
            }
        }

        private void drop(String statement, Collection<?> rows) {
            if (rows.isEmpty()) {
                return;
            }
            client.query(statement)
                    .bindAll(Map.of("tenant", tenant, "in", Map.of("rows", rows)))
                    .fetch()
                    .all()
                    .forEach(row -> (Boolean.TRUE.equals(row.get("entity")) ? entities : memories)
                            .add(String.valueOf(row.get("id"))));
        }
    }
}

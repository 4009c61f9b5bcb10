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

    /** One projection on its way; it gathers what lost a link, because that may have to go as well. */
    private final class Run {

        private final String tenant;
        private final ProjectionRows rows;
        private final Set<String> entities;
        private final Set<String> memories = new HashSet<>();

        Run(UUID tenant, GraphProjection projection) {
            this.tenant = tenant.toString();
            this.rows = new ProjectionRows(tenant, projection);
            this.entities = rows.unnamed();
        }

        void write() {
            nodes();
            links();
            gone();
            leftovers();
        }

        private void nodes() {
            List<Map<String, Object>> entityRows = rows.entities();
            run(ApplyCypher.ENTITIES, "entities", entityRows);
            run(ApplyCypher.STALE_NAMES, "entities", entityRows);
            run(ApplyCypher.NAMES, "names", rows.names());
            run(ApplyCypher.TURNS, "turns", rows.turns());
            run(ApplyCypher.FACTS, "facts", rows.facts());
        }

        private void links() {
            List<Map<String, Object>> facts = rows.facts();
            drop(ApplyCypher.STALE_TURN_LINKS, "turns", rows.turns());
            drop(ApplyCypher.STALE_FACT_LINKS, "facts", facts);
            drop(ApplyCypher.STALE_RELATIONS, "facts", facts);
            run(ApplyCypher.TURN_MENTIONS, "links", rows.turnMentions());
            run(ApplyCypher.FACT_MENTIONS, "links", rows.factMentions());
            run(ApplyCypher.RELATIONS, "links", rows.relations());
            run(ApplyCypher.STATED_IN, "links", rows.statedIn());
            run(ApplyCypher.SUPERSEDED_BY, "links", rows.supersededBy());
            run(ApplyCypher.CONTRADICTS, "links", rows.contradicts());
        }

        private void gone() {
            List<String> gone = rows.gone();
            drop(ApplyCypher.GONE_RELATIONS, "ids", gone);
            drop(ApplyCypher.GONE, "ids", gone);
        }

        private void leftovers() {
            List<String> unlinked = entities.stream().sorted().toList();
            run(ApplyCypher.HOLD_ENTITIES, "ids", unlinked);
            run(ApplyCypher.REMOVE_ORPHANS, "ids", unlinked);
            List<String> targets = memories.stream().sorted().toList();
            run(ApplyCypher.HOLD_MEMORIES, "ids", targets);
            run(ApplyCypher.REMOVE_BARE, "ids", targets);
        }

        private void run(String statement, String parameter, Collection<?> values) {
            if (!values.isEmpty()) {
                client.query(statement)
                        .bindAll(Map.of("tenant", tenant, parameter, values))
                        .run();
            }
        }

        private void drop(String statement, String parameter, Collection<?> values) {
            if (values.isEmpty()) {
                return;
            }
            client.query(statement)
                    .bindAll(Map.of("tenant", tenant, parameter, values))
                    .fetch()
                    .all()
                    .forEach(row -> (Boolean.TRUE.equals(row.get("entity")) ? entities : memories)
                            .add(String.valueOf(row.get("id"))));
        }
    }
}

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
        private final List<Map<String, Object>> turns;
        private final List<Map<String, Object>> facts;

        /** Memories that lead nowhere yet. */
        private final Set<String> unlinked = new HashSet<>();

        Run(UUID tenant, GraphProjection projection) {
            this.tenant = tenant.toString();
            this.projection = new ProjectionRows(tenant, projection);
            this.entities = this.projection.unnamed();
            this.turns = this.projection.turns();
            this.facts = this.projection.facts();
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
            drop(DrawCypher.UNLINK, ids);
            unlinked.addAll(ids);
        }

        private void nodes() {
            List<Map<String, Object>> entityRows = projection.entities();
            run(ApplyCypher.ENTITIES, entityRows);
            run(ApplyCypher.STALE_NAMES, entityRows);
            run(ApplyCypher.NAMES, projection.names());
            Set<String> fresh = fresh();
            unlinked.addAll(fresh);
            run(DrawCypher.NEW_TURNS, only(turns, "id", fresh));
            run(ApplyCypher.TURNS, without(turns, "id", fresh));
            run(DrawCypher.NEW_FACTS, only(facts, "id", fresh));
            run(ApplyCypher.FACTS, without(facts, "id", fresh));
        }

        /** Memories that have no node yet; most have none, and then much need not be looked at. */
        private Set<String> fresh() {
            Set<String> fresh = new HashSet<>(projection.memories());
            if (!fresh.isEmpty()) {
                rows(DrawCypher.KNOWN, List.copyOf(fresh)).forEach(row -> fresh.remove(String.valueOf(row.get("id"))));
            }
            return fresh;
        }

        private void links() {
            List<Map<String, Object>> linked = without(facts, "id", unlinked);
            drop(ApplyCypher.STALE_TURN_LINKS, without(turns, "id", unlinked));
            drop(ApplyCypher.STALE_FACT_LINKS, linked);
            drop(ApplyCypher.STALE_RELATIONS, linked);
            run(DrawCypher.LINK_TURNS, only(turns, "id", unlinked));
            run(DrawCypher.LINK_FACTS, only(facts, "id", unlinked));
            run(ApplyCypher.TURN_MENTIONS, without(projection.turnMentions(), "from", unlinked));
            run(ApplyCypher.FACT_MENTIONS, without(projection.factMentions(), "from", unlinked));
            run(ApplyCypher.RELATIONS, projection.relations());
            run(ApplyCypher.STATED_IN, without(projection.statedIn(), "from", unlinked));
            run(ApplyCypher.SUPERSEDED_BY, without(projection.supersededBy(), "from", unlinked));
            run(ApplyCypher.CONTRADICTS, without(projection.contradicts(), "from", unlinked));
            run(ApplyCypher.DERIVED_FROM, without(projection.derivedFrom(), "from", unlinked));
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

        private void drop(String statement, Collection<?> dropped) {
            if (!dropped.isEmpty()) {
                rows(statement, dropped)
                        .forEach(row -> (Boolean.TRUE.equals(row.get("entity")) ? entities : memories)
                                .add(String.valueOf(row.get("id"))));
            }
        }

        private Collection<Map<String, Object>> rows(String statement, Collection<?> rows) {
            return client.query(statement)
                    .bindAll(Map.of("tenant", tenant, "in", Map.of("rows", rows)))
                    .fetch()
                    .all();
        }

        private static List<Map<String, Object>> only(
                List<Map<String, Object>> rows, String memory, Set<String> these) {
            return rows.stream()
                    .filter(row -> these.contains(String.valueOf(row.get(memory))))
                    .toList();
        }

        private static List<Map<String, Object>> without(
                List<Map<String, Object>> rows, String memory, Set<String> these) {
            return rows.stream()
                    .filter(row -> !these.contains(String.valueOf(row.get(memory))))
                    .toList();
        }
    }
}

package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphDifference;
import io.everknown.memory.graph.GraphDifference.Kind;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.neo4j.core.Neo4jClient;

/**
 * Holds one projection against what the graph has. Both sides become text in the same form: properties by name, and one
 * line for each link, so that the order in which anything comes does not matter.
 */
final class GraphComparison {

    private final Neo4jClient client;
    private final String tenant;
    private final GraphProjection expected;
    private final ProjectionRows rows;
    private final List<GraphDifference> found = new ArrayList<>();

    GraphComparison(Neo4jClient client, UUID tenant, GraphProjection expected) {
        this.client = client;
        this.tenant = tenant.toString();
        this.expected = expected;
        this.rows = new ProjectionRows(tenant, expected);
    }

    List<GraphDifference> differences() {
        List<String> ids = memories();
        Map<String, List<String>> relations = relations(ids);
        compare(expectedFacts(), read(InspectCypher.FACTS, ids, "links", relations));
        compare(expectedTurns(), read(InspectCypher.TURNS, ids, "links", Map.of()));
        for (UUID gone : expected.gone()) {
            if (relations.containsKey(gone.toString()) && !isFound(gone)) {
                found.add(GraphDifference.of(Kind.STRAY, gone));
            }
        }
        compareEntities();
        return List.copyOf(found);
    }

    private List<String> memories() {
        return Stream.of(
                        expected.facts().stream().map(FactNode::id),
                        expected.turns().stream().map(TurnNode::id),
                        expected.gone().stream())
                .flatMap(ids -> ids)
                .map(UUID::toString)
                .toList();
    }

    private void compare(Map<String, State> wanted, Map<String, State> actual) {
        wanted.forEach((id, state) -> {
            State there = actual.get(id);
            if (there == null) {
                found.add(GraphDifference.of(Kind.MISSING, UUID.fromString(id)));
                return;
            }
            if (!there.properties.equals(state.properties)) {
                found.add(GraphDifference.of(Kind.PROPERTIES, UUID.fromString(id)));
            }
            if (!there.links.equals(state.links)) {
                found.add(GraphDifference.of(Kind.LINKS, UUID.fromString(id)));
            }
        });
        actual.keySet().stream()
                .filter(id -> !wanted.containsKey(id))
                .forEach(id -> found.add(GraphDifference.of(Kind.STRAY, UUID.fromString(id))));
    }

    private void compareEntities() {
        Map<UUID, UUID> namedBy = namedBy();
        Map<String, State> actual = read(
                InspectCypher.ENTITIES,
                expected.entities().stream()
                        .map(entity -> entity.id().toString())
                        .toList(),
                "names",
                Map.of());
        Map<String, List<String>> names = new HashMap<>();
        rows.names()
                .forEach(row -> names.computeIfAbsent(text(row.get("entity")), id -> new ArrayList<>())
                        .add(text(List.of(row.get("scope"), row.get("key")))));
        for (Map<String, Object> row : rows.entities()) {
            String id = text(row.get("id"));
            State state = new State(properties(row.get("properties")), sorted(names.getOrDefault(id, List.of())));
            UUID memory = namedBy.get(UUID.fromString(id));
            if (memory != null && !state.equals(actual.get(id))) {
                found.add(new GraphDifference(Kind.ENTITY, UUID.fromString(id), memory));
            }
        }
    }

    /** For each entity a memory that names it. */
    private Map<UUID, UUID> namedBy() {
        Map<UUID, UUID> namedBy = new HashMap<>();
        expected.turns().forEach(turn -> turn.entities().forEach(entity -> namedBy.putIfAbsent(entity, turn.id())));
        for (FactNode fact : expected.facts()) {
            fact.entities().forEach(entity -> namedBy.putIfAbsent(entity, fact.id()));
            fact.relations().forEach(relation -> {
                namedBy.putIfAbsent(relation.subject(), fact.id());
                namedBy.putIfAbsent(relation.object(), fact.id());
            });
        }
        return namedBy;
    }

    private Map<String, State> expectedFacts() {
        Map<String, List<String>> links = new HashMap<>();
        mentions(rows.factMentions(), links);
        links(rows.statedIn(), "STATED_IN", "Turn", links);
        links(rows.supersededBy(), "SUPERSEDED_BY", "Fact", links);
        links(rows.contradicts(), "CONTRADICTS", "Fact", links);
        links(rows.derivedFrom(), "DERIVED_FROM", "Fact", links);
        rows.relations()
                .forEach(row ->
                        add(links, text(row.get("fact")), List.of(row.get("from"), row.get("type"), row.get("to"))));
        return states(rows.facts(), links);
    }

    private Map<String, State> expectedTurns() {
        Map<String, List<String>> links = new HashMap<>();
        mentions(rows.turnMentions(), links);
        return states(rows.turns(), links);
    }

    private void mentions(Collection<Map<String, Object>> mentions, Map<String, List<String>> links) {
        for (Map<String, Object> row : mentions) {
            Object entity = row.get("to");
            add(links, text(row.get("from")), List.of("MENTIONS", "Entity", entity, tenant, entity, row.get("at")));
        }
    }

    private static void links(
            Collection<Map<String, Object>> rows, String type, String label, Map<String, List<String>> links) {
        rows.forEach(
                row -> add(links, text(row.get("from")), Arrays.asList(type, label, row.get("to"), null, null, null)));
    }

    private static void add(Map<String, List<String>> links, String memory, List<?> link) {
        links.computeIfAbsent(memory, id -> new ArrayList<>()).add(text(link));
    }

    private static Map<String, State> states(List<Map<String, Object>> rows, Map<String, List<String>> links) {
        Map<String, State> states = new HashMap<>();
        for (Map<String, Object> row : rows) {
            String id = text(row.get("id"));
            states.put(id, new State(properties(row.get("properties")), sorted(links.getOrDefault(id, List.of()))));
        }
        return states;
    }

    private Map<String, List<String>> relations(List<String> facts) {
        Map<String, List<String>> relations = new HashMap<>();
        for (Map<String, Object> row : fetch(InspectCypher.RELATIONS, facts)) {
            relations
                    .computeIfAbsent(text(row.get("id")), id -> new ArrayList<>())
                    .add(text(row.get("relation")));
        }
        return relations;
    }

    private Map<String, State> read(String statement, List<String> ids, String lines, Map<String, List<String>> more) {
        Map<String, State> states = new HashMap<>();
        for (Map<String, Object> row : fetch(statement, ids)) {
            String id = text(row.get("id"));
            List<String> links = new ArrayList<>(more.getOrDefault(id, List.of()));
            if (row.get(lines) instanceof List<?> led) {
                led.forEach(link -> links.add(text(link)));
            }
            states.put(id, new State(properties(row.get("properties")), sorted(links)));
        }
        return states;
    }

    private Collection<Map<String, Object>> fetch(String statement, List<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return client.query(statement)
                .bindAll(Map.of("tenant", tenant, "in", Map.of("rows", ids)))
                .fetch()
                .all();
    }

    private boolean isFound(UUID id) {
        return found.stream().anyMatch(difference -> difference.id().equals(id));
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static Map<String, String> properties(@Nullable Object properties) {
        Map<String, String> texts = new TreeMap<>();
        if (properties instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (value != null) {
                    texts.put(text(name), text(value));
                }
            });
        }
        return texts;
    }

    /** A value as text, of whichever type a server gives it back: a moment as UTC, a list as its values' texts. */
    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case OffsetDateTime at -> at.toInstant().toString();
            case ZonedDateTime at -> at.toInstant().toString();
            case List<?> list ->
                list.stream().map(GraphComparison::text).toList().toString();
            default -> value.toString();
        };
    }

    /** What a node is: its properties, and its links as lines. */
    private record State(Map<String, String> properties, List<String> links) {}
}

package io.everknown.graphmodel.neo4j;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.RelationEdge;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import io.everknown.memory.time.Validity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Small graphs for tests. Ids follow from names, so that two tenants can have equal ones. */
final class TestGraphs {

    static final Instant START = Instant.parse("2025-03-01T10:00:00Z");

    private TestGraphs() {}

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static EntityNode entity(String audience, String name, String... aliases) {
        List<String> names = new ArrayList<>(List.of(name));
        names.addAll(List.of(aliases));
        return new EntityNode(id(audience + name), audience, name, "The " + name, EntityType.THING, names);
    }

    static TurnNode turn(String audience, String name, Instant at, String... entities) {
        return new TurnNode(id(name), audience, "talk", 1, at, at, ids(audience, entities));
    }

    static FactNode fact(String audience, String name, Instant from, String... entities) {
        return fact(audience, name, Validity.since(from), from, null, entities);
    }

    static FactNode fact(
            String audience,
            String name,
            Validity validity,
            Instant recordedAt,
            @Nullable Instant retractedAt,
            String... entities) {
        return new FactNode(
                id(name),
                audience,
                MemoryType.FACT,
                name,
                "slot",
                "value",
                validity,
                recordedAt,
                retractedAt,
                null,
                List.of(),
                ids(audience, entities),
                List.of(),
                List.of());
    }

    /** The same fact, stating that its first entity has a relation to its second. */
    static FactNode relating(FactNode fact, String type) {
        RelationEdge relation =
                new RelationEdge(fact.entities().get(0), type, fact.entities().get(1));
        return linked(fact, null, List.of(), List.of(relation), List.of());
    }

    static FactNode linked(
            FactNode fact,
            @Nullable UUID supersededBy,
            List<UUID> contradicts,
            List<RelationEdge> relations,
            List<UUID> turns) {
        return new FactNode(
                fact.id(),
                fact.audience(),
                fact.type(),
                fact.text(),
                fact.slot(),
                fact.value(),
                fact.validity(),
                fact.recordedAt(),
                fact.retractedAt(),
                supersededBy,
                contradicts,
                fact.entities(),
                relations,
                turns);
    }

    static GraphProjection facts(List<EntityNode> entities, FactNode... facts) {
        return new GraphProjection(entities, List.of(), List.of(facts), List.of());
    }

    static GraphProjection turns(List<EntityNode> entities, TurnNode... turns) {
        return new GraphProjection(entities, List.of(turns), List.of(), List.of());
    }

    static GraphProjection gone(UUID... ids) {
        return new GraphProjection(List.of(), List.of(), List.of(), List.of(ids));
    }

    private static List<UUID> ids(String audience, String... entities) {
        return Arrays.stream(entities).map(name -> id(audience + name)).toList();
    }

    /** One graph of {@code memories} facts and as many turns, linked at random, of the users u and v and everyone. */
    static GraphProjection random(int seed, int memories) {
        Random random = new Random(seed);
        Map<UUID, EntityNode> entities = new LinkedHashMap<>();
        List<TurnNode> turns = new ArrayList<>();
        List<FactNode> facts = new ArrayList<>();
        for (int i = 0; i < memories; i++) {
            String audience = List.of("u", "v", "*").get(random.nextInt(3));
            String[] names = random.ints(random.nextInt(4), 0, 6)
                    .mapToObj(n -> "thing " + n)
                    .distinct()
                    .toArray(String[]::new);
            for (String name : names) {
                EntityNode entity = entity(audience, name, name + " alias");
                entities.put(entity.id(), entity);
            }
            Instant at = START.plusSeconds(random.nextInt(1000));
            turns.add(turn(audience, "turn " + i, at, names));
            FactNode fact = fact(
                    audience,
                    "fact " + i,
                    random.nextBoolean() ? Validity.since(at) : new Validity(at, at.plusSeconds(random.nextInt(500))),
                    at,
                    random.nextInt(4) == 0 ? at.plusSeconds(700) : null,
                    names);
            List<RelationEdge> relations = names.length < 2
                    ? List.of()
                    : List.of(new RelationEdge(
                            fact.entities().get(0), "knows", fact.entities().get(1)));
            facts.add(linked(
                    fact,
                    random.nextInt(3) == 0 ? id("fact " + random.nextInt(memories)) : null,
                    random.nextInt(3) == 0 ? List.of(id("fact " + random.nextInt(memories))) : List.of(),
                    relations,
                    List.of(id("turn " + random.nextInt(memories)))));
        }
        return new GraphProjection(List.copyOf(entities.values()), turns, facts, List.of());
    }

    /** A projection cut into one for each memory, each with the entities that it names. */
    static List<GraphProjection> pieces(GraphProjection whole) {
        List<GraphProjection> pieces = new ArrayList<>();
        for (TurnNode turn : whole.turns()) {
            pieces.add(turns(named(whole, turn.entities()), turn));
        }
        for (FactNode fact : whole.facts()) {
            pieces.add(facts(named(whole, fact.entities()), fact));
        }
        return pieces;
    }

    private static List<EntityNode> named(GraphProjection whole, List<UUID> ids) {
        return whole.entities().stream()
                .filter(entity -> ids.contains(entity.id()))
                .toList();
    }
}

package io.everknown.graphmodel.neo4j;

import static io.everknown.graphmodel.neo4j.TestGraphs.START;
import static io.everknown.graphmodel.neo4j.TestGraphs.entity;
import static io.everknown.graphmodel.neo4j.TestGraphs.fact;
import static io.everknown.graphmodel.neo4j.TestGraphs.facts;
import static io.everknown.graphmodel.neo4j.TestGraphs.gone;
import static io.everknown.graphmodel.neo4j.TestGraphs.id;
import static io.everknown.graphmodel.neo4j.TestGraphs.linked;
import static io.everknown.graphmodel.neo4j.TestGraphs.pieces;
import static io.everknown.graphmodel.neo4j.TestGraphs.random;
import static io.everknown.graphmodel.neo4j.TestGraphs.relating;
import static io.everknown.graphmodel.neo4j.TestGraphs.turn;
import static io.everknown.graphmodel.neo4j.TestGraphs.turns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityGraph.RelationView;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.graph.GraphProjection.TurnNode;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.Known;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every graph store must do. */
interface GraphStoreContract {

    TimeFrame ALL = TimeFrame.everything(START.plusSeconds(10_000));

    GraphStore store();

    @Test
    default void applyingTwiceIsApplyingOnce() {
        qt().withFixedSeed(11)
                .withExamples(8)
                .forAll(integers().between(0, 10_000))
                .checkAssert(seed -> {
                    UUID tenant = Ids.next();
                    GraphProjection whole = random(seed, 8);
                    store().apply(tenant, whole);
                    GraphSnapshot once = store().snapshot(tenant);
                    store().apply(tenant, whole);
                    assertThat(store().snapshot(tenant)).isEqualTo(once);
                    assertThat(once.nodes().stream().filter(line -> line.startsWith("Fact")))
                            .hasSize(8);
                });
    }

    @Test
    default void neitherOrderNorRepetitionMatters() {
        qt().withFixedSeed(12)
                .withExamples(8)
                .forAll(integers().between(0, 10_000))
                .checkAssert(seed -> {
                    UUID first = Ids.next();
                    GraphProjection whole = random(seed, 7);
                    store().apply(first, whole);
                    List<GraphProjection> pieces = new ArrayList<>(pieces(whole));
                    pieces.addAll(pieces.subList(0, 5));
                    Collections.shuffle(pieces, new Random(seed));
                    UUID second = Ids.next();
                    pieces.forEach(piece -> store().apply(second, piece));
                    assertThat(lines(second)).isEqualTo(lines(first));
                });
    }

    @Test
    default void aLaterStateReplacesAnEarlierOne() {
        qt().withFixedSeed(13)
                .withExamples(8)
                .forAll(integers().between(0, 10_000))
                .checkAssert(seed -> {
                    UUID changed = Ids.next();
                    store().apply(changed, random(seed, 7));
                    GraphProjection later = random(seed + 1, 7);
                    List<GraphProjection> pieces = new ArrayList<>(pieces(later));
                    Collections.shuffle(pieces, new Random(seed));
                    pieces.forEach(piece -> store().apply(changed, piece));
                    UUID straight = Ids.next();
                    store().apply(straight, later);
                    assertThat(lines(changed)).isEqualTo(lines(straight));
                });
    }

    @Test
    default void whatIsGoneLeavesNothing() {
        qt().withFixedSeed(14)
                .withExamples(6)
                .forAll(integers().between(0, 10_000))
                .checkAssert(seed -> {
                    UUID tenant = Ids.next();
                    GraphProjection whole = random(seed, 7);
                    store().apply(tenant, whole);
                    List<UUID> ids = new ArrayList<>(Stream.concat(
                                    whole.turns().stream().map(TurnNode::id),
                                    whole.facts().stream().map(FactNode::id))
                            .toList());
                    Collections.shuffle(ids, new Random(seed));
                    for (UUID id : ids) {
                        store().apply(tenant, gone(id));
                        assertThat(store().snapshot(tenant).toString()).doesNotContain(id.toString());
                    }
                    assertThat(store().snapshot(tenant)).isEqualTo(store().snapshot(Ids.next()));
                });
    }

    @Test
    default void removingSomeEqualsNeverHavingHadThem() {
        UUID removed = Ids.next();
        List<EntityNode> entities = List.of(entity("u", "lisbon"), entity("u", "porto"), entity("u", "tram"));
        FactNode kept = relating(fact("u", "kept", START, "lisbon", "tram"), "has");
        FactNode dropped = relating(fact("u", "dropped", START, "lisbon", "porto"), "near");
        store().apply(removed, facts(entities, kept, dropped));
        store().apply(removed, gone(dropped.id()));
        UUID never = Ids.next();
        store().apply(never, facts(entities, kept));
        assertThat(lines(removed)).isEqualTo(lines(never));
        assertThat(names(removed, "u")).containsExactly("lisbon", "tram");
    }

    @Test
    default void aLinkToWhatHasNotComeYetIsNeitherSeenNorLost() {
        UUID tenant = Ids.next();
        List<EntityNode> entities = List.of(entity("u", "lisbon"));
        FactNode newer = fact("u", "newer", START.plusSeconds(5), "lisbon");
        TurnNode said = turn("u", "said", START, "lisbon");
        FactNode older =
                linked(fact("u", "older", START, "lisbon"), newer.id(), List.of(), List.of(), List.of(said.id()));
        store().apply(tenant, facts(entities, older));
        assertThat(found(tenant, "u", ALL, "lisbon")).containsExactly(older.id());
        assertThat(store().snapshot(tenant).nodes())
                .noneMatch(line -> line.contains(newer.id().toString()));
        store().apply(tenant, facts(entities, newer));
        store().apply(tenant, turns(entities, said));
        assertThat(store().snapshot(tenant).relationships())
                .anyMatch(line -> line.startsWith("Fact " + older.id() + " SUPERSEDED_BY"))
                .anyMatch(line -> line.startsWith("Fact " + older.id() + " STATED_IN"));
        store().apply(tenant, gone(older.id(), newer.id(), said.id()));
        assertThat(store().snapshot(tenant).nodes()).isEmpty();
    }

    @Test
    default void tenantsWithEqualIdsDoNotMeet() {
        UUID one = Ids.next();
        UUID other = Ids.next();
        GraphProjection whole = random(5, 8);
        store().apply(one, whole);
        GraphSnapshot before = store().snapshot(one);
        store().apply(other, random(6, 8));
        store().apply(
                        other,
                        gone(whole.facts().get(0).id(), whole.turns().get(1).id()));
        assertThat(store().snapshot(one)).isEqualTo(before);
        store().clear(other);
        assertThat(store().snapshot(other).nodes()).isEmpty();
        assertThat(store().snapshot(one)).isEqualTo(before);
    }

    @Test
    default void usersOfOneTenantSeeTheirOwnAndTheSharedMemory() {
        UUID tenant = Ids.next();
        for (String audience : List.of("u", "v", "*")) {
            store().apply(
                            tenant,
                            facts(
                                    List.of(entity(audience, "lisbon"), entity(audience, "tram")),
                                    relating(fact(audience, "of " + audience, START, "lisbon", "tram"), "has")));
        }
        assertThat(found(tenant, "u", ALL, "lisbon")).containsExactlyInAnyOrder(id("of u"), id("of *"));
        assertThat(found(tenant, "v", ALL, "lisbon")).containsExactlyInAnyOrder(id("of v"), id("of *"));
        assertThat(found(tenant, "w", ALL, "lisbon")).containsExactly(id("of *"));
        assertThat(found(Ids.next(), "u", ALL, "lisbon")).isEmpty();
        assertThat(names(tenant, "u")).containsExactly("lisbon", "lisbon", "tram", "tram");
        UUID foreign = id("vlisbon");
        assertThat(store().around(new MemoryScope(tenant, "u"), foreign, ALL, 2, 10))
                .isNull();
        assertThat(store().around(new MemoryScope(tenant, "v"), foreign, ALL, 2, 10))
                .isNotNull();
    }

    @Test
    default void aPrivateFactOnASharedEntityStaysPrivate() {
        UUID tenant = Ids.next();
        EntityNode shared = entity("*", "lisbon");
        EntityNode tram = entity("*", "tram");
        FactNode open = fact("*", "open", START, "lisbon");
        FactNode mine = new FactNode(
                id("mine"),
                "u",
                open.type(),
                "mine",
                null,
                null,
                open.validity(),
                START,
                null,
                null,
                List.of(),
                List.of(shared.id(), tram.id()),
                List.of(new GraphProjection.RelationEdge(shared.id(), "has", tram.id())),
                List.of());
        store().apply(tenant, facts(List.of(shared, tram), open, mine, fact("*", "ride", START, "tram")));
        assertThat(found(tenant, "u", ALL, "lisbon")).containsExactlyInAnyOrder(id("open"), id("mine"), id("ride"));
        assertThat(found(tenant, "v", ALL, "lisbon")).containsExactly(id("open"));
        MemoryScope other = new MemoryScope(tenant, "v");
        assertThat(store().entities(other, new EntityFilter("lisbon", null, null, 5)))
                .extracting(EntityView::facts)
                .containsExactly(1L);
        assertThat(around(other, shared.id()).relations()).isEmpty();
        assertThat(around(new MemoryScope(tenant, "u"), shared.id()).relations())
                .hasSize(1);
    }

    @Test
    default void rareEntitiesLeadAndSeveralAddUp() {
        UUID tenant = Ids.next();
        List<EntityNode> entities = List.of(entity("u", "anna"), entity("u", "violin", "fiddle"));
        List<FactNode> facts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            facts.add(fact("u", "anna " + i, START.plusSeconds(i), "anna"));
        }
        facts.add(fact("u", "both", START, "anna", "violin"));
        facts.add(fact("u", "violin alone", START, "violin"));
        store().apply(tenant, new GraphProjection(entities, List.of(), facts, List.of()));
        List<GraphHit> hits = store().expand(new MemoryScope(tenant, "u"), List.of("anna", "fiddle"), ALL, 10);
        assertThat(hits).hasSize(10);
        assertThat(hits.get(0).memory()).isEqualTo(id("both"));
        assertThat(hits.get(1).memory()).isEqualTo(id("violin alone"));
        assertThat(hits.get(2).memory()).isEqualTo(id("anna 29"));
        assertThat(hits.get(1).path()).containsExactly("The violin");
        assertThat(hits).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(hits).extracting(GraphHit::hops).containsOnly(1);
    }

    @Test
    default void relationsLeadToASecondHop() {
        UUID tenant = Ids.next();
        List<EntityNode> entities = List.of(entity("u", "anna"), entity("u", "lisbon"), entity("u", "tram"));
        store().apply(
                        tenant,
                        facts(
                                entities,
                                relating(fact("u", "anna lives in lisbon", START, "anna", "lisbon"), "lives_in"),
                                relating(fact("u", "lisbon has a tram", START, "lisbon", "tram"), "has"),
                                fact("u", "the tram is yellow", START, "tram")));
        List<GraphHit> hits = store().expand(new MemoryScope(tenant, "u"), List.of("anna"), ALL, 10);
        assertThat(hits)
                .extracting(GraphHit::memory)
                .containsExactly(id("anna lives in lisbon"), id("lisbon has a tram"));
        assertThat(hits.get(1).hops()).isEqualTo(2);
        assertThat(hits.get(1).path()).containsExactly("The anna", "The lisbon");
        assertThat(hits.get(1).score()).isLessThan(hits.get(0).score());
    }

    @Test
    default void theTimeFrameIsThatOfTheDomain() {
        UUID tenant = Ids.next();
        List<FactNode> facts = new ArrayList<>();
        List<TurnNode> turns = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            Instant from = START.plusSeconds(random.nextInt(10));
            Instant recorded = START.plusSeconds(random.nextInt(10));
            Validity validity = random.nextBoolean()
                    ? Validity.since(from)
                    : new Validity(from, from.plusSeconds(random.nextInt(6)));
            Instant retracted = random.nextInt(3) == 0 ? recorded.plusSeconds(random.nextInt(6)) : null;
            facts.add(knownBefore(fact("u", "fact " + i, validity, recorded, retracted, "lisbon"), random));
            turns.add(new TurnNode(id("turn " + i), "u", "talk", i, from, recorded, List.of(id("ulisbon"))));
        }
        store().apply(tenant, new GraphProjection(List.of(entity("u", "lisbon")), turns, facts, List.of()));
        List<@Nullable Instant> moments = new ArrayList<>();
        moments.add(null);
        for (int second = 0; second < 12; second += 3) {
            moments.add(START.plusSeconds(second));
        }
        for (boolean current : List.of(true, false)) {
            for (Instant asOf : moments) {
                for (Instant knownAt : moments) {
                    TimeFrame frame = new TimeFrame(current, asOf, knownAt, START.plusSeconds(7));
                    Set<UUID> expected = Stream.concat(
                                    facts.stream()
                                            .filter(f -> frame.shows(
                                                    f.validity(), f.recordedAt(), f.retractedAt(), f.past()))
                                            .filter(f ->
                                                    asOf == null || !earliest(f).isAfter(asOf))
                                            .map(FactNode::id),
                                    turns.stream()
                                            .filter(t -> frame.shows(t.occurredAt(), t.recordedAt()))
                                            .map(TurnNode::id))
                            .collect(Collectors.toSet());
                    assertThat(Set.copyOf(found(tenant, "u", frame, "lisbon")))
                            .as("%s", frame)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    default void entitiesComePageByPage() {
        UUID tenant = Ids.next();
        MemoryScope scope = new MemoryScope(tenant, "u");
        List<EntityNode> entities = new ArrayList<>();
        for (int i = 10; i < 20; i++) {
            entities.add(entity("u", "thing " + i, "nickname " + i));
        }
        entities.add(entity("*", "thing 15"));
        store().apply(
                        tenant,
                        new GraphProjection(
                                entities,
                                List.of(),
                                entities.stream()
                                        .map(e -> fact(e.audience(), "of " + e.id(), START, e.key()))
                                        .toList(),
                                List.of()));
        List<EntityView> all = new ArrayList<>();
        EntityFilter filter = new EntityFilter(null, null, null, 4);
        for (List<EntityView> page = store().entities(scope, filter); !page.isEmpty(); ) {
            all.addAll(page);
            EntityView last = page.get(page.size() - 1);
            page = store().entities(scope, new EntityFilter(null, last.key(), last.id(), 4));
        }
        assertThat(all).hasSize(11).doesNotHaveDuplicates();
        assertThat(all).extracting(EntityView::key).isSorted();
        assertThat(all).extracting(EntityView::facts).containsOnly(1L);
        assertThat(store().entities(scope, new EntityFilter("NickName 12", null, null, 4)))
                .singleElement()
                .satisfies(entity -> {
                    assertThat(entity.aliases()).containsExactly("nickname 12");
                    assertThat(entity.name()).isEqualTo("The thing 12");
                });
    }

    @Test
    default void aroundWalksNoFurtherThanAsked() {
        UUID tenant = Ids.next();
        MemoryScope scope = new MemoryScope(tenant, "u");
        List<EntityNode> entities = List.of(entity("u", "a"), entity("u", "b"), entity("u", "c"), entity("u", "d"));
        FactNode closed =
                relating(fact("u", "ab", new Validity(START, START.plusSeconds(1)), START, null, "a", "b"), "knows");
        store().apply(
                        tenant,
                        facts(
                                entities,
                                closed,
                                relating(fact("u", "bc", START, "b", "c"), "knows"),
                                relating(fact("u", "cd", START, "c", "d"), "knows")));
        for (int depth = 1; depth <= 3; depth++) {
            EntityGraph graph = Objects.requireNonNull(store().around(scope, id("ua"), ALL, depth, 10));
            assertThat(graph.entities()).hasSize(depth + 1);
            assertThat(graph.entities().get(0).key()).isEqualTo("a");
            assertThat(graph.relations()).hasSize(depth);
            assertThat(graph.relations().get(0))
                    .isEqualTo(new RelationView(id("ua"), "knows", id("ub"), id("ab"), "ab", false));
            assertThat(graph.relations().stream().skip(1)).allMatch(RelationView::current);
        }
        assertThat(Objects.requireNonNull(store().around(scope, id("ub"), ALL, 3, 2))
                        .relations())
                .hasSize(2);
        assertThatThrownBy(() -> store().around(scope, id("ua"), ALL, 4, 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The same fact, of whose time up to three other things were held to be true before. */
    private static FactNode knownBefore(FactNode fact, Random random) {
        List<Known> past = new ArrayList<>();
        Instant until = fact.recordedAt();
        for (int i = random.nextInt(4); i > 0; i--) {
            until = until.plusSeconds(1 + random.nextInt(3));
            Instant from = START.plusSeconds(random.nextInt(10));
            past.add(new Known(
                    until,
                    random.nextBoolean()
                            ? Validity.since(from)
                            : new Validity(from, from.plusSeconds(random.nextInt(6))),
                    random.nextInt(4) == 0 ? until.minusSeconds(2) : null));
        }
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
                fact.supersededBy(),
                fact.contradicts(),
                fact.entities(),
                fact.relations(),
                fact.turns(),
                fact.derivedFrom(),
                past);
    }

    private static Instant earliest(FactNode fact) {
        return Stream.concat(Stream.of(fact.validity()), fact.past().stream().map(Known::validity))
                .map(Validity::from)
                .min(java.util.Comparator.naturalOrder())
                .orElseThrow();
    }

    private EntityGraph around(MemoryScope scope, UUID entity) {
        return Objects.requireNonNull(store().around(scope, entity, ALL, 1, 10));
    }

    private List<UUID> found(UUID tenant, String user, TimeFrame frame, String key) {
        return store().expand(new MemoryScope(tenant, user), List.of(key), frame, 500).stream()
                .map(GraphHit::memory)
                .toList();
    }

    private List<String> names(UUID tenant, String user) {
        return store().entities(new MemoryScope(tenant, user), new EntityFilter(null, null, null, 50)).stream()
                .map(EntityView::key)
                .toList();
    }

    /** A snapshot without the tenant's id, so that the graphs of two tenants can be compared. */
    private String lines(UUID tenant) {
        return store().snapshot(tenant).toString().replace(tenant.toString(), "TENANT");
    }
}

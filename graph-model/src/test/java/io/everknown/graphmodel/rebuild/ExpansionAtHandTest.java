package io.everknown.graphmodel.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.graphmodel.resident.ResidentMemoryIndex;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.MergeByHand;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the memories at hand say of a question's entities is what the graph says of them, and never older. */
class ExpansionAtHandTest {

    private static final List<String> KEYS = Stream.of(
                    Sentences.NAMES.stream(),
                    Sentences.CITIES.stream(),
                    Sentences.ROLES.stream().map(role -> "my " + role),
                    Stream.of("Ada King", "Ada", "Bob", "Bob's sister", "Ada King's boss", "nobody"))
            .flatMap(Function.identity())
            .map(EntityMention::key)
            .toList();

    private static TestRecord record;
    private static TestGraph drawn;
    private static Neo4jGraphStore graph;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        drawn = TestGraph.open();
        graph = drawn.graph();
    }

    @AfterAll
    static void close() {
        drawn.close();
        record.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void afterAnyWritesTheAnswersAreThoseOfTheGraph(int seed) {
        Random random = new Random(seed);
        MemoryScope ada = new MemoryScope(Ids.next(), "ada");
        List<MemoryScope> scopes =
                List.of(ada, new MemoryScope(ada.tenant(), "bob"), new MemoryScope(Ids.next(), "ada"));
        ResidentMemoryIndex kept = resident();
        RandomWriter writer = new RandomWriter(record, random);
        int compared = 0;
        int hits = 0;
        for (int step = 0; step < 40; step++) {
            writer.write(scopes.get(random.nextInt(scopes.size())));
            scopes.forEach(scope -> new GraphRelay(record.outbox, graph).relay(scope));
            ResidentMemoryIndex index = random.nextInt(8) == 0 ? resident() : kept;
            for (MemoryScope scope : scopes) {
                TimeFrame frame = frame(random);
                List<String> keys =
                        KEYS.stream().filter(key -> random.nextInt(3) == 0).toList();
                int limit = random.nextBoolean() ? 5 : 500;
                hits += same(index, scope, keys, frame, limit, "seed " + seed + ", step " + step + ", " + frame + keys);
                compared++;
            }
        }
        assertThat(hits).isGreaterThan(5 * compared);
        assertThat(kept.statistics().misses() + kept.statistics().failures()).isZero();
        assertThat(kept.statistics().refreshes()).isGreaterThan(10);
    }

    private static TimeFrame frame(Random random) {
        Instant now = TestRecord.CLOCK.instant();
        Instant day = Instant.parse("2025-01-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(55)));
        return switch (random.nextInt(3)) {
            case 0 -> TimeFrame.current(now);
            case 1 -> TimeFrame.everything(now);
            default -> new TimeFrame(random.nextBoolean(), day, null, now);
        };
    }

    /** Compares the answers; returns how many hits there were. */
    private static int same(
            ResidentMemoryIndex index,
            MemoryScope scope,
            Collection<String> keys,
            TimeFrame frame,
            int limit,
            String when) {
        List<GraphHit> expected = graph.expand(scope, keys, frame, limit);
        List<GraphHit> found = atHand(index, scope, frame, keys, limit);
        assertThat(found).as(when).hasSameSizeAs(expected);
        Map<UUID, GraphHit> byId = expected.stream().collect(Collectors.toMap(GraphHit::memory, hit -> hit));
        for (int i = 0; i < found.size(); i++) {
            GraphHit hit = found.get(i);
            assertThat(hit.score()).as(when).isCloseTo(expected.get(i).score(), within(1e-9));
            GraphHit wanted = byId.get(hit.memory());
            if (wanted == null) {
                assertThat(hit.score())
                        .as("only the last may differ, " + when)
                        .isCloseTo(expected.getLast().score(), within(1e-9));
                continue;
            }
            assertThat(hit.score()).as(when).isCloseTo(wanted.score(), within(1e-9));
            assertThat(hit.hops()).as(when).isEqualTo(wanted.hops());
            assertThat(hit.path()).as(when).isEqualTo(wanted.path());
        }
        return found.size();
    }

    @Test
    void ofManyMentionsTheNewestCountAsInTheGraph() {
        MemoryScope scope = TestRecord.someone();
        BulkRecord.write(record, scope, 1500, 1100, 60, 2);
        new GraphRelay(record.outbox, graph).relay(scope);
        ResidentMemoryIndex index = resident();
        Instant now = TestRecord.CLOCK.instant();
        List<TimeFrame> frames = new ArrayList<>(List.of(TimeFrame.current(now), TimeFrame.everything(now)));
        IntStream.of(1, 300, 1200, 2900)
                .mapToObj(minutes -> Instant.parse("2025-01-01T00:00:30Z").plus(Duration.ofMinutes(minutes)))
                .forEach(day -> frames.add(new TimeFrame(true, day, null, now)));
        List<String> names =
                IntStream.rangeClosed(1, 40).mapToObj(n -> "name " + n).toList();
        for (TimeFrame frame : frames) {
            for (int limit : new int[] {40, 5000}) {
                assertThat(same(index, scope, List.of("hub"), frame, limit, "hub " + frame))
                        .isPositive();
                same(index, scope, List.of("hub", "name 2", "name 7"), frame, limit, "three " + frame);
                same(index, scope, names, frame, limit, "more names than are followed, " + frame);
            }
        }
    }

    @Test
    void aMergeAndItsEndAreSeenAtOnceThoughNoMemoryIsWritten() {
        MemoryScope scope = TestRecord.someone();
        BulkRecord.write(record, scope, 3, 0, 3, 3);
        ResidentMemoryIndex index = resident();
        TimeFrame all = TimeFrame.everything(TestRecord.CLOCK.instant());
        assertThat(atHand(index, scope, all, List.of("name 2"), 9)).hasSize(1);

        MergeByHand byHand = new MergeByHand(record.merges, TestRecord.CLOCK);
        EntityMerge merge = byHand.merge(scope, named(scope, "name 3"), named(scope, "name 2"), null)
                .orElseThrow();
        for (String key : List.of("name 2", "name 3")) {
            assertThat(atHand(index, scope, all, List.of(key), 9))
                    .hasSize(2)
                    .allSatisfy(hit -> assertThat(hit.path()).containsExactly("Name 3"));
        }
        byHand.unmerge(scope, merge.entity().id(), merge.id(), null);
        assertThat(atHand(index, scope, all, List.of("name 2"), 9))
                .singleElement()
                .satisfies(hit -> assertThat(hit.path()).containsExactly("Name 2"));
        assertThat(index.statistics().loads()).as("read whole once").isEqualTo(1);
    }

    @Test
    void nobodySeesWhatIsNamedInAnAudienceOfOthers() {
        MemoryScope ada = TestRecord.someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        MemoryScope stranger = new MemoryScope(Ids.next(), "ada");
        RandomWriter writer = new RandomWriter(record, new Random(1));
        writer.say(ada, Visibility.PRIVATE);
        writer.say(ada, Visibility.PRIVATE);
        ResidentMemoryIndex index = resident();
        TimeFrame all = TimeFrame.everything(TestRecord.CLOCK.instant());
        assertThat(atHand(index, ada, all, KEYS, 99)).isNotEmpty();
        assertThat(atHand(index, bob, all, KEYS, 99)).isEmpty();
        assertThat(atHand(index, stranger, all, KEYS, 99)).isEmpty();

        writer.say(bob, Visibility.TEAM);
        List<GraphHit> shared = atHand(index, bob, all, KEYS, 99);
        assertThat(shared).isNotEmpty();
        assertThat(ids(atHand(index, ada, all, KEYS, 99))).containsAll(ids(shared));
        assertThat(atHand(index, stranger, all, KEYS, 99)).isEmpty();
    }

    @Test
    void whatIsCommittedIsSeenBeforeTheGraphHasIt() {
        MemoryScope scope = TestRecord.someone();
        RandomWriter writer = new RandomWriter(record, new Random(7));
        ResidentMemoryIndex index = resident();
        TimeFrame all = TimeFrame.everything(TestRecord.CLOCK.instant());
        Set<UUID> before = Set.of();
        for (int i = 0; i < 6; i++) {
            writer.say(scope, Visibility.PRIVATE);
            Set<UUID> now = ids(atHand(index, scope, all, KEYS, 500));
            assertThat(now).containsAll(before).hasSizeGreaterThan(before.size());
            before = now;
        }
        assertThat(graph.expand(scope, KEYS, all, 500)).isEmpty();
        writer.everything(scope).forEach(memory -> writer.forget(scope, memory));
        assertThat(atHand(index, scope, all, KEYS, 500)).isEmpty();
    }

    private static ResidentMemoryIndex resident() {
        return new ResidentMemoryIndex(record.source, record.index, 1L << 30, Duration.ofSeconds(30));
    }

    private static List<GraphHit> atHand(
            ResidentMemoryIndex index, MemoryScope scope, TimeFrame frame, Collection<String> keys, int limit) {
        return index.open(scope, new SearchFilter(EnumSet.allOf(MemoryType.class), frame, null, null))
                .expand(keys, limit)
                .orElseThrow();
    }

    private static Set<UUID> ids(List<GraphHit> hits) {
        return hits.stream().map(GraphHit::memory).collect(Collectors.toSet());
    }

    private static UUID named(MemoryScope scope, String key) {
        return RandomWriter.entities(record, scope, key).getFirst();
    }
}

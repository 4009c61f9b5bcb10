package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.everknown.graphmodel.resident.AudienceSource;
import io.everknown.graphmodel.resident.ResidentMemoryIndex;
import io.everknown.graphmodel.resident.Stored;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever was committed before a view is opened is in it, and says the same as the tables. */
class FreshnessTest {

    private static final List<String> VOCABULARY =
            List.of("tea", "rome", "dog", "train", "piano", "snow", "garden", "ada", "north", "violet");
    private static final SearchFilter ALL = new SearchFilter(
            EnumSet.allOf(MemoryType.class), TimeFrame.everything(TestRecord.CLOCK.instant()), null, null);

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared(8);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void afterAnyWritesTheAnswersAreThoseOfTheTables() {
        for (long seed = 1; seed <= 4; seed++) {
            Random random = new Random(seed);
            MemoryScope scope = TestRecord.someone();
            ResidentMemoryIndex one = resident(1L << 30);
            ResidentMemoryIndex other = resident(1L << 30);
            Writer writer = new Writer(scope, random);
            for (int step = 0; step < 40; step++) {
                writer.write();
                MemoryIndex asked = random.nextBoolean() ? one : other;
                if (random.nextInt(10) == 0) {
                    asked = resident(1L << 30);
                }
                SearchFilter filter = filter(random);
                sameAnswers(
                        record.index.open(scope, filter),
                        asked.open(scope, filter),
                        filter,
                        random,
                        "seed " + seed + ", step " + step + ", " + filter);
            }
            assertThat(one.statistics().failures() + other.statistics().failures())
                    .isZero();
            assertThat(one.statistics().misses() + other.statistics().misses()).isZero();
            assertThat(one.statistics().refreshes()).isPositive();
        }
    }

    private static void sameAnswers(
            MemoryView tables, MemoryView resident, SearchFilter filter, Random random, String when) {
        String text = words(random, 1 + random.nextInt(3));
        Embedding query = record.embedder.embedQuery(text);
        for (int limit : new int[] {3, 500}) {
            same(tables.match(text, limit), resident.match(text, limit), "by words, " + when);
            same(tables.nearest(query, limit), resident.nearest(query, limit), "by meaning, " + when);
        }
        List<UUID> ids = tables.nearest(query, 6).stream().map(Hit::memory).toList();
        Map<UUID, RecalledMemory> expected = byId(tables.gather(ids, filter::passes, 1, query));
        Map<UUID, RecalledMemory> found = byId(resident.gather(ids, filter::passes, 1, query));
        assertThat(found.keySet()).as("gathered, " + when).isEqualTo(expected.keySet());
        found.forEach((id, memory) -> {
            RecalledMemory wanted = expected.getOrDefault(id, memory);
            assertThat(memory.similarity()).as(when).isCloseTo(wanted.similarity(), within(1e-3));
            assertThat(memory.withSimilarity(0)).as(when).isEqualTo(wanted.withSimilarity(0));
        });
        assertThat(resident.outdated(expected.keySet()))
                .as("outdated, " + when)
                .isEqualTo(tables.outdated(expected.keySet()));
    }

    /** The same memories with the same scores; where scores are too near to tell, either may be the last. */
    private static void same(List<Hit> expected, List<Hit> found, String when) {
        assertThat(found).as(when).hasSameSizeAs(expected);
        Map<UUID, Double> scores = expected.stream().collect(Collectors.toMap(Hit::memory, Hit::score));
        double last = expected.isEmpty() ? 0 : expected.getLast().score();
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).score())
                    .as(when)
                    .isCloseTo(expected.get(i).score(), within(1e-3))
                    .isCloseTo(scores.getOrDefault(found.get(i).memory(), last), within(1e-3));
        }
    }

    @Test
    void whatAnotherInstanceWroteIsSeenAtOnce() {
        MemoryScope scope = TestRecord.someone();
        ResidentMemoryIndex here = resident(1L << 30);
        try (TestRecord there = TestRecord.shared(2)) {
            assertThat(here.open(scope, ALL).match("xylophones", 5)).isEmpty();
            for (int i = 1; i <= 5; i++) {
                there.take(scope, "talk", "I adore xylophones " + i);
                assertThat(here.open(scope, ALL).match("xylophones", 9)).hasSize(i);
            }
            Turn gone = there.take(scope, "talk", "I loathe xylophones").getFirst();
            assertThat(here.open(scope, ALL).match("loathe", 9)).hasSize(1);
            assertThat(here.statistics().loads()).as("read whole once").isEqualTo(1);
            there.eraser.serially(scope, Visibility.PRIVATE, erasure -> erasure.eraseTurn(gone.id()));
            MemoryView view = here.open(scope, ALL);
            assertThat(view.match("loathe", 9)).isEmpty();
            assertThat(view.gather(List.of(gone.id()), memory -> true, 0, null)).isEmpty();
        }
        assertThat(here.statistics().loads())
                .as("nothing names what was forgotten, and so all is read again")
                .isEqualTo(2);
    }

    @Test
    void aViewStaysAsItWasOpened() {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "I adore xylophones");
        ResidentMemoryIndex index = resident(1L << 30);
        MemoryView before = index.open(scope, ALL);
        record.take(scope, "talk", "I adore xylophones too");
        assertThat(before.match("xylophones", 9)).hasSize(1);
        assertThat(index.open(scope, ALL).match("xylophones", 9)).hasSize(2);
    }

    @Test
    void whatDoesNotShowChangesNothing() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> waiting =
                record.turns.append(scope, Visibility.PRIVATE, "talk", List.of(TestRecord.said("I like tea")), true);
        ResidentMemoryIndex index = resident(1L << 30);
        assertThat(index.open(scope, ALL).match("tea", 5)).as("not derived yet").isEmpty();
        record.turns.failed(scope, waiting.getFirst().id(), "no", 9);
        index.open(scope, ALL);
        assertThat(index.statistics().refreshes()).isZero();
        record.derive(scope, waiting, List.of());
        assertThat(index.open(scope, ALL).match("tea", 5)).hasSize(1);
        assertThat(index.statistics().refreshes()).isEqualTo(1);
    }

    @Test
    void whoWasAwayForLongReadsAllAgainAndWhatIsKeptStaysSmall() {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "zero");
        ResidentMemoryIndex index = resident(1L << 30);
        index.open(scope, ALL);
        for (int i = 0; i < 120; i++) {
            record.write(scope, List.of(TestFacts.fact("tea " + i)));
            record.write(scope, List.of(TestFacts.fact("dog " + i)));
        }
        assertThat(index.open(scope, ALL).match("tea", 500)).hasSize(120);
        assertThat(index.statistics().loads()).isEqualTo(2);
        assertThat(record.count(scope.tenant(), "audience_change")).isLessThan(192);
        record.write(
                scope,
                IntStream.range(0, 1001)
                        .mapToObj(i -> TestFacts.fact("many " + i))
                        .toList());
        assertThat(record.count(scope.tenant(), "audience_change")).isZero();
        assertThat(index.open(scope, ALL).match("many", 2000)).hasSize(1001);
        assertThat(index.statistics().loads()).isEqualTo(3);
    }

    @Test
    void audiencesThatDoNotFitAreDrivenOutOrLeftToTheTables() {
        ResidentMemoryIndex small = resident(120_000);
        List<MemoryScope> scopes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MemoryScope scope = TestRecord.someone();
            record.write(
                    scope,
                    IntStream.range(0, 10 + i)
                            .mapToObj(n -> TestFacts.fact("tea " + n))
                            .toList());
            scopes.add(scope);
        }
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < scopes.size(); i++) {
                assertThat(small.open(scopes.get(i), ALL).match("tea", 500)).hasSize(10 + i + round);
                record.write(scopes.get(i), List.of(TestFacts.fact("tea for one more")));
            }
        }
        assertThat(small.statistics().bytes()).isPositive().isLessThanOrEqualTo(120_000);
        assertThat(small.statistics().audiences()).isBetween(1L, 6L);
        MemoryScope large = TestRecord.someone();
        record.write(
                large,
                IntStream.range(0, 200)
                        .mapToObj(n -> TestFacts.fact("tea " + n))
                        .toList());
        assertThat(small.open(large, ALL).match("tea", 500)).hasSize(200);
        assertThat(small.statistics().misses()).isEqualTo(1);
        assertThat(small.statistics().failures()).isZero();
    }

    @Test
    void aFactThatsTurnMovesIsReadAgain() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.take(scope, "talk", "I adore xylophones").getFirst();
        Fact fact = TestFacts.saidIn(turn, "Ada adores xylophones");
        record.write(scope, List.of(fact));
        ResidentMemoryIndex index = resident(1L << 30);
        assertThat(sourceOf(index, scope, fact)).isNull();
        record.inside(
                scope.tenant(),
                sql -> sql.sql("UPDATE turn SET source_ref = 'page 7' WHERE id = ?")
                        .param(turn.id())
                        .update());
        assertThat(sourceOf(index, scope, fact)).isEqualTo("page 7");
        assertThat(index.statistics().refreshes()).isEqualTo(1);
    }

    private static @Nullable String sourceOf(MemoryIndex index, MemoryScope scope, Fact fact) {
        return byId(index.open(scope, ALL).gather(List.of(fact.id()), memory -> true, 0, null)).values().stream()
                .filter(memory -> memory.id().equals(fact.id()))
                .findFirst()
                .orElseThrow()
                .sources()
                .getFirst()
                .sourceRef();
    }

    @Test
    void whatIsNotCommittedIsNotSeenAndWhatIsRolledBackNeverIs() throws InterruptedException {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "I adore xylophones");
        ResidentMemoryIndex index = resident(1L << 30);
        assertThat(index.open(scope, ALL).match("xylophones", 9)).hasSize(1);
        for (boolean commits : new boolean[] {false, true}) {
            CountDownLatch written = new CountDownLatch(1);
            CountDownLatch looked = new CountDownLatch(1);
            Thread writer = Thread.ofVirtual()
                    .start(() -> record.together(commits, () -> {
                        record.take(scope, "talk", "I adore xylophones too");
                        written.countDown();
                        looked.await();
                    }));
            written.await();
            assertThat(index.open(scope, ALL).match("xylophones", 9)).hasSize(1);
            looked.countDown();
            writer.join();
            assertThat(index.open(scope, ALL).match("xylophones", 9)).hasSize(commits ? 2 : 1);
        }
    }

    @Test
    void writersOfSharedAndOwnAudiencesDoNotLockEachOtherOut() throws InterruptedException {
        MemoryScope ada = TestRecord.someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        ResidentMemoryIndex index = resident(1L << 30);
        List<String> failed = Collections.synchronizedList(new ArrayList<>());
        List<Thread> writers = new ArrayList<>();
        for (MemoryScope scope : List.of(ada, bob, ada, bob)) {
            String conversation = "talk " + writers.size();
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 15; i++) {
                        record.write(scope, List.of(TestFacts.shared("xylophones for all")));
                        record.take(scope, conversation, "I adore xylophones");
                        record.write(scope, List.of(TestFacts.fact("xylophones for one")));
                    }
                } catch (RuntimeException e) {
                    failed.add(e.toString());
                }
            }));
        }
        for (Thread writer : writers) {
            while (writer.isAlive()) {
                index.open(ada, ALL).match("xylophones", 5);
                writer.join(Duration.ofMillis(5));
            }
        }
        assertThat(failed).isEmpty();
        assertThat(index.open(ada, ALL).match("xylophones", 500)).hasSize(60 + 30 + 30);
        assertThat(index.open(bob, ALL).match("xylophones", 500)).hasSize(60 + 30 + 30);
        assertThat(index.statistics().failures()).isZero();
    }

    @Test
    void readingEndsWhereAnAudienceProvesTooLarge() {
        MemoryScope scope = TestRecord.someone();
        String text = "tea " + "and more of it ".repeat(500);
        record.write(
                scope,
                IntStream.range(0, 40).mapToObj(n -> TestFacts.fact(text + n)).toList());
        Failing source = new Failing();
        ResidentMemoryIndex index = new ResidentMemoryIndex(source, record.index, 600_000, Duration.ofSeconds(30));
        assertThat(index.open(scope, ALL).match("tea", 500)).hasSize(40);
        assertThat(source.handed).as("handed over before it was clear").isBetween(5, 20);
        assertThat(index.open(scope, ALL).match("tea", 500)).hasSize(40);
        assertThat(source.handed).as("not tried again at once").isBetween(5, 20);
        assertThat(index.statistics().misses()).isEqualTo(2);
        assertThat(index.statistics().failures()).isZero();
    }

    @Test
    void manyWhoAskAtOnceReadAnAudienceOnce() throws InterruptedException {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "I adore xylophones");
        ResidentMemoryIndex index = resident(1L << 30);
        AtomicInteger right = new AtomicInteger();
        List<Thread> askers = new ArrayList<>();
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 16; i++) {
            askers.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                right.addAndGet(index.open(scope, ALL).match("xylophones", 5).size());
            }));
        }
        go.countDown();
        for (Thread asker : askers) {
            asker.join();
        }
        assertThat(right).hasValue(16);
        assertThat(index.statistics().loads()).isEqualTo(1);
    }

    @Test
    void whileWritersAreAtItEveryOpeningSeesWhatWasCommittedBefore() throws InterruptedException {
        MemoryScope scope = TestRecord.someone();
        ResidentMemoryIndex index = resident(1L << 30);
        AtomicInteger committed = new AtomicInteger();
        List<Thread> writers = new ArrayList<>();
        for (int w = 0; w < 3; w++) {
            String conversation = "talk " + w;
            writers.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 25; i++) {
                    record.take(scope, conversation, "I adore xylophones");
                    committed.incrementAndGet();
                }
            }));
        }
        List<String> missed = new ArrayList<>();
        while (writers.stream().anyMatch(Thread::isAlive)) {
            int least = committed.get();
            int found = index.open(scope, ALL).match("xylophones", 500).size();
            if (found < least) {
                missed.add(found + " of " + least);
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(missed).isEmpty();
        assertThat(index.open(scope, ALL).match("xylophones", 500)).hasSize(75);
        assertThat(index.statistics().misses()).isZero();
    }

    @Test
    void whatCannotBeReadIsLeftToTheTablesAndNeverServedOld() {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "I adore xylophones");
        Failing source = new Failing();
        ResidentMemoryIndex index = new ResidentMemoryIndex(source, record.index, 1L << 30, Duration.ofSeconds(30));
        assertThat(index.open(scope, ALL).match("xylophones", 5)).hasSize(1);
        record.take(scope, "talk", "I adore xylophones too");
        source.down = true;
        assertThat(index.open(scope, ALL).match("xylophones", 5)).hasSize(2);
        assertThat(index.statistics().failures()).isEqualTo(1);
        source.down = false;
        record.take(scope, "talk", "xylophones again");
        assertThat(index.open(scope, ALL).match("xylophones", 5)).hasSize(3);
        assertThat(index.statistics().failures()).isEqualTo(1);
    }

    @Test
    void whoHasNoPatienceIsAnsweredFromTheTables() {
        MemoryScope scope = TestRecord.someone();
        record.take(scope, "talk", "I adore xylophones");
        ResidentMemoryIndex index = new ResidentMemoryIndex(record.source, record.index, 1L << 30, Duration.ZERO);
        assertThat(index.open(scope, ALL).match("xylophones", 5)).hasSize(1);
        assertThat(index.statistics().misses()).isEqualTo(1);
    }

    private static ResidentMemoryIndex resident(long bound) {
        return new ResidentMemoryIndex(record.source, record.index, bound, Duration.ofSeconds(30));
    }

    private static Map<UUID, RecalledMemory> byId(List<RecalledMemory> memories) {
        return memories.stream().collect(Collectors.toMap(RecalledMemory::id, memory -> memory));
    }

    private static SearchFilter filter(Random random) {
        EnumSet<MemoryType> types = EnumSet.allOf(MemoryType.class);
        if (random.nextInt(4) == 0) {
            types.remove(random.nextBoolean() ? MemoryType.TURN : MemoryType.FACT);
        }
        return new SearchFilter(
                types,
                new TimeFrame(
                        random.nextBoolean(),
                        random.nextInt(3) == 0 ? TestFacts.day(random.nextInt(900)) : null,
                        null,
                        random.nextBoolean() ? TestRecord.CLOCK.instant() : TestFacts.day(random.nextInt(40))),
                random.nextInt(4) == 0 ? TrustLevel.values()[random.nextInt(4)] : null,
                random.nextInt(4) == 0 ? "talk " + random.nextInt(3) : null);
    }

    private static String words(Random random, int count) {
        return random.ints(count, 0, VOCABULARY.size())
                .mapToObj(VOCABULARY::get)
                .collect(Collectors.joining(" "));
    }

    /** Writes what a service writes, at random. */
    private static final class Writer {

        private final MemoryScope scope;
        private final MemoryScope bob;
        private final Random random;
        private final List<Turn> turns = new ArrayList<>();
        private final Map<UUID, Fact> facts = new HashMap<>();

        private Writer(MemoryScope scope, Random random) {
            this.scope = scope;
            this.bob = new MemoryScope(scope.tenant(), "bob");
            this.random = random;
        }

        void write() {
            switch (random.nextInt(9)) {
                case 0, 1 ->
                    turns.addAll(record.take(
                            scope,
                            "talk " + random.nextInt(3),
                            words(random, 4),
                            words(random, 2) + ". " + words(random, 3)));
                case 2 -> keep(TestFacts.random(random, words(random, 3)));
                case 3 -> said();
                case 4 -> anyFact(this::change);
                case 5 ->
                    anyFact(fact -> {
                        erase(fact.id());
                        facts.remove(fact.id());
                    });
                case 6 -> eraseTurn();
                case 7 -> rewriteTurn();
                default -> {
                    record.write(random.nextBoolean() ? scope : bob, List.of(TestFacts.shared(words(random, 3))));
                    record.write(bob, List.of(TestFacts.fact(words(random, 3))));
                }
            }
        }

        private void keep(Fact fact) {
            record.write(scope, List.of(fact));
            facts.put(fact.id(), fact);
        }

        private void said() {
            if (!turns.isEmpty()) {
                keep(TestFacts.saidIn(turns.get(random.nextInt(turns.size())), words(random, 3)));
            }
        }

        private void anyFact(Consumer<Fact> change) {
            if (!facts.isEmpty()) {
                change.accept(List.copyOf(facts.values()).get(random.nextInt(facts.size())));
            }
        }

        private void change(Fact fact) {
            Instant end = TestFacts.day(random.nextInt(900));
            Fact changed = random.nextBoolean() && end.isAfter(fact.validity().from())
                    ? fact.endedAt(end)
                    : fact.confirmed(null, TrustLevel.USER, TestFacts.day(random.nextInt(900)));
            record.ledger.serially(scope, Visibility.PRIVATE, held -> {
                held.record(new Derived(
                        List.of(),
                        List.of(new WrittenFact(changed, null)),
                        List.of(),
                        "test",
                        "test",
                        DecisionThresholds.DEFAULTS));
                return true;
            });
            facts.put(changed.id(), changed);
        }

        private void erase(UUID fact) {
            record.eraser.serially(scope, Visibility.PRIVATE, erasure -> {
                erasure.eraseFact(fact);
                return true;
            });
        }

        private void eraseTurn() {
            if (!turns.isEmpty()) {
                Turn turn = turns.remove(random.nextInt(turns.size()));
                record.eraser
                        .serially(scope, Visibility.PRIVATE, erasure -> erasure.eraseTurn(turn.id()))
                        .forEach(facts::remove);
                facts.values()
                        .removeIf(fact -> fact.sources().stream()
                                .anyMatch(source -> source.turn().equals(turn.id())));
            }
        }

        private void rewriteTurn() {
            if (!turns.isEmpty()) {
                Turn turn = turns.get(random.nextInt(turns.size()));
                String content = words(random, 2) + " [forgotten]";
                record.eraser.serially(scope, Visibility.PRIVATE, erasure -> {
                    erasure.rewriteTurn(
                            turn, List.of(words(random, 1)), content, record.embedder.embedQuery("Ada: " + content));
                    return true;
                });
            }
        }
    }

    /** The record's, as long as it is up. */
    private static final class Failing implements AudienceSource {

        private boolean down;
        private int handed;

        @Override
        public Map<String, Standing> standing(MemoryScope scope, Map<String, Long> held) {
            return record.source.standing(scope, held);
        }

        @Override
        public long size(MemoryScope scope, String audience) {
            return record.source.size(scope, audience);
        }

        @Override
        public List<EntityNode> read(
                MemoryScope scope, String audience, @Nullable Collection<UUID> ids, Consumer<Stored> sink) {
            if (down) {
                throw new IllegalStateException("down");
            }
            return record.source.read(scope, audience, ids, memory -> {
                handed++;
                sink.accept(memory);
            });
        }

        @Override
        public List<String> question(String text) {
            return record.source.question(text);
        }
    }
}

package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestFacts.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.Neighbour;
import io.everknown.memory.decision.SubjectLedger.Probe;
import io.everknown.memory.decision.SubjectLedger.SlotKey;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresFactLedgerTest {

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void aFactComesBackAsItWasWritten() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> turns = record.take(scope, "talk", "I live in Lisbon 你好");
        Fact plain = TestFacts.saidIn(turns.getFirst(), "Ada lives in Lisbon 你好");
        Fact slot = TestFacts.lives("Lisbon", new Validity(day(1), day(4)));
        record.write(scope, List.of(plain, slot));
        assertThat(fact(scope, plain)).isEqualTo(plain);
        assertThat(fact(scope, slot)).isEqualTo(slot);
        assertThat(record.ledger.<Boolean>serially(
                        new MemoryScope(scope.tenant(), "bob"),
                        Visibility.PRIVATE,
                        held -> held.fact(plain.id()).isPresent()))
                .as("in sight of another user")
                .isFalse();
    }

    @Test
    void aSlotsHistoryHoldsEveryVersionOfThisAudience() {
        MemoryScope scope = TestRecord.someone();
        Fact rome = TestFacts.lives("Rome", new Validity(day(1), day(4)));
        Fact oslo = TestFacts.lives("Oslo", Validity.since(day(4)));
        record.write(scope, List.of(rome, oslo, TestFacts.fact("Ada likes tea")));
        record.write(new MemoryScope(scope.tenant(), "bob"), List.of(TestFacts.lives("Bonn", Validity.since(day(1)))));
        SlotKey key = new SlotKey("ada", "lives_in");
        Map<SlotKey, List<Fact>> histories = record.ledger.serially(
                scope, Visibility.PRIVATE, held -> held.histories(List.of(key, new SlotKey("ada", "works_at"))));
        assertThat(histories).containsOnlyKeys(key);
        assertThat(histories.get(key)).containsExactlyInAnyOrder(rome, oslo);
    }

    @Test
    void neighboursAreOpenFactsWithTheSameWordsOrNearOnes() {
        MemoryScope scope = TestRecord.someone();
        Fact same = TestFacts.fact("Ada plays the piano on Sundays");
        Fact near = TestFacts.fact("Ada plays the piano on Mondays");
        Fact far = TestFacts.fact("Ada owns a red bicycle");
        Fact closed = TestFacts.lives("piano", new Validity(day(1), day(2)));
        List<Fact> all = new ArrayList<>(List.of(same, near, far, closed));
        for (int i = 0; i < 20; i++) {
            all.add(TestFacts.fact("Ada collects item" + i));
        }
        record.write(scope, all);
        record.write(new MemoryScope(scope.tenant(), "bob"), List.of(TestFacts.fact(same.text())));
        List<List<Neighbour>> found = record.ledger.serially(
                scope,
                Visibility.PRIVATE,
                held -> held.neighbours(
                        List.of(probe(same.text()), probe("nothing like it"), probe("Ada owns a red bicycle!")),
                        0.75,
                        8));
        assertThat(found.get(0)).extracting(n -> n.fact().id()).containsExactly(same.id(), near.id());
        assertThat(found.get(0).getFirst().similarity()).isGreaterThan(0.99);
        assertThat(found.get(1)).isEmpty();
        assertThat(found.get(2)).extracting(n -> n.fact().id()).containsExactly(far.id());
    }

    @Test
    void eitherAllThatWasRecordedStandsOrNothing() {
        MemoryScope scope = TestRecord.someone();
        assertThatThrownBy(() -> record.ledger.serially(scope, Visibility.PRIVATE, held -> {
                    record.write(scope, List.of(TestFacts.fact("Ada likes tea")));
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        for (String table : List.of("fact", "posting", "lexical_corpus", "graph_outbox", "decision", "entity")) {
            assertThat(record.count(scope.tenant(), table)).as(table).isZero();
        }
    }

    @Test
    void decisionsArePagedNewestFirstAndToldToTheirUserAlone() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.take(scope, "talk", "Hello").getFirst();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            facts.add(TestFacts.saidIn(turn, "fact " + i));
        }
        facts.forEach(fact -> record.write(scope, List.of(fact)));
        List<DecisionRecord> first = record.ledger.decisions(scope, null, null, 3);
        List<DecisionRecord> second =
                record.ledger.decisions(scope, null, first.getLast().id(), 3);
        assertThat(first).extracting(DecisionRecord::text).containsExactly("fact 4", "fact 3", "fact 2");
        assertThat(second).extracting(DecisionRecord::text).containsExactly("fact 1", "fact 0");
        assertThat(record.ledger.decisions(scope, facts.get(2).id(), null, 9)).hasSize(1);
        assertThat(record.ledger.decisionsOf(scope, List.of(turn.id())).get(turn.id()))
                .extracting(DecisionRecord::text)
                .containsExactly("fact 0", "fact 1", "fact 2", "fact 3", "fact 4");
        MemoryScope bob = new MemoryScope(scope.tenant(), "bob");
        assertThat(record.ledger.decisions(bob, null, null, 9)).isEmpty();
        assertThat(record.ledger.decisionsOf(bob, List.of(turn.id()))).isEmpty();
    }

    @Test
    void oneAudienceDecidesInTurnAndTwoDoNotWait() throws Exception {
        MemoryScope ada = TestRecord.someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> first = threads.submit(() -> record.ledger.serially(ada, Visibility.PRIVATE, held -> {
                inside.countDown();
                return await(leave);
            }));
            await(inside);
            Future<Boolean> again = threads.submit(
                    () -> record.ledger.<Boolean>serially(ada, Visibility.PRIVATE, held -> leave.getCount() == 0));
            assertThat(record.ledger.<Boolean>serially(bob, Visibility.PRIVATE, held -> true))
                    .as("another user")
                    .isTrue();
            assertThat(record.ledger.<Boolean>serially(ada, Visibility.TEAM, held -> true))
                    .as("another audience")
                    .isTrue();
            assertThat(record.turns.append(ada, Visibility.PRIVATE, "talk", List.of(TestRecord.said("Hello")), true))
                    .as("what is said while somebody decides")
                    .hasSize(1);
            leave.countDown();
            first.get();
            assertThat(again.get()).as("the second waited for the first").isTrue();
        }
    }

    @Test
    void manyOfOneAudienceAreNeverInsideTogether() throws Exception {
        MemoryScope scope = TestRecord.someone();
        AtomicInteger inside = new AtomicInteger();
        List<Integer> together = Together.run(
                6,
                n -> record.ledger.<Integer>serially(scope, n % 2 == 0 ? Visibility.TEAM : Visibility.GLOBAL, held -> {
                    int now = inside.incrementAndGet();
                    held.histories(List.of(new SlotKey("ada", "lives_in")));
                    inside.decrementAndGet();
                    return now;
                }));
        assertThat(together).containsOnly(1);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Probe probe(String text) {
        return new Probe(text, record.embedder.embedQuery(text));
    }

    private static Fact fact(MemoryScope scope, Fact fact) {
        return record.ledger.serially(
                scope, Visibility.PRIVATE, held -> held.fact(fact.id()).orElseThrow());
    }
}

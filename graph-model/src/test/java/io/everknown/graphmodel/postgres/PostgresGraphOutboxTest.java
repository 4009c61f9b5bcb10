package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphProjection.FactNode;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresGraphOutboxTest {

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
    void whatIsRelayedIsStruckOffAndWhatFailsStays() {
        MemoryScope scope = TestRecord.someone();
        record.write(scope, List.of(TestFacts.fact("one"), TestFacts.fact("two")));
        assertThat(record.outbox.waiting(100_000)).contains(scope);
        assertThatThrownBy(() -> record.outbox.relay(scope, 10, projection -> {
                    throw new IllegalStateException("the graph is down");
                }))
                .hasMessage("the graph is down");
        List<GraphProjection> seen = new ArrayList<>();
        assertThat(record.outbox.relay(scope, 10, seen::add)).isEqualTo(2);
        assertThat(seen.getFirst().facts()).extracting(FactNode::text).containsExactlyInAnyOrder("one", "two");
        assertThat(record.outbox.relay(scope, 10, seen::add)).isZero();
        assertThat(record.outbox.waiting(100_000)).doesNotContain(scope);
    }

    @Test
    void whatIsErasedIsRelayedAsGone() {
        MemoryScope scope = TestRecord.someone();
        Fact fact = TestFacts.fact("one");
        record.write(scope, List.of(fact));
        record.eraser.serially(scope, Visibility.PRIVATE, erasure -> {
            erasure.eraseFact(fact.id());
            return true;
        });
        List<GraphProjection> seen = new ArrayList<>();
        record.outbox.relay(scope, 10, seen::add);
        assertThat(seen.getFirst().gone()).containsExactly(fact.id());
    }

    @Test
    void twoRelaysNeverHoldTheSameMemory() throws Exception {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            facts.add(TestFacts.fact("fact " + i));
        }
        record.write(scope, facts);
        Set<UUID> held = ConcurrentHashMap.newKeySet();
        Map<UUID, Integer> times = new ConcurrentHashMap<>();
        List<Integer> relayed = Together.run(6, n -> {
            int all = 0;
            for (int round = 0; round < 10; round++) {
                all += record.outbox.relay(
                        scope,
                        4,
                        projection -> projection.facts().forEach(fact -> {
                            assertThat(held.add(fact.id())).as("held once").isTrue();
                            times.merge(fact.id(), 1, Integer::sum);
                        }));
            }
            return all;
        });
        assertThat(relayed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(times)
                .hasSize(60)
                .allSatisfy((id, count) -> assertThat(count).isOne());
    }

    @Test
    void aChangeDuringARelayWaitsAndIsRelayedAgain() throws Exception {
        MemoryScope scope = TestRecord.someone();
        Fact fact = TestFacts.fact("changing");
        record.write(scope, List.of(fact));
        CountDownLatch relaying = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        List<GraphProjection> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> relay = threads.submit(() -> record.outbox.relay(scope, 10, projection -> {
                seen.add(projection);
                relaying.countDown();
                await(enough);
            }));
            await(relaying);
            Future<?> change = threads.submit(() -> change(scope, fact.endedAt(TestFacts.day(9))));
            awaitLockWaiter();
            assertThat(change.isDone()).isFalse();
            enough.countDown();
            assertThat(relay.get()).isOne();
            change.get();
        }
        assertThat(record.outbox.relay(scope, 10, seen::add)).as("the change").isOne();
        assertThat(seen.getLast().facts().getFirst().validity().to()).isEqualTo(TestFacts.day(9));
    }

    @Test
    void noEntryIsLostAmongWritersAndRelays() throws Exception {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            facts.add(TestFacts.fact("fact " + i));
        }
        record.write(scope, facts);
        Map<UUID, FactNode> graph = new ConcurrentHashMap<>();
        AtomicInteger writing = new AtomicInteger(4);
        Together.run(7, n -> {
            Random random = new Random(n);
            if (n < 4) {
                try {
                    for (int i = 0; i < 25; i++) {
                        Fact fact = facts.get(random.nextInt(facts.size()));
                        change(scope, fact.endedAt(TestFacts.day(1 + random.nextInt(300))));
                    }
                } finally {
                    writing.decrementAndGet();
                }
            } else {
                while (writing.get() > 0) {
                    record.outbox.relay(
                            scope, 3, projection -> projection.facts().forEach(fact -> graph.put(fact.id(), fact)));
                }
            }
            return true;
        });
        while (record.outbox.relay(
                        scope, 50, projection -> projection.facts().forEach(fact -> graph.put(fact.id(), fact)))
                > 0) {}
        record.outbox.enterAll(scope.tenant());
        List<FactNode> now = new ArrayList<>();
        record.outbox.relay(scope, 50, projection -> now.addAll(projection.facts()));
        assertThat(graph.values()).containsExactlyInAnyOrderElementsOf(now);
    }

    @Test
    void enteringAllWaitsForARelayThatMayHaveSeenTheGraphBefore() throws Exception {
        MemoryScope scope = TestRecord.someone();
        record.write(scope, List.of(TestFacts.fact("one")));
        CountDownLatch relaying = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Integer> relay = threads.submit(() -> record.outbox.relay(scope, 10, projection -> {
                relaying.countDown();
                await(enough);
            }));
            await(relaying);
            Future<Long> all = threads.submit(() -> record.outbox.enterAll(scope.tenant()));
            awaitLockWaiter();
            enough.countDown();
            assertThat(relay.get()).isOne();
            assertThat(all.get()).isOne();
        }
        assertThat(record.outbox.relay(scope, 10, projection -> {})).isOne();
    }

    private static void change(MemoryScope scope, Fact fact) {
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            held.record(new Derived(
                    List.of(),
                    List.of(new WrittenFact(fact, null)),
                    List.of(),
                    "test",
                    "test",
                    DecisionThresholds.DEFAULTS));
            return true;
        });
    }

    /** Until some transaction of this database waits for another's row. */
    private static void awaitLockWaiter() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (record.jdbc
                        .sql("SELECT count(*) FROM pg_locks WHERE NOT granted")
                        .query(Long.class)
                        .single()
                == 0) {
            assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.everknown.graphmodel.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Remember;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the changes came to the graph, it equals the one that is drawn anew from the record. */
class RebuiltGraphTest {

    private static TestRecord record;
    private static TestGraph context;
    private static Neo4jGraphStore graph;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        context = TestGraph.open();
        graph = context.graph();
    }

    @AfterAll
    static void close() {
        context.close();
        record.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theGraphEqualsTheOneDrawnAnew(int seed) {
        Random random = new Random(seed);
        MemoryScope ada = new MemoryScope(Ids.next(), "ada");
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        Forget forget = new Forget(record.catalogue, record.eraser, record.embedder, InstantSource.system());
        TurnProcessing processing = new TurnProcessing(
                record.turns,
                Extractors.local(new Sentences()),
                record.embedder,
                record.ledger,
                new Decider(DecisionThresholds.DEFAULTS),
                () -> Instant.now().truncatedTo(ChronoUnit.MICROS),
                MemoryLimit.DEFAULT);
        Remember remember = new Remember(
                new Sentences(),
                record.embedder,
                record.ledger,
                new Decider(DecisionThresholds.DEFAULTS),
                () -> Instant.now().truncatedTo(ChronoUnit.MICROS),
                MemoryLimit.DEFAULT);
        for (int step = 0; step < 30; step++) {
            MemoryScope scope = random.nextBoolean() ? ada : bob;
            List<UUID> standing = everything(scope).stream()
                    .filter(memory -> memory.type() != MemoryType.TURN
                            && memory.retractedAt() == null
                            && memory.visibility() == Visibility.PRIVATE)
                    .map(RecalledMemory::id)
                    .limit(3)
                    .toList();
            if (random.nextInt(4) == 0 && !standing.isEmpty()) {
                remember.remember(
                        scope,
                        Visibility.PRIVATE,
                        List.of(new Remember.Item(
                                MemoryType.SUMMARY,
                                "I like Rome, for the time " + step,
                                TrustLevel.USER,
                                null,
                                null,
                                0.5,
                                null,
                                standing)));
            } else if (random.nextInt(4) > 0) {
                processing.process(
                        scope,
                        Visibility.values()[random.nextInt(2)],
                        "talk " + random.nextInt(2),
                        List.of(Sentences.turn(random), Sentences.turn(random)),
                        true);
            } else {
                List<RecalledMemory> all = everything(scope);
                if (!all.isEmpty()) {
                    forget.forget(scope, all.get(random.nextInt(all.size())).id());
                }
            }
            for (int relay = random.nextInt(3); relay > 0; relay--) {
                relaySome(random.nextBoolean() ? ada : bob, random);
            }
        }
        GraphRelay relay = new GraphRelay(record.outbox, graph);
        relay.relay(ada);
        relay.relay(bob);
        GraphSnapshot grown = graph.snapshot(ada.tenant());
        assertThat(grown.nodes()).isNotEmpty();
        assertThat(grown.relationships()).isNotEmpty();

        graph.clear(ada.tenant());
        assertThat(graph.snapshot(ada.tenant()).nodes()).isEmpty();
        assertThat(record.outbox.enterAll(ada.tenant())).isPositive();
        relay.relay(ada);
        relay.relay(bob);
        GraphSnapshot drawn = graph.snapshot(ada.tenant());
        assertThat(drawn.nodes()).containsExactlyElementsOf(grown.nodes());
        assertThat(drawn.relationships()).containsExactlyElementsOf(grown.relationships());

        for (MemoryScope scope : List.of(ada, bob)) {
            everything(scope).forEach(memory -> forget.forget(scope, memory.id()));
        }
        relay.relay(ada);
        relay.relay(bob);
        assertThat(graph.snapshot(ada.tenant()))
                .as("all is forgotten")
                .isEqualTo(new GraphSnapshot(new java.util.TreeSet<>(), new java.util.TreeSet<>()));
    }

    /** Relays a few memories; the real graph takes all, a part or none of them before the way to it breaks. */
    private static void relaySome(MemoryScope scope, Random random) {
        int fate = random.nextInt(3);
        try {
            record.outbox.relay(scope, 1 + random.nextInt(6), projection -> {
                graph.apply(scope.tenant(), fate == 1 ? half(projection) : projection);
                if (fate > 0) {
                    throw new IllegalStateException("the way broke");
                }
            });
        } catch (IllegalStateException broken) {
            assertThat(broken).hasMessage("the way broke");
        }
    }

    private static GraphProjection half(GraphProjection whole) {
        return new GraphProjection(
                whole.entities(),
                whole.turns().subList(0, whole.turns().size() / 2),
                whole.facts().subList(0, whole.facts().size() / 2),
                whole.gone().subList(0, whole.gone().size() / 2));
    }

    private static List<RecalledMemory> everything(MemoryScope scope) {
        SearchFilter all =
                new SearchFilter(EnumSet.allOf(MemoryType.class), TimeFrame.everything(Instant.now()), null, null);
        return record.catalogue.list(scope, all, null, 1000);
    }
}

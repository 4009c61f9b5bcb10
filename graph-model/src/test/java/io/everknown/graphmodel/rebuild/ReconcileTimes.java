package io.everknown.graphmodel.rebuild;

import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.graph.GraphInspection;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphReconciliation;
import io.everknown.memory.graph.GraphRedraw;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.identity.MemoryScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * Measures the figures of docs/graph-model.md: how long it takes to hold a tenant's graph against the record, on both sides,
 * and to draw it anew. Run it by its main method with numbers of facts; it takes some minutes.
 */
final class ReconcileTimes {

    private static final int ROUNDS = 5;

    private ReconcileTimes() {}

    public static void main(String[] sizes) {
        try (TestRecord record = TestRecord.shared();
                TestGraph drawn = TestGraph.open()) {
            for (String size : sizes.length > 0 ? sizes : new String[] {"1000", "10000"}) {
                MemoryScope scope = TestRecord.someone();
                int facts = Integer.parseInt(size);
                BulkRecord.write(record, scope, facts, 0, facts / 20, 2);
                new GraphRelay(record.outbox, drawn.graph()).relay(scope);
                compared(record, drawn.inspection(), scope, facts);
                redrawn(record, drawn, scope, facts);
                drawn.graph().clear(scope.tenant());
            }
        }
    }

    private static void compared(TestRecord record, GraphInspection graph, MemoryScope scope, int facts) {
        double[] whole = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            new GraphReconciliation(record.graphRecord, graph).run(scope.tenant(), () -> false);
            whole[round] = seconds(start);
        }
        double reading = 0;
        double comparing = 0;
        for (List<UUID> page : pages(record, scope)) {
            long start = System.nanoTime();
            GraphProjection state = record.graphRecord.state(scope.tenant(), page);
            reading += seconds(start);
            start = System.nanoTime();
            graph.compare(scope.tenant(), state);
            comparing += seconds(start);
        }
        Arrays.sort(whole);
        System.out.printf(
                "%d facts: compared in %.2f s at best, %.2f s (median of %d); one run: %.2f s Postgres, %.2f s Neo4j%n",
                facts, whole[0], whole[ROUNDS / 2], ROUNDS, reading, comparing);
    }

    private static void redrawn(TestRecord record, TestGraph drawn, MemoryScope scope, int facts) {
        GraphRedraw redraw = new GraphRedraw(record.graphRecord, drawn.inspection());
        for (boolean wiped : new boolean[] {false, true}) {
            if (wiped) {
                drawn.graph().clear(scope.tenant());
            }
            long start = System.nanoTime();
            redraw.redraw(scope.tenant(), done -> {});
            double took = seconds(start);
            System.out.printf(
                    "%d facts: drawn anew (%s) in %.2f s, %.0f a second%n",
                    facts, wiped ? "wiped" : "whole", took, facts / took);
        }
    }

    private static List<List<UUID>> pages(TestRecord record, MemoryScope scope) {
        List<List<UUID>> pages = new ArrayList<>();
        List<UUID> page = record.graphRecord.memories(scope.tenant(), null, 500);
        while (!page.isEmpty()) {
            pages.add(page);
            page = record.graphRecord.memories(scope.tenant(), page.getLast(), 500);
        }
        return pages;
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

package io.everknown.graphmodel.rebuild;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.graphmodel.resident.ResidentMemoryIndex;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;

/**
 * Measures the figures of docs/graph-model.md and docs/recall.md: how long an expansion takes at hand and in Neo4j, and what
 * the links of a fact take of the service's memory. Run it by its main method; it takes some minutes.
 */
final class ExpansionTimes {

    private static final int LIMIT = 40;

    private ExpansionTimes() {}

    public static void main(String[] sizes) {
        try (TestRecord record = TestRecord.shared();
                TestGraph drawn = TestGraph.open()) {
            for (String size : sizes.length > 0 ? sizes : new String[] {"1000", "10000", "100000"}) {
                measure(record, drawn.graph(), Integer.parseInt(size));
            }
        }
    }

    private static void measure(TestRecord record, Neo4jGraphStore graph, int facts) {
        MemoryScope scope = TestRecord.someone();
        BulkRecord.write(record, scope, facts, 0, facts / 20, 2);
        MemoryScope bare = TestRecord.someone();
        BulkRecord.write(record, bare, facts, 0, facts / 20, 2);
        for (String table : List.of("mention", "relation", "entity")) {
            record.inside(
                    bare.tenant(),
                    sql -> sql.sql("DELETE FROM " + table + " WHERE tenant_id = ?")
                            .param(bare.tenant())
                            .update());
        }
        bytes(record, bare);
        double without = bytes(record, bare);
        double with = bytes(record, scope);
        System.out.printf(
                "%d facts: %.0f bytes a fact at hand, %.0f of them links%n",
                facts, with / facts, (with - without) / facts);

        new GraphRelay(record.outbox, graph).relay(scope);
        MemoryView view = open(resident(record), scope);
        TimeFrame frame = TimeFrame.current(TestRecord.CLOCK.instant());
        for (List<String> keys : List.of(
                List.of("name 3", "name 8"),
                List.of("hub"),
                List.of("hub", "name 3", "name 8", "name 12", "name 21"))) {
            double atHand = median(2000, () -> view.expand(keys, LIMIT).orElseThrow());
            warm(() -> graph.expand(scope, keys, frame, LIMIT));
            double asked = median(100, () -> graph.expand(scope, keys, frame, LIMIT));
            System.out.printf("%d facts, %s: at hand %.3f ms, Neo4j %.1f ms%n", facts, keys, atHand, asked);
        }
    }

    /** A server that has just started may be late with its first plan of a statement. */
    private static void warm(Runnable work) {
        for (int i = 0; i < 50; i++) {
            try {
                work.run();
            } catch (GraphUnavailableException late) {
                System.out.println("late: " + late.getMessage());
            }
        }
    }

    private static ResidentMemoryIndex resident(TestRecord record) {
        return new ResidentMemoryIndex(record.source, record.index, 1L << 31, Duration.ofMinutes(5));
    }

    private static MemoryView open(ResidentMemoryIndex index, MemoryScope scope) {
        TimeFrame frame = TimeFrame.current(TestRecord.CLOCK.instant());
        return index.open(scope, new SearchFilter(EnumSet.allOf(MemoryType.class), frame, null, null));
    }

    private static double bytes(TestRecord record, MemoryScope scope) {
        ResidentMemoryIndex index = resident(record);
        long before = heap();
        long start = System.nanoTime();
        open(index, scope);
        double millis = (System.nanoTime() - start) / 1e6;
        long held = heap() - before;
        System.out.printf(
                "read in %.0f ms, %d bytes held, %d counted%n",
                millis, held, index.statistics().bytes());
        return held;
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Of the second half of the runs, in milliseconds. */
    private static double median(int runs, Runnable work) {
        double[] millis = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] warm = Arrays.copyOfRange(millis, runs / 2, runs);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }
}

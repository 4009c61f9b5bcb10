package io.everknown.graphmodel.rebuild;

import com.sun.management.OperatingSystemMXBean;
import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.localstack.TestStack;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.identity.MemoryScope;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Measures the figures of docs/graph-model.md: how many memories a second the relay carries to the graph while thousands
 * wait. Run it by its main method, with the number of facts and of rounds; it takes some minutes. Each fact mentions one or
 * two entities, states a relation every other time, and was said in a turn.
 */
final class RelayTimes {

    private static final int BATCH = 500;

    private RelayTimes() {}

    public static void main(String[] arguments) {
        int facts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
        try (TestRecord record = TestRecord.shared();
                TestGraph drawn = TestGraph.open()) {
            for (int round = 1; round <= rounds; round++) {
                MemoryScope scope = waiting(record, facts);
                relay(record, drawn.graph(), scope, round);
                record.outbox.enterAll(scope.tenant());
                again(record, drawn.graph(), scope, round);
                drawn.graph().clear(scope.tenant());
            }
        }
    }

    private static MemoryScope waiting(TestRecord record, int facts) {
        MemoryScope scope = TestRecord.someone();
        BulkRecord.write(record, scope, facts, facts, facts / 20, 2);
        record.inside(
                scope.tenant(),
                sql -> sql.sql("INSERT INTO fact_source (fact_id, turn_id, tenant_id, sentence)"
                                + " SELECT f.id, t.id, f.tenant_id, '' FROM fact f JOIN turn t"
                                + " ON t.tenant_id = f.tenant_id AND t.id = md5(?::text || ' turn '"
                                + " || substring(f.text FROM '[0-9]+'))::uuid WHERE f.tenant_id = ?")
                        .param(scope.tenant().toString())
                        .param(scope.tenant())
                        .update());
        return scope;
    }

    private static void relay(TestRecord record, Neo4jGraphStore graph, MemoryScope scope, int round) {
        long start = System.nanoTime();
        long cpu = cpu();
        long server = serverCpu();
        int carried = new GraphRelay(record.outbox, graph).relay(scope);
        print("all new", round, carried, System.nanoTime() - start, cpu() - cpu, serverCpu() - server, 0);
    }

    /** All that is in the graph already, and what of it goes to reading the record. */
    private static void again(TestRecord record, Neo4jGraphStore graph, MemoryScope scope, int round) {
        long[] writing = new long[1];
        long start = System.nanoTime();
        long cpu = cpu();
        long server = serverCpu();
        int carried = 0;
        int relayed;
        do {
            relayed = record.outbox.relay(scope, BATCH, projection -> writing[0] += timed(graph, scope, projection));
            carried += relayed;
        } while (relayed == BATCH);
        print("all known", round, carried, System.nanoTime() - start, cpu() - cpu, serverCpu() - server, writing[0]);
    }

    private static long timed(Neo4jGraphStore graph, MemoryScope scope, GraphProjection projection) {
        long start = System.nanoTime();
        graph.apply(scope.tenant(), projection);
        return System.nanoTime() - start;
    }

    private static void print(String what, int round, int memories, long nanos, long cpu, long server, long writing) {
        System.out.printf(
                "round %d, %s: %d memories in %.2f s (%.2f s at the graph), %.0f a second, processor: %.2f s here, %.2f s at the server%n",
                round, what, memories, nanos / 1e9, writing / 1e9, memories / (nanos / 1e9), cpu / 1e9, server / 1e9);
    }

    /** What the graph's server has used of the processors; 0 where it is not one of this machine's. */
    private static long serverCpu() {
        String port = String.valueOf(
                URI.create(TestStack.shared().addresses().neo4jUri()).getPort());
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .filter(arguments -> List.of(arguments).contains(port))
                        .isPresent())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToLong(Duration::toNanos)
                .max()
                .orElse(0);
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}

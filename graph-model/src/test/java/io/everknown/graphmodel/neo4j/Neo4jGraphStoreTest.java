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
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

class Neo4jGraphStoreTest implements GraphStoreContract {

    private static GraphContext context;

    @BeforeAll
    static void start() {
        context = GraphContext.shared();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Override
    public GraphStore store() {
        return context.store();
    }

    @Test
    void nothingAtAllIsLeftOfWhatIsGone() {
        UUID tenant = Ids.next();
        UUID never = id("never came");
        store().apply(
                        tenant,
                        facts(
                                List.of(entity("u", "lisbon")),
                                linked(
                                        fact("u", "older", START, "lisbon"),
                                        never,
                                        List.of(never),
                                        List.of(),
                                        List.of(id("no turn")))));
        assertThat(count(tenant)).isEqualTo(5);
        store().apply(tenant, gone(id("older")));
        assertThat(count(tenant)).isZero();
    }

    @Test
    void writersThatMeetOnTheSameEntitiesEndWithTheSameGraph() throws Exception {
        UUID together = Ids.next();
        GraphProjection whole = random(21, 12);
        List<Callable<Boolean>> writes = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (GraphProjection piece : pieces(whole)) {
                writes.add(() -> {
                    store().apply(together, piece);
                    return true;
                });
            }
        }
        try (ExecutorService writers = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> write : writers.invokeAll(writes)) {
                assertThat(write.get()).isTrue();
            }
        }
        UUID alone = Ids.next();
        store().apply(alone, whole);
        assertThat(lines(together)).isEqualTo(lines(alone));
    }

    private String lines(UUID tenant) {
        GraphSnapshot snapshot = store().snapshot(tenant);
        return snapshot.toString().replace(tenant.toString(), "TENANT");
    }

    private static int count(UUID tenant) {
        try (Session session = context.driver().session()) {
            return session.run(
                            "MATCH (n) WHERE n.tenant = $tenant OR n.scope STARTS WITH $tenant RETURN count(n) AS n",
                            Map.of("tenant", tenant.toString()))
                    .single()
                    .get("n")
                    .asInt();
        }
    }
}

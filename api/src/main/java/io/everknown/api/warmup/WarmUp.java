package io.everknown.api.warmup;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Recalls and writes a little in a tenant that nobody has before the service calls itself ready: a fresh Neo4j plans its
 * first statements for seconds, and the first caller should not wait for that. Without Neo4j the start goes on.
 */
@Component
class WarmUp implements ApplicationRunner {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final int RECALLS = 100;

    /** A store that is slower than this is left to warm up while callers come. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final GraphStore graph;
    private final Recall recall;
    private final InstantSource clock;

    WarmUp(GraphStore graph, Recall recall, InstantSource clock) {
        this.graph = graph;
        this.recall = recall;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        Thread.ofVirtual().name("warm-up").start(this::warmUp).join(PATIENCE);
    }

    private void warmUp() {
        UUID nobody = Ids.next();
        try {
            writeGraph(nobody);
            MemoryScope scope = new MemoryScope(nobody, "warm-up");
            for (int i = 0; i < RECALLS; i++) {
                recall.recall(
                        scope,
                        new RecallQuery(
                                "Where did Nora go last summer?",
                                List.of(),
                                null,
                                EnumSet.allOf(MemoryType.class),
                                TimeFrame.current(clock.instant()),
                                null,
                                new Budget(10, 1_000)));
            }
        } catch (GraphUnavailableException | DataAccessException e) {
            LOG.info("not warmed up, a store is out of reach: {}", e.getMessage());
        } finally {
            clear(nobody);
        }
    }

    private void writeGraph(UUID tenant) {
        Instant now = clock.instant();
        UUID entity = Ids.next();
        UUID turn = Ids.next();
        graph.apply(
                tenant,
                new GraphProjection(
                        List.of(new GraphProjection.EntityNode(
                                entity, "warm-up", "nora", "Nora", EntityType.PERSON, List.of("nora"))),
                        List.of(new GraphProjection.TurnNode(turn, "warm-up", "warm-up", 0, now, now, List.of(entity))),
                        List.of(new GraphProjection.FactNode(
                                Ids.next(),
                                "warm-up",
                                MemoryType.FACT,
                                "Nora went to the sea.",
                                null,
                                null,
                                Validity.since(now),
                                now,
                                null,
                                null,
                                List.of(),
                                List.of(entity),
                                List.of(new GraphProjection.RelationEdge(entity, "knows", entity)),
                                List.of(turn))),
                        List.of(Ids.next())));
    }

    private void clear(UUID tenant) {
        try {
            graph.clear(tenant);
        } catch (GraphUnavailableException e) {
            LOG.info("what warming up wrote stays in the graph of a tenant that nobody has: {}", e.getMessage());
        }
    }
}

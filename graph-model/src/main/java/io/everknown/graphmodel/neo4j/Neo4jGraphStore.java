package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.neo4j.core.Neo4jClient;

/**
 * The graph on Neo4j. Every method throws {@link io.everknown.memory.graph.GraphUnavailableException} when the server
 * can't be reached or fails, at once while the circuit breaker is open.
 */
public final class Neo4jGraphStore implements GraphStore {

    private static final int MAX_DEPTH = 3;

    private final GraphCalls calls;
    private final ProjectionWriter writer;
    private final GraphHeartbeat heartbeat;
    private final GraphExpansion expansion;
    private final EntityWalk walk;
    private final TenantGraph whole;
    private final Neo4jClient client;

    Neo4jGraphStore(
            Neo4jClient client,
            EntityRepository entities,
            GraphCalls calls,
            GraphExpansion expansion,
            GraphHeartbeat heartbeat) {
        this.calls = calls;
        this.heartbeat = heartbeat;
        this.writer = new ProjectionWriter(client);
        this.expansion = expansion;
        this.walk = new EntityWalk(client, entities);
        this.whole = new TenantGraph(client);
        this.client = client;
    }

    @Override
    public void apply(UUID tenant, GraphProjection projection) {
        if (projection.isEmpty()) {
            return;
        }
        calls.write(() -> {
            writer.write(tenant, projection);
            return true;
        });
    }

    @Override
    public List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
        if (keys.isEmpty() || limit < 1) {
            return List.of();
        }
        return calls.readAtOnce(() -> expansion.expand(scope, keys, frame, limit));
    }

    @Override
    public boolean isReachable() {
        return heartbeat.isAnswered() && calls.isOpenToCalls();
    }

    @Override
    public List<EntityView> entities(MemoryScope scope, EntityFilter filter) {
        return filter.limit() < 1 ? List.of() : calls.read(() -> walk.page(scope, filter));
    }

    @Override
    public @Nullable EntityGraph around(MemoryScope scope, UUID entity, TimeFrame frame, int depth, int limit) {
        if (depth < 1 || depth > MAX_DEPTH || limit < 1) {
            throw new IllegalArgumentException("depth is 1 to " + MAX_DEPTH + " and limit at least 1");
        }
        Objects.requireNonNull(entity, "entity");
        return calls.read(() -> Optional.ofNullable(walk.around(scope, entity, frame, depth, limit)))
                .orElse(null);
    }

    @Override
    public GraphSnapshot snapshot(UUID tenant) {
        return calls.read(() -> whole.snapshot(tenant));
    }

    @Override
    public void clear(UUID tenant) {
        for (String statement : TenantGraph.CLEARING) {
            boolean more = true;
            while (more) {
                more = calls.write(() -> whole.clear(tenant, statement));
            }
        }
    }

    /**
     * Asks the server for an answer, as any other call does; how long it took is the caller's to measure.
     *
     * @throws io.everknown.memory.graph.GraphUnavailableException when there is none
     */
    public void ping() {
        calls.read(() -> client.query(ReadCypher.PING).fetchAs(Long.class).one());
    }
}

package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphDifference;
import io.everknown.memory.graph.GraphInspection;
import io.everknown.memory.graph.GraphProjection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.neo4j.core.Neo4jClient;

/** The graph on Neo4j, as those see it who check it. */
final class Neo4jGraphInspection implements GraphInspection {

    /** Sorts after every id. */
    private static final String AFTER_ALL = "~";

    /** Names after the entities that they led to. */
    private static final List<String> SWEEPING = List.of(
            InspectCypher.SWEEP_FACTS,
            InspectCypher.SWEEP_TURNS,
            InspectCypher.SWEEP_ENTITIES,
            InspectCypher.SWEEP_NAMES);

    private final Neo4jClient client;
    private final GraphCalls calls;
    private final ProjectionWriter writer;

    Neo4jGraphInspection(Neo4jClient client, GraphCalls calls) {
        this.client = client;
        this.calls = calls;
        this.writer = new ProjectionWriter(client);
    }

    @Override
    public List<UUID> memories(UUID tenant, @Nullable UUID after, @Nullable UUID through) {
        Map<String, Object> slice = new HashMap<>();
        slice.put("tenant", tenant.toString());
        slice.put("after", after == null ? "" : after.toString());
        slice.put("through", through == null ? AFTER_ALL : through.toString());
        return calls.read(() -> client
                .query(InspectCypher.MEMORIES)
                .bindAll(slice)
                .fetchAs(UUID.class)
                .mappedBy((_, row) -> UUID.fromString(row.get("id").asString()))
                .all()
                .stream()
                .toList());
    }

    @Override
    public List<GraphDifference> compare(UUID tenant, GraphProjection expected) {
        return calls.read(() -> new GraphComparison(client, tenant, expected).differences());
    }

    @Override
    public void redraw(UUID tenant, GraphProjection projection) {
        calls.write(() -> {
            writer.redraw(tenant, projection);
            return true;
        });
    }

    @Override
    public long sweep(UUID tenant) {
        long swept = 0;
        for (String statement : SWEEPING) {
            long removed;
            do {
                removed = calls.write(() -> client.query(statement)
                        .bindAll(TenantGraph.parameters(tenant))
                        .fetchAs(Long.class)
                        .one()
                        .orElse(0L));
                swept += removed;
            } while (removed == TenantGraph.BATCH);
        }
        return swept;
    }
}

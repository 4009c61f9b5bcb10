package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.GraphSnapshot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.neo4j.driver.Record;
import org.springframework.data.neo4j.core.Neo4jClient;

/** A tenant's graph as a whole. */
final class TenantGraph {

    /** In the order in which the least is left to detach. */
    static final List<String> CLEARING = List.of(
            ReadCypher.CLEAR_RELATIONS,
            ReadCypher.CLEAR_FACTS,
            ReadCypher.CLEAR_TURNS,
            ReadCypher.CLEAR_NAMES,
            ReadCypher.CLEAR_ENTITIES);

    /** Nodes or relationships removed in one step. */
    static final int BATCH = 5000;

    private final Neo4jClient client;

    TenantGraph(Neo4jClient client) {
        this.client = client;
    }

    GraphSnapshot snapshot(UUID tenant) {
        SortedSet<String> nodes = new TreeSet<>(client.query(ReadCypher.ALL_NODES)
                .bindAll(parameters(tenant))
                .fetchAs(String.class)
                .mappedBy((_, row) -> node(row))
                .all());
        SortedSet<String> relationships = new TreeSet<>(client.query(ReadCypher.ALL_RELATIONSHIPS)
                .bindAll(parameters(tenant))
                .fetchAs(String.class)
                .mappedBy((_, row) -> relationship(row))
                .all());
        return new GraphSnapshot(
                Collections.unmodifiableSortedSet(nodes), Collections.unmodifiableSortedSet(relationships));
    }

    /** Removes one batch by one of {@link #CLEARING}; returns whether there may be more. */
    boolean clear(UUID tenant, String statement) {
        return client.query(statement)
                        .bindAll(parameters(tenant))
                        .fetchAs(Long.class)
                        .one()
                        .orElse(0L)
                == BATCH;
    }

    static Map<String, Object> parameters(UUID tenant) {
        return Map.of("tenant", tenant.toString(), "prefix", Scopes.of(tenant, ""), "batch", BATCH);
    }

    private static String node(Record row) {
        return row.get("label").asString() + " "
                + new TreeMap<>(row.get("properties").asMap());
    }

    private static String relationship(Record row) {
        return row.get("source").asString() + " " + row.get("type").asString() + " "
                + new TreeMap<>(row.get("properties").asMap()) + " "
                + row.get("target").asString();
    }
}

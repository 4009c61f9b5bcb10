package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.resident.Stored;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds out, some memories at a time, whom their names mean, and hands them over. */
final class NamedMemories {

    private final JdbcClient sql;
    private final UUID tenant;
    private final int batch;
    private final Consumer<Stored> sink;
    private final List<ReadMemory> waiting = new ArrayList<>();
    private final Set<UUID> named = new HashSet<>();

    /**
     * @param batch how many memories are looked at together
     */
    NamedMemories(JdbcClient sql, UUID tenant, int batch, Consumer<Stored> sink) {
        this.sql = sql;
        this.tenant = tenant;
        this.batch = batch;
        this.sink = sink;
    }

    void add(ReadMemory read) {
        waiting.add(read);
        if (waiting.size() == batch) {
            handOver();
        }
    }

    private void handOver() {
        EntityIdentity identity = EntityIdentity.of(
                sql, tenant, waiting.stream().map(ReadMemory::naming).toList());
        for (ReadMemory read : waiting) {
            Stored stored = read.stored(identity);
            named.addAll(stored.links().entities());
            named.addAll(stored.links().related());
            sink.accept(stored);
        }
        waiting.clear();
    }

    /** Hands over the rest; returns all entities that were named. */
    List<EntityNode> end() {
        handOver();
        return EntityIdentity.of(sql, tenant, List.of()).nodes(named);
    }
}

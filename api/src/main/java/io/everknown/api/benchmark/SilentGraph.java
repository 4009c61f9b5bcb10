package io.everknown.api.benchmark;

import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.Collection;
import java.util.List;

/** A graph in which no name leads anywhere. */
final class SilentGraph extends ReadOnlyGraph {

    static final SilentGraph INSTANCE = new SilentGraph();

    private SilentGraph() {}

    @Override
    public List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
        return List.of();
    }
}

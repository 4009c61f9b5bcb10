package io.everknown.api.benchmark;

import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Expands each question once, however many variants ask it: by then all turns are taken in, and nothing changes. */
final class RememberingGraph extends ReadOnlyGraph {

    private final GraphStore graph;
    private final Map<Expansion, List<GraphHit>> known = new ConcurrentHashMap<>();

    RememberingGraph(GraphStore graph) {
        this.graph = graph;
    }

    @Override
    public List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
        return known.computeIfAbsent(
                new Expansion(scope, Set.copyOf(keys), frame, limit), asked -> graph.expand(scope, keys, frame, limit));
    }

    private record Expansion(MemoryScope scope, Set<String> keys, TimeFrame frame, int limit) {}
}

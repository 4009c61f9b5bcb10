package io.everknown.api.benchmark;

import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.List;
import java.util.UUID;

/** A graph of which recall asks what it asks, and that can do nothing else. */
abstract class ReadOnlyGraph implements GraphStore {

    @Override
    public final void apply(UUID tenant, GraphProjection projection) {
        throw recallAlone();
    }

    @Override
    public final List<EntityView> entities(MemoryScope scope, EntityFilter filter) {
        throw recallAlone();
    }

    @Override
    public final EntityGraph around(MemoryScope scope, UUID entity, TimeFrame frame, int depth, int limit) {
        throw recallAlone();
    }

    @Override
    public final GraphSnapshot snapshot(UUID tenant) {
        throw recallAlone();
    }

    @Override
    public final void clear(UUID tenant) {
        throw recallAlone();
    }

    private static UnsupportedOperationException recallAlone() {
        return new UnsupportedOperationException("this graph is for recall alone");
    }
}

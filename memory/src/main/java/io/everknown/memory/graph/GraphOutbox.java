package io.everknown.memory.graph;

import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the record knows and the graph may not yet. An entry names a memory, not a change: whoever relays it brings
 * that memory to the state it has by then, so that neither order nor repetition matters.
 */
public interface GraphOutbox {

    /**
     * Hands the present state of up to {@code limit} waiting memories of one scope to {@code sink} and strikes them
     * off when it returns; if it throws, they stay and the exception passes through. No two relays hold the same
     * memory at once.
     *
     * @return how many were relayed; 0 when none waits or others hold them
     */
    int relay(MemoryScope scope, int limit, Consumer<GraphProjection> sink);

    /** Scopes with waiting entries, longest waiting first, at most {@code limit}. */
    List<MemoryScope> waiting(int limit);

    /** How many entries wait, over all tenants. */
    long depth();

    /** Enters every memory of a tenant, so that the relay rebuilds its graph; returns how many. */
    long enterAll(UUID tenant);
}

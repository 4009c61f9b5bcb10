package io.everknown.memory.graph;

import io.everknown.memory.identity.MemoryScope;

/** Carries what waits in the outbox to the graph. */
public final class GraphRelay {

    /** Memories carried in one step: enough to be quick, few enough that a step ends in well under a second. */
    private static final int BATCH = 500;

    private final GraphOutbox outbox;
    private final GraphStore graph;

    public GraphRelay(GraphOutbox outbox, GraphStore graph) {
        this.outbox = outbox;
        this.graph = graph;
    }

    /**
     * Carries all that waits in one scope.
     *
     * @return how many memories were carried
     * @throws GraphUnavailableException when the graph can't be reached; what was not carried stays in the outbox
     */
    public int relay(MemoryScope scope) {
        int all = 0;
        int relayed;
        do {
            relayed = outbox.relay(scope, BATCH, projection -> graph.apply(scope.tenant(), projection));
            all += relayed;
        } while (relayed == BATCH);
        return all;
    }

    /**
     * Carries all that waits anywhere, scope by scope.
     *
     * @return how many memories were carried
     * @throws GraphUnavailableException when the graph can't be reached
     */
    public int relayAll() {
        int all = 0;
        int relayed;
        do {
            relayed = 0;
            for (MemoryScope scope : outbox.waiting(BATCH)) {
                relayed += relay(scope);
            }
            all += relayed;
        } while (relayed > 0);
        return all;
    }
}

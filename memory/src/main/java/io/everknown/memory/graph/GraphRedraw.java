package io.everknown.memory.graph;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Draws a tenant's graph anew from the record, page by page in the order of ids, while it is read and written. A memory is
 * taken down and drawn in one step, so that none is ever missing; what the record does not have goes.
 */
public final class GraphRedraw {

    /** Memories in one step: a step ends in well under a second, and writers of these wait for as long. */
    private static final int PAGE = 500;

    private final GraphRecord record;
    private final GraphInspection graph;

    public GraphRedraw(GraphRecord record, GraphInspection graph) {
        this.record = record;
        this.graph = graph;
    }

    /**
     * Draws all. What is written meanwhile comes to the graph by the outbox, as ever.
     *
     * @param tenant whose graph
     * @param done told after each step how many memories have been gone through; may throw to stop
     * @return what was done
     * @throws GraphUnavailableException when the graph can't be reached; the outbox keeps what was begun
     */
    public Redrawn redraw(UUID tenant, LongConsumer done) {
        long drawn = 0;
        long strays = 0;
        @Nullable UUID after = null;
        List<UUID> page;
        do {
            page = record.memories(tenant, after, PAGE);
            UUID through = page.size() < PAGE ? null : page.getLast();
            Set<UUID> all = new LinkedHashSet<>(graph.memories(tenant, after, through));
            page.forEach(all::remove);
            strays += all.size();
            all.addAll(page);
            record.redraw(tenant, all, true, projection -> graph.redraw(tenant, projection));
            drawn += page.size();
            done.accept(drawn);
            after = through;
        } while (after != null);
        return new Redrawn(drawn, strays, graph.sweep(tenant));
    }

    /** How many memories a tenant's graph is to hold. */
    public long count(UUID tenant) {
        return record.count(tenant);
    }

    /**
     * What drawing anew came to.
     *
     * @param memories memories gone through
     * @param strays memories that the record did not have
     * @param orphans entities, names and bare nodes that nothing led to
     */
    public record Redrawn(long memories, long strays, long orphans) {}
}

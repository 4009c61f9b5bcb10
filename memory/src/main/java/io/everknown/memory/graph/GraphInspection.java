package io.everknown.memory.graph;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The graph as those see it who check it against the record. Every method throws {@link GraphUnavailableException} when
 * the graph can't be reached.
 */
public interface GraphInspection {

    /**
     * Ids of memories that stand in the graph, or of which a relation is left there.
     *
     * @param after ids greater than this, or null from the first
     * @param through ids up to this, or null to the last
     */
    List<UUID> memories(UUID tenant, @Nullable UUID after, @Nullable UUID through);

    /** In what the graph differs from {@code expected}: its memories, what is gone, and its entities with their names. */
    List<GraphDifference> compare(UUID tenant, GraphProjection expected);

    /** Takes away all that the memories of {@code projection} lead to, and draws them anew, in one step. */
    void redraw(UUID tenant, GraphProjection projection);

    /** Removes what nothing leads to any more, entities, names and bare nodes; returns how many. */
    long sweep(UUID tenant);
}

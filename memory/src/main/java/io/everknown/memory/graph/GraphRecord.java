package io.everknown.memory.graph;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the record says the graph is to hold, tenant by tenant and in pages, so that a whole graph is never in memory. */
public interface GraphRecord {

    /** Tenants that have or had memories, in the order of their ids: up to {@code limit} after {@code after}. */
    List<UUID> tenants(@Nullable UUID after, int limit);

    /** How many memories of a tenant the graph is to hold. */
    long count(UUID tenant);

    /** Their ids in order: up to {@code limit} after {@code after}, null for the first. */
    List<UUID> memories(UUID tenant, @Nullable UUID after, int limit);

    /** How the graph is to hold these memories; those that the record does not have are among what is gone. */
    GraphProjection state(UUID tenant, Collection<UUID> memories);

    /**
     * Enters memories in the outbox although nothing about them changed, and hands their state to {@code sink} while no
     * relay and no writer can come between. When it throws, they stay in the outbox and the exception passes through.
     *
     * @param waitingToo whether those count that wait in the outbox already, and so may well differ from the graph
     * @return how many memories were handed over; those that a relay holds are left to it
     */
    int redraw(UUID tenant, Collection<UUID> memories, boolean waitingToo, Consumer<GraphProjection> sink);

    /** Those of the entities that a memory in the outbox names, which is not among {@code held}. */
    Set<UUID> waiting(UUID tenant, Collection<UUID> entities, Collection<UUID> held);
}

package io.everknown.memory.graph;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The graph of entities, facts and turns. It holds nothing that can't be rebuilt from the record. */
public interface GraphStore {

    /**
     * Brings the graph to the state of {@code projection}; applying one twice, or a part of it again, changes nothing.
     *
     * @throws GraphUnavailableException when the graph can't be reached; the change may be partly applied then
     */
    void apply(UUID tenant, GraphProjection projection);

    /**
     * Memories that hang on the entities a question names.
     *
     * @param scope whose memory
     * @param keys entity keys that occur in the question, see {@code EntityMention.key}
     * @param frame which versions count
     * @param limit the most hits
     * @return hits, best first
     * @throws GraphUnavailableException when the graph can't be reached
     */
    List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit);

    /**
     * Whether the graph answered when it was last asked for anything or for a sign of life. Asks nobody and never waits;
     * it may take some seconds to tell that a server came or went.
     */
    boolean isReachable();

    /**
     * Entities the scope may see, by name.
     *
     * @param filter which page of them
     * @throws GraphUnavailableException when the graph can't be reached
     */
    List<EntityView> entities(MemoryScope scope, EntityFilter filter);

    /**
     * An entity and what is around it.
     *
     * @param frame at which moment relations are said to hold; those known only later are left out
     * @param depth relations to follow, 1 to 3
     * @param limit the most relations
     * @return the neighbourhood, or null where the scope can't see such an entity
     * @throws GraphUnavailableException when the graph can't be reached
     */
    @org.jspecify.annotations.Nullable
    EntityGraph around(MemoryScope scope, UUID entity, TimeFrame frame, int depth, int limit);

    /** All of a tenant's graph in a comparable form, for checks and small tenants. */
    GraphSnapshot snapshot(UUID tenant);

    /** Removes all of a tenant's graph. */
    void clear(UUID tenant);
}

package io.everknown.graphmodel.resident;

import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.identity.MemoryScope;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The record as it is asked by what keeps parts of it at hand. An audience is always one of the scope's own. */
public interface AudienceSource {

    /**
     * How the scope's audiences stand, by audience; one that nothing was ever written for is missing.
     *
     * @param held the versions held; of what changed since each the answer tells
     */
    Map<String, Standing> standing(MemoryScope scope, Map<String, Long> held);

    /** About how many memories an audience has. */
    long size(MemoryScope scope, String audience);

    /**
     * Hands over the memories of an audience as they are now, one after the other.
     *
     * @param ids only these, or null for all; those that are no more are missing
     * @return the entities that these memories name, as they are now
     */
    List<EntityNode> read(MemoryScope scope, String audience, @Nullable Collection<UUID> ids, Consumer<Stored> sink);

    /** The terms by which a question is answered. */
    List<String> question(String text);

    /**
     * @param version grows with each change
     * @param since the version held that was named
     * @param changed the memories written or erased after that, or null where there are none or it can't be told any more
     */
    record Standing(long version, long since, @Nullable List<UUID> changed) {}
}

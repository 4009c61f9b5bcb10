package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityMention;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The names of one audience, held still until the transaction that handed this out ends. */
public interface EntityLedger {

    /** Names that this transaction entered first, in the order entered. */
    List<NamedEntity> fresh();

    /** Other names that begin like these ones do, with the same two letters, or end with the same word. */
    List<NamedEntity> similar(Collection<NamedEntity> names);

    /** The entities of these names, by key; new ones are entered. */
    Map<String, NamedEntity> named(Collection<EntityMention> mentions);

    /** Those of the entities that are here. */
    List<NamedEntity> entities(Collection<UUID> ids);

    /** Whether one fact names both, or both have another value for the same slot at present. */
    boolean differ(NamedEntity one, NamedEntity other);

    /**
     * Enters a reason to merge; where there is one for these two already, in whichever order, that one stays.
     *
     * @param memory the turn or fact that says so, or null
     * @param sentence its words, or null
     */
    void enter(EntityMerge merge, @Nullable UUID memory, @Nullable String sentence);

    /**
     * Takes away what a memory said of names in one sentence, and the reasons that nothing says any more.
     *
     * @param sentence the words that are corrected, or some of them
     * @return entities that this was about
     */
    List<UUID> unsay(UUID memory, String sentence);

    /** All reasons, in whatever state, that these entities hang together by, over any number of steps. */
    List<EntityMerge> around(Collection<UUID> entities);

    /**
     * Writes what has changed, and has the graph follow.
     *
     * @param changed reasons in a new state
     * @param roots the entity that stands for each of those looked at, itself where it stands alone
     */
    void settle(List<EntityMerge> changed, Map<UUID, UUID> roots);
}

package io.everknown.memory.decision;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the log tells it.
 *
 * @param id its id
 * @param turn the turn it was made for, or null
 * @param operation ADD, UPDATE, DELETE or NOOP
 * @param fact the fact it is about, or null where nothing was kept; after a forget the fact is gone and this is null
 * @param text the words decided on; null once forgotten
 * @param slot the fact's slot, or null
 * @param value the fact's value, or null
 * @param entities what the fact names
 * @param relations the fact's relations
 * @param target the fact that was superseded, closed or confirmed, or null
 * @param reason why
 * @param confidence in (0, 1]
 * @param decidedAt when
 * @param neighbours ids and similarities of what it looked at
 * @param extractor who extracted
 * @param decider who decided
 */
public record DecisionRecord(
        UUID id,
        @Nullable UUID turn,
        String operation,
        @Nullable UUID fact,
        @Nullable String text,
        @Nullable String slot,
        @Nullable String value,
        List<EntityMention> entities,
        List<RelationMention> relations,
        @Nullable UUID target,
        String reason,
        double confidence,
        Instant decidedAt,
        List<NeighbourRef> neighbours,
        String extractor,
        String decider) {

    /** A neighbour that was looked at: its id and the cosine, in [-1, 1]. */
    public record NeighbourRef(UUID id, double similarity) {}
}

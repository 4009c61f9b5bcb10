package io.everknown.memory.entity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reason to take two names for one entity, and what is made of it.
 *
 * @param id its id
 * @param alias the name that is given up for the other where they are merged
 * @param entity the name that stays
 * @param kind what speaks for it
 * @param reason why, in a sentence
 * @param score in (0, 1], how alike the names are or how plain it was said
 * @param state what is made of it
 * @param against why they stand apart, in a sentence; null where they are merged
 * @param recordedAt when the service learned it
 * @param changedAt when it came to its present state
 */
public record EntityMerge(
        UUID id,
        NamedEntity alias,
        NamedEntity entity,
        MergeKind kind,
        String reason,
        double score,
        MergeState state,
        @Nullable String against,
        Instant recordedAt,
        Instant changedAt) {

    boolean merged() {
        return state == MergeState.MERGED;
    }

    /** This in another state, or itself where nothing changes. */
    EntityMerge in(MergeState other, @Nullable String because, Instant now) {
        boolean same = other == state && java.util.Objects.equals(because, against);
        return same ? this : new EntityMerge(id, alias, entity, kind, reason, score, other, because, recordedAt, now);
    }
}

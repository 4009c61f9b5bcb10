package io.everknown.memory.recall;

import io.everknown.memory.decision.ArchiveReason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a memory is kept.
 *
 * @param pinned whether somebody said that it is always to be known: it is essential, never fades and is never pruned
 * @param archivedAt since when it is out of recall, or null
 * @param archiveReason why it is, or null where it is not or nobody knows
 * @param staleSince since when something that it rests on holds no more, or null
 * @param derivedFrom the memories that a summary or an insight rests on
 */
public record Upkeep(
        boolean pinned,
        @Nullable Instant archivedAt,
        @Nullable ArchiveReason archiveReason,
        @Nullable Instant staleSince,
        List<UUID> derivedFrom) {

    /** At hand, and resting on nothing but its sources. */
    public static final Upkeep PLAIN = new Upkeep(false, null, null, null, List.of());

    public Upkeep {
        derivedFrom = List.copyOf(derivedFrom);
    }
}

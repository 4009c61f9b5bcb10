package io.everknown.memory.recall;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a memory is kept.
 *
 * @param archivedAt since when it is out of recall to make room for others, or null
 * @param staleSince since when something that it rests on holds no more, or null
 * @param derivedFrom the memories that a summary or an insight rests on
 */
public record Upkeep(@Nullable Instant archivedAt, @Nullable Instant staleSince, List<UUID> derivedFrom) {

    /** At hand, and resting on nothing but its sources. */
    public static final Upkeep PLAIN = new Upkeep(null, null, List.of());

    public Upkeep {
        derivedFrom = List.copyOf(derivedFrom);
    }
}

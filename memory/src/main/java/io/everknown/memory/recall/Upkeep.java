package io.everknown.memory.recall;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a memory is kept.
 *
 * @param archivedAt since when it is out of recall to make room for others, or null
 */
public record Upkeep(@Nullable Instant archivedAt) {

    /** At hand. */
    public static final Upkeep PLAIN = new Upkeep(null);
}

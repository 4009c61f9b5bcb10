package io.everknown.graphmodel.resident;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What a memory names in the graph, each entity once.
 *
 * @param at when the memory dates from, in microseconds since 1970: a turn from when it was said, a fact from the earliest
 *     moment that it was ever held to be true
 * @param entities what it mentions
 * @param related what stands at the ends of the relations that it states
 */
public record Links(long at, List<UUID> entities, List<UUID> related) {

    private static final long MICROS = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / MICROS - 1;

    public Links {
        entities = List.copyOf(entities);
        related = List.copyOf(related);
    }

    /** Microseconds since 1970, rounded down; moments too far away to be counted stand at the end of what can be. */
    public static long micros(Instant moment) {
        return Math.clamp(moment.getEpochSecond(), -MOST_SECONDS, MOST_SECONDS) * MICROS + moment.getNano() / 1000;
    }
}

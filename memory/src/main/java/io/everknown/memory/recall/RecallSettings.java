package io.everknown.memory.recall;

import java.time.Duration;

/**
 * How wide a recall searches and how long it waits.
 *
 * @param perChannel hits taken from each channel into the union (design: about 120 candidates from three channels)
 * @param lexicalDepth lexical scores kept for lending, beyond those taken into the union
 * @param neighbourDistance places before and after a found turn that join the union
 * @param deadline how long a channel may take before the answer goes without it
 */
public record RecallSettings(int perChannel, int lexicalDepth, int neighbourDistance, Duration deadline) {

    /** Forty hits a channel, one neighbour on each side, half a second of patience. */
    public static final RecallSettings DEFAULTS = new RecallSettings(40, 200, 1, Duration.ofMillis(500));
}

package io.everknown.memory.time;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the service held to be true of a fact's time before it learned otherwise.
 *
 * @param until the moment of the service's own knowledge from which on this was no longer its state
 * @param validity when the fact was held to be true in the world
 * @param retractedAt when it had been taken back, or null
 */
public record Known(
        Instant until, Validity validity, @Nullable Instant retractedAt) {}

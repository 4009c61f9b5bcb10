package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import java.time.Instant;

/**
 * A stretch of the service's own time, {@code from} included and {@code to} excluded.
 *
 * @param from its begin
 * @param to its end, after {@code from}
 */
public record Window(Instant from, Instant to) {

    public Window {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a window ends after it began");
        }
    }

    /** Whether the service learned a fact in it. */
    boolean holds(Fact fact) {
        return !fact.recordedAt().isBefore(from) && fact.recordedAt().isBefore(to);
    }
}

package io.everknown.memory.time;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time in the world, {@code from} included and {@code to} excluded.
 *
 * @param from when it became true
 * @param to when it stopped being true, or null while it holds; never before {@code from}
 */
public record Validity(Instant from, @Nullable Instant to) {

    public Validity {
        Objects.requireNonNull(from, "from");
        if (to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("valid_to " + to + " lies before valid_from " + from);
        }
    }

    /** True from {@code from} on, with no end known. */
    public static Validity since(Instant from) {
        return new Validity(from, null);
    }

    /** Whether {@code moment} lies inside. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && (to == null || moment.isBefore(to));
    }

    /** Whether there is a moment inside of both. */
    public boolean overlaps(Validity other) {
        Instant start = from.isAfter(other.from) ? from : other.from;
        return contains(start) && other.contains(start);
    }

    /** The same start with an end; an end before the start closes it at the start. */
    public Validity until(Instant end) {
        return new Validity(from, end.isBefore(from) ? from : end);
    }
}

package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments as the API takes them: RFC 3339 with an offset, kept to the microsecond as Postgres does. */
final class Times {

    /** Earlier and later moments are a mistake, and not every store could hold them. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Times() {}

    /** The moment of a field; {@code field} is its path in the request. */
    static Instant instant(String field, OffsetDateTime time) {
        Instant instant = time.toInstant().truncatedTo(ChronoUnit.MICROS);
        if (!isStorable(instant)) {
            throw ProblemException.ofField(field, "lies outside the years 1 to 9999");
        }
        return instant;
    }

    /** Whether every store can hold this moment. */
    static boolean isStorable(Instant instant) {
        return !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST);
    }

    /** Which versions {@code as_of} and {@code known_at} ask for. */
    static TimeFrame frame(
            boolean currentOnly, @Nullable OffsetDateTime asOf, @Nullable OffsetDateTime knownAt, Instant now) {
        return new TimeFrame(currentOnly, instantOrNull("as_of", asOf), instantOrNull("known_at", knownAt), now);
    }

    static @Nullable Instant instantOrNull(String field, @Nullable OffsetDateTime time) {
        return time == null ? null : instant(field, time);
    }
}

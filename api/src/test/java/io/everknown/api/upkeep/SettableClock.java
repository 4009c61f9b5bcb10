package io.everknown.api.upkeep;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is set. */
final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    SettableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Goes on to a moment, never back. */
    void set(Instant moment) {
        now.updateAndGet(before -> {
            if (moment.isBefore(before)) {
                throw new IllegalArgumentException(moment + " lies before " + before);
            }
            return moment;
        });
    }
}

package io.everknown.api.problem;

import java.time.Duration;

/** Too many requests; the answer says when to come back. */
public final class RateLimitedException extends RuntimeException {

    private final Duration wait;

    public RateLimitedException(Duration wait) {
        super("Too many requests; wait " + seconds(wait) + " s.");
        this.wait = wait;
    }

    /** How long to wait, in whole seconds, rounded up: the value of {@code Retry-After}. */
    public long retryAfterSeconds() {
        return seconds(wait);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}

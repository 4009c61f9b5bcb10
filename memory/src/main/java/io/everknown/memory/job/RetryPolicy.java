package io.everknown.memory.job;

import java.time.Duration;
import java.util.Optional;

/**
 * When a failed job is tried again: pauses grow by a factor, and vary a little so that what failed together does not
 * come again together.
 *
 * @param firstPause before the second attempt
 * @param factor by which each further pause is longer, at least 1
 * @param longestPause no pause is longer, but for jitter
 * @param mostAttempts failures that make a dead letter, at least 1
 * @param jitter share by which a pause is longer or shorter at random, in [0, 1]
 */
public record RetryPolicy(Duration firstPause, double factor, Duration longestPause, int mostAttempts, double jitter) {

    public RetryPolicy {
        if (firstPause.isNegative() || longestPause.isNegative() || !(factor >= 1) || mostAttempts < 1) {
            throw new IllegalArgumentException("pauses are not negative, the factor and the attempts at least 1");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter is a share in [0, 1]");
        }
    }

    /**
     * The pause before the next attempt, empty when there is none.
     *
     * @param failures failed attempts, this one included
     * @param random in [0, 1)
     */
    public Optional<Duration> pause(int failures, double random) {
        if (failures >= mostAttempts) {
            return Optional.empty();
        }
        double grown =
                Math.min(firstPause.toMillis() * Math.pow(factor, failures - 1.0), (double) longestPause.toMillis());
        return Optional.of(Duration.ofMillis(Math.round(grown * (1 + jitter * (2 * random - 1)))));
    }
}

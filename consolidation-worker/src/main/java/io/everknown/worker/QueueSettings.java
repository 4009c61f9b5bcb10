package io.everknown.worker;

import io.everknown.memory.job.RetryPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How jobs are taken and done, {@code everknown.worker.*}.
 *
 * @param threads jobs at once in this process, at least 1
 * @param tenantShare share of them that one tenant may have, in (0, 1]; at least one job
 * @param pollInterval between two looks for jobs nobody told this process of
 * @param hold how long a job is left to a worker that is not heard of; a sign of life is given ten times as often
 * @param stopWait how long a worker that stops waits for its jobs to end or to be handed back
 * @param retry when a failed job is tried again
 * @param keepEnded how long jobs that were done or cancelled are kept
 * @param cleanInterval between two removals of those
 */
@ConfigurationProperties("everknown.worker")
record QueueSettings(
        @DefaultValue("6") int threads,
        @DefaultValue("0.75") double tenantShare,
        @DefaultValue("1s") Duration pollInterval,
        @DefaultValue("20s") Duration hold,
        @DefaultValue("30s") Duration stopWait,
        @DefaultValue Retry retry,
        @DefaultValue("30d") Duration keepEnded,
        @DefaultValue("1h") Duration cleanInterval) {

    QueueSettings {
        if (threads < 1 || !(tenantShare > 0 && tenantShare <= 1)) {
            throw new IllegalArgumentException("there is a thread at least, and a tenant's share lies in (0, 1]");
        }
        if (hold.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a job is held for a second at least");
        }
    }

    /** Jobs of one tenant that run in this process at once. */
    int ofOneTenant() {
        return Math.max(1, (int) (threads * tenantShare));
    }

    /**
     * When a failed job is tried again.
     *
     * @param firstPause before the second attempt
     * @param factor by which each further pause is longer
     * @param longestPause no pause is longer, but for jitter
     * @param mostAttempts failures that make a dead letter
     * @param jitter share by which a pause varies at random
     */
    record Retry(
            @DefaultValue("5s") Duration firstPause,
            @DefaultValue("3") double factor,
            @DefaultValue("1h") Duration longestPause,
            @DefaultValue("5") int mostAttempts,
            @DefaultValue("0.2") double jitter) {

        RetryPolicy policy() {
            return new RetryPolicy(firstPause, factor, longestPause, mostAttempts, jitter);
        }
    }
}

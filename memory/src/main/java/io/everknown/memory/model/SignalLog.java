package io.everknown.memory.model;

import java.time.Instant;
import java.util.List;

/** Where it is counted how versions did, over all tenants: numbers alone, nothing of anybody's. */
public interface SignalLog {

    /** Adds to what was counted. */
    void add(List<RecallCount> counts);

    /** What was counted in stretches that began at a moment or later; equal routes and buckets may come more than once. */
    List<RecallCount> recalls(Instant since);

    /** What feedback said of recalls that were answered at a moment or later. */
    List<FeedbackCount> feedback(Instant since);

    /** Removes what was counted in stretches that began before a moment. */
    void clean(Instant before);

    /**
     * Recalls that took about as long.
     *
     * @param version the version they were routed to
     * @param route why
     * @param since when the stretch of time began in which they are counted
     * @param bucket how long ranking took, see {@link RankingTime}
     * @param recalls how many
     * @param degraded how many of them named something as degraded
     */
    record RecallCount(String version, ModelRoute route, Instant since, int bucket, long recalls, long degraded) {}

    /**
     * What feedback said.
     *
     * @param used recalls of which at least one memory was used
     * @param wrong recalls of which at least one memory was wrong
     * @param ranked used memories whose place in the answer is known
     * @param rankSum the sum of their places, the first is 1
     */
    record FeedbackCount(String version, ModelRoute route, long used, long wrong, long ranked, long rankSum) {}
}

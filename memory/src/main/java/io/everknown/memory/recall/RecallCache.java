package io.everknown.memory.recall;

/** What is kept at hand for recalls, to be watched. */
public interface RecallCache {

    /** What has happened since the start, and what is held now. */
    Statistics statistics();

    /**
     * Counts since the start but for the last two.
     *
     * @param hits audiences that were held and up to date
     * @param refreshes audiences of which the changes were read
     * @param loads audiences read whole
     * @param misses recalls left to the tables
     * @param failures recalls left to the tables because the record failed
     * @param audiences held now
     * @param bytes they take, about
     */
    record Statistics(long hits, long refreshes, long loads, long misses, long failures, long audiences, long bytes) {}
}

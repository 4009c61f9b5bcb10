package io.everknown.memory.job;

import io.everknown.memory.conversation.Usage;

/** A job under way, as the kind that does it sees it. */
public interface JobContext {

    /** The job as it stood when this attempt began. */
    Job job();

    /** Tells how much is done; it is shown within seconds, and costs nothing to tell often. */
    void progress(long done, long total);

    /** Adds to what the job has used, at once. */
    void used(Usage usage);

    /** Whether to stop: the job was cancelled, this worker shuts down, or another worker has taken the job over. */
    boolean stopping();

    /**
     * Goes on, or ends the attempt where it is to stop. To be called often enough that a few seconds never pass between
     * two calls.
     *
     * @throws JobStoppedException when it is to stop
     */
    default void check() {
        if (stopping()) {
            throw new JobStoppedException();
        }
    }
}

package io.everknown.memory.job;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The record of jobs. One that {@link #open} returned survives any crash. */
public interface JobLog {

    /**
     * Opens a job for those of these turns that nothing was derived from yet.
     *
     * @return the new job; for turns that have one already, that one; empty when everything is derived without any
     */
    Optional<Job> open(MemoryScope scope, String conversation, List<UUID> turns);

    /** A job of this scope. */
    Optional<Job> find(MemoryScope scope, UUID id);

    /** Begins the scope's oldest job that has not ended, or begins it again. */
    Optional<Job> next(MemoryScope scope);

    /** Adds to what a job has used. */
    void used(MemoryScope scope, UUID job, Usage usage);

    /** Ends a job. */
    void done(MemoryScope scope, UUID job);

    /**
     * Counts a failed attempt.
     *
     * @param error what went wrong, without words of anybody
     * @return whether it is given up, which it is after {@code maxAttempts}; its turns then wait for
     *     whoever looks for interrupted ones
     */
    boolean failed(MemoryScope scope, UUID job, String error, int maxAttempts);

    /** Whether a scope has jobs to do. */
    boolean waiting(MemoryScope scope);

    /** Scopes that have jobs to do, the longest waiting first. */
    List<MemoryScope> scopesWithJobs(int limit);
}

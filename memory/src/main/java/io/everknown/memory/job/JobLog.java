package io.everknown.memory.job;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The record of jobs, for those who ask for them. One that {@link #add} returned survives any crash. */
public interface JobLog {

    /**
     * Enters a job, in the caller's transaction if there is one.
     *
     * @return the new job; for one that is {@link NewJob#single() single}, the unfinished one if there is one
     */
    Job add(NewJob job);

    /** A job of this scope. */
    Optional<Job> find(JobScope scope, UUID id);

    /**
     * Jobs of this scope, newest first.
     *
     * @param state only those in this state, or null
     * @param kind only those of this kind, or null
     * @param after only those older than this one, or null
     */
    List<Job> list(JobScope scope, Job.@Nullable State state, @Nullable String kind, @Nullable UUID after, int limit);

    /**
     * Has a dead letter tried again, as often as a new job.
     *
     * @return the job, queued; empty when the scope has none
     * @throws JobConflictException when it is no dead letter, or a single kind has another unfinished job
     */
    Optional<Job> retry(JobScope scope, UUID id);

    /**
     * Removes a dead letter for good.
     *
     * @return whether the scope has it
     * @throws JobConflictException when it is no dead letter
     */
    boolean discard(JobScope scope, UUID id);

    /**
     * Cancels a job: one that is queued at once; one that runs is told, and stops at its next check.
     *
     * @param then given the job in the same transaction, if it is cancelled at once
     * @return the job as it stands then; empty when the scope has none
     * @throws JobConflictException when it has ended
     */
    Optional<Job> cancel(JobScope scope, UUID id, Consumer<Job> then);
}

package io.everknown.memory.job;

import io.everknown.memory.conversation.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The record of jobs, for the workers. A worker that takes a job holds it for a while and has to {@link #renew} that; a
 * job that nobody holds any more is {@link #reclaim taken over}. Every method that is given a job leaves it alone when
 * the attempt is not the current one any more.
 */
public interface JobQueue {

    /**
     * Takes the oldest due job of the next tenant that has one, in a round over the tenants.
     *
     * @param worker who takes it
     * @param kinds names of kinds it can do
     * @param after the tenant whose turn it was last, or null
     * @param without tenants to pass over
     * @param hold how long it is held unless renewed
     * @return the job, now running, or empty when nothing is due
     */
    Optional<Job> take(String worker, Set<String> kinds, @Nullable UUID after, Set<UUID> without, Duration hold);

    /**
     * Holds jobs for longer and tells their progress.
     *
     * @return those that are still held by these attempts; the others were taken over
     */
    List<Held> renew(List<Beat> jobs, Duration hold);

    /**
     * Queues jobs again, at once, that are held no longer; each counts as a failure with the code {@code worker_lost}.
     *
     * @return how many
     */
    int reclaim();

    /** Adds to what a job has used. */
    void used(Job job, Usage usage);

    /**
     * Ends a job and runs the effect of its result in the same transaction.
     *
     * @return whether it was ended; otherwise nothing has happened
     * @throws RuntimeException what the effect threw; then nothing has happened either
     */
    boolean done(Job job, Job.Progress progress, JobResult result);

    /**
     * Counts a failed attempt and queues the job again.
     *
     * @param failure what went wrong
     * @param pause until the next attempt
     * @return whether it was this attempt's to say
     */
    boolean again(Job job, Failure failure, Duration pause);

    /** Counts a failed attempt, makes the job a dead letter and runs {@code then} in the same transaction. */
    boolean giveUp(Job job, Failure failure, Consumer<Job> then);

    /** Queues a job again at once, without a failure, because its worker stops. */
    boolean handBack(Job job);

    /** Ends a job as cancelled and runs {@code then} in the same transaction. */
    boolean cancelled(Job job, Consumer<Job> then);

    /**
     * Removes jobs that were done or cancelled longer than {@code keep} ago; dead letters stay.
     *
     * @param limit at most so many
     * @return how many
     */
    int clean(Duration keep, int limit);

    /** How many jobs there are, by kind, over all tenants. */
    List<Depth> depths();

    /**
     * A sign of life.
     *
     * @param job the job as it was taken
     * @param progress how much is done
     */
    record Beat(Job job, Job.Progress progress) {}

    /** A job that is still held, and whether it is to be cancelled. */
    record Held(UUID id, boolean cancelling) {}

    /**
     * What went wrong.
     *
     * @param code shown to whoever asks for the job
     * @param detail for the operator, without words of anybody
     */
    record Failure(String code, String detail) {}

    /**
     * How many unfinished jobs and dead letters a kind has.
     *
     * @param kind the kind
     * @param queued waiting, for their turn or for their next attempt
     * @param running under way
     * @param dead dead letters
     * @param oldestWait since when the longest waiting of those that could begin has been due
     */
    record Depth(String kind, long queued, long running, long dead, Duration oldestWait) {}
}

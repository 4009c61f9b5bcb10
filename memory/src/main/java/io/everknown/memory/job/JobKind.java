package io.everknown.memory.job;

/**
 * Something that jobs do. An attempt may end at any point with its worker, and then another worker begins anew; an
 * attempt that was believed dead may even go on beside the next. So that the effect of a job happens exactly once, a kind
 * keeps one of two rules:
 *
 * <ul>
 *   <li>it writes its effect in {@link JobResult#effect()}, which runs in the transaction that ends the job and only if
 *       the attempt is still the job's current one; or
 *   <li>its effect is idempotent: doing it again, or a second time beside, changes nothing.
 * </ul>
 */
public interface JobKind {

    /** Its name, in lower case with hyphens; once published it stays. */
    String name();

    /** Whether a tenant has one unfinished job of this kind at most; who asks for a second gets the first. */
    default boolean single() {
        return false;
    }

    /**
     * Does the job, or goes on with it.
     *
     * @throws JobStoppedException when it was to stop, from {@link JobContext#check()}
     * @throws JobFailedException when it failed, with a code, and maybe for good
     * @throws RuntimeException when it failed for another reason; it is tried again
     */
    JobResult run(JobContext context);

    /** Called in the transaction in which a job of this kind becomes a dead letter or is cancelled. */
    default void abandoned(Job job) {}
}

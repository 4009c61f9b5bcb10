package io.everknown.memory.job;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.MemoryScope;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the jobs of a scope in the order they were accepted, turn by turn: whoever goes on after a crash repeats no
 * turn that was finished.
 */
public final class DeriveJobs {

    private static final Logger LOG = LoggerFactory.getLogger(DeriveJobs.class);

    /** Attempts before a job that always fails is given up, so that it holds up no other for good. */
    static final int MAX_ATTEMPTS = 5;

    private final JobLog jobs;
    private final TurnLog log;
    private final TurnProcessing processing;

    public DeriveJobs(JobLog jobs, TurnLog log, TurnProcessing processing) {
        this.jobs = jobs;
        this.log = log;
        this.processing = processing;
    }

    /**
     * Does all jobs that wait.
     *
     * @param stop asked before each turn: whether to leave the rest to whoever comes next
     * @return how many were ended
     * @throws RuntimeException when an attempt failed that is to be made again later
     */
    public int run(MemoryScope scope, BooleanSupplier stop) {
        int ended = 0;
        while (!stop.getAsBoolean()) {
            Optional<Job> job = jobs.next(scope);
            if (job.isEmpty()) {
                break;
            }
            if (work(scope, job.get(), stop)) {
                ended++;
            }
        }
        return ended;
    }

    private boolean work(MemoryScope scope, Job job, BooleanSupplier stop) {
        try {
            ModelUsage spent = job.usage().model();
            for (Turn turn : log.turns(scope, job.turns())) {
                if (stop.getAsBoolean()) {
                    return false;
                }
                if (!turn.processed()) {
                    Usage used = processing.derive(scope, turn, spent);
                    jobs.used(scope, job.id(), used);
                    spent = spent.plus(used.model());
                }
            }
            jobs.done(scope, job.id());
        } catch (RuntimeException e) {
            if (!jobs.failed(scope, job.id(), e.getClass().getSimpleName(), MAX_ATTEMPTS)) {
                throw e;
            }
            LOG.error("job {} is given up after {} attempts", job.id(), MAX_ATTEMPTS, e);
        }
        return true;
    }
}

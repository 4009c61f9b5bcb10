package io.everknown.worker;

import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobFailedException;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobQueue.Failure;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.JobStoppedException;
import io.everknown.memory.job.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Makes one attempt at a job, and writes down how it ended. */
final class JobAttempts {

    /** How an attempt ended. */
    enum Ending {
        DONE,
        /** It failed, and another attempt comes. */
        RETRIED,
        /** A dead letter. */
        FAILED,
        CANCELLED,
        /** Left to another worker, because this one stops. */
        HANDED_BACK,
        /** Another worker had it already. */
        LOST
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobAttempts.class);

    private static final String WORKER_LOST = "worker_lost";

    private final JobQueue queue;
    private final JobKinds kinds;
    private final RetryPolicy retry;

    JobAttempts(JobQueue queue, JobKinds kinds, RetryPolicy retry) {
        this.queue = queue;
        this.kinds = kinds;
        this.retry = retry;
    }

    /**
     * Makes the attempt.
     *
     * @throws RuntimeException when how it ended could not be written; the job is then taken over by whoever notices
     */
    Ending make(RunningJob attempt) {
        Job job = attempt.job();
        if (job.cancelling()) {
            return cancelled(job);
        }
        if (job.failures() >= retry.mostAttempts()) {
            // Each worker that took it has died of it, or with it.
            return giveUp(job, new Failure(WORKER_LOST, "no worker came to the end of it"));
        }
        try {
            JobResult result =
                    kinds.find(job.kind()).orElseThrow(() -> unknown(job)).run(attempt);
            return queue.done(job, attempt.progress(), result) ? Ending.DONE : Ending.LOST;
        } catch (JobStoppedException e) {
            return stopped(attempt);
        } catch (RuntimeException | Error e) {
            return failed(job, e);
        }
    }

    private Ending stopped(RunningJob attempt) {
        return switch (attempt.stop()) {
            case CANCELLED -> cancelled(attempt.job());
            case LOST -> Ending.LOST;
            case NO, SHUTDOWN -> queue.handBack(attempt.job()) ? Ending.HANDED_BACK : Ending.LOST;
        };
    }

    private Ending failed(Job job, Throwable cause) {
        Failure failure = new Failure(code(cause), cause.getClass().getSimpleName());
        Optional<Duration> pause = cause instanceof JobFailedException known && known.lasting()
                ? Optional.empty()
                : retry.pause(job.failures() + 1, ThreadLocalRandom.current().nextDouble());
        if (pause.isEmpty()) {
            LOG.error("{} job {} is given up after {} attempts", job.kind(), job.id(), job.attempts(), cause);
            return giveUp(job, failure);
        }
        LOG.warn("{} job {} failed and is tried again in {}", job.kind(), job.id(), pause.get(), cause);
        return queue.again(job, failure, pause.get()) ? Ending.RETRIED : Ending.LOST;
    }

    private Ending giveUp(Job job, Failure failure) {
        return queue.giveUp(job, failure, kinds::abandoned) ? Ending.FAILED : Ending.LOST;
    }

    private Ending cancelled(Job job) {
        return queue.cancelled(job, kinds::abandoned) ? Ending.CANCELLED : Ending.LOST;
    }

    private static String code(Throwable cause) {
        return switch (cause) {
            case JobFailedException known -> known.code();
            case GraphUnavailableException graph -> "store_unavailable";
            case DataAccessResourceFailureException record -> "store_unavailable";
            case TransientDataAccessException record -> "store_unavailable";
            case CannotCreateTransactionException record -> "store_unavailable";
            default -> "internal_error";
        };
    }

    private static JobFailedException unknown(Job job) {
        return JobFailedException.passing("unknown_kind", "nobody here can do " + job.kind());
    }
}

package io.everknown.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.PeriodicJobs;
import io.everknown.memory.job.PeriodicJobs.Outcome;
import io.everknown.memory.job.PeriodicJobs.Periodic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has each recurring job run once, and the queue emptied, retries included. What other workers have under way is left to
 * them.
 */
final class OnceRun {

    private static final Logger LOG = LoggerFactory.getLogger(OnceRun.class);

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Scheduler scheduler;
    private final List<RecurringTask<?>> recurring;
    private final PeriodicJobs periodic;
    private final JobQueue queue;
    private final JobKinds kinds;
    private final JobRunner runner;
    private final JobMeters meters;

    OnceRun(
            Scheduler scheduler,
            List<RecurringTask<?>> recurring,
            PeriodicJobs periodic,
            JobQueue queue,
            JobKinds kinds,
            JobRunner runner,
            JobMeters meters) {
        this.scheduler = scheduler;
        this.recurring = recurring;
        this.periodic = periodic;
        this.queue = queue;
        this.kinds = kinds;
        this.runner = runner;
        this.meters = meters;
    }

    /**
     * Comes back when all is done.
     *
     * @param since runs that ended before do not count
     * @return 0, or 1 when a job became a dead letter here or the run of a recurring job failed
     */
    int run(Instant since) throws InterruptedException {
        Set<String> names = scheduled();
        recurring.stream().filter(task -> names.contains(task.getName())).forEach(task -> hasten(task, since));
        List<Periodic> ran = ran(names, since);
        while (ran.size() < names.size() || !runner.idle() || waiting() > 0) {
            Thread.sleep(LOOK);
            ran = ran(names, since);
        }
        List<String> failed = ran.stream()
                .filter(job -> job.lastOutcome() == Outcome.FAILED)
                .map(Periodic::name)
                .toList();
        LOG.info("the queue is empty; dead letters: {}, recurring jobs that failed: {}", meters.deadLetters(), failed);
        return meters.deadLetters() == 0 && failed.isEmpty() ? 0 : 1;
    }

    /** Names of the recurring jobs that are not switched off. */
    private Set<String> scheduled() {
        Set<String> names = recurring.stream().map(RecurringTask::getName).collect(Collectors.toSet());
        names.retainAll(periodic.all().stream().map(Periodic::name).toList());
        return names;
    }

    private void hasten(RecurringTask<?> task, Instant since) {
        try {
            scheduler.reschedule(task.getDefaultTaskInstance(), since);
        } catch (TaskInstanceException e) {
            LOG.debug("{} runs already", task.getName());
        }
        scheduler.triggerCheckForDueExecutions();
    }

    private List<Periodic> ran(Set<String> names, Instant since) {
        return periodic.all().stream()
                .filter(job -> names.contains(job.name()))
                .filter(job -> job.lastRunAt() != null && !job.lastRunAt().isBefore(since))
                .toList();
    }

    private long waiting() {
        return queue.depths().stream()
                .filter(depth -> kinds.names().contains(depth.kind()))
                .mapToLong(JobQueue.Depth::queued)
                .sum();
    }
}

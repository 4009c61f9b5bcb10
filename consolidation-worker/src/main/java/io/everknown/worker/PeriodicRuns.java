package io.everknown.worker;

import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.everknown.memory.job.PeriodicJobs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps how long each run of a recurring job took. */
final class PeriodicRuns extends AbstractSchedulerListener {

    private static final Logger LOG = LoggerFactory.getLogger(PeriodicRuns.class);

    private final PeriodicJobs jobs;

    PeriodicRuns(PeriodicJobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void onExecutionComplete(ExecutionComplete run) {
        if (!RecurringTask.INSTANCE.equals(run.getExecution().getId())) {
            return;
        }
        try {
            jobs.ran(run.getExecution().getTaskName(), run.getDuration());
        } catch (RuntimeException e) {
            LOG.warn("how long a run took could not be kept: {}", e.toString());
        }
    }
}

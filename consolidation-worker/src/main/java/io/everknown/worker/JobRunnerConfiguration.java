package io.everknown.worker;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.PeriodicJobs;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What does the jobs of the queue: it needs the queue and the kinds, no store besides and no model. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueueSettings.class)
class JobRunnerConfiguration {

    /** Removes jobs that ended long ago. */
    static final String CLEAN_JOBS = "clean-jobs";

    private static final int AT_ONCE = 1_000;

    @Bean
    JobMeters jobMeters(MeterRegistry metrics, JobQueue queue, JobKinds kinds, InstantSource clock) {
        return new JobMeters(metrics, queue, kinds, clock);
    }

    @Bean
    JobRunner jobRunner(JobQueue queue, JobKinds kinds, QueueSettings settings, JobMeters meters) {
        return new JobRunner(queue, kinds, settings, meters);
    }

    @Bean
    PeriodicRuns periodicRuns(PeriodicJobs jobs) {
        return new PeriodicRuns(jobs);
    }

    @Bean
    RecurringTask<Void> cleanJobs(JobQueue queue, QueueSettings settings) {
        return Tasks.recurring(CLEAN_JOBS, FixedDelay.of(settings.cleanInterval()))
                .execute((instance, context) -> {
                    int gone = AT_ONCE;
                    while (gone == AT_ONCE && !context.getSchedulerState().isShuttingDown()) {
                        gone = queue.clean(settings.keepEnded(), AT_ONCE);
                    }
                });
    }
}

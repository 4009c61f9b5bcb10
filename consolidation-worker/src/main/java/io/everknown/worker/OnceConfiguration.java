package io.everknown.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.everknown.memory.graph.GraphRecord;
import io.everknown.memory.job.JobKinds;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.PeriodicJobs;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What a worker needs that is to end when all is done. */
@Configuration(proxyBeanMethods = false)
class OnceConfiguration {

    @Bean
    @Lazy
    GraphRebuilds graphRebuilds(GraphRecord record, JobLog jobs) {
        return new GraphRebuilds(record, jobs);
    }

    @Bean
    @Lazy
    OnceRun onceRun(
            Scheduler scheduler,
            List<RecurringTask<?>> recurring,
            PeriodicJobs periodic,
            JobQueue queue,
            JobKinds kinds,
            JobRunner runner,
            JobMeters meters) {
        return new OnceRun(scheduler, recurring, periodic, queue, kinds, runner, meters);
    }
}

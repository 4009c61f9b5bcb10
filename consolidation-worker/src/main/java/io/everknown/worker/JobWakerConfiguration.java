package io.everknown.worker;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import io.everknown.memory.job.JobWaker;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a service tells the workers of a job, whether they run inside it or elsewhere. */
@Configuration(proxyBeanMethods = false)
public class JobWakerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(JobWakerConfiguration.class);

    @Bean
    JobWaker jobWaker(ObjectProvider<Scheduler> inside, DataSource dataSource, InstantSource clock) {
        SchedulerClient outside = SchedulerClient.Builder.create(dataSource).build();
        return scope -> {
            try {
                Scheduler scheduler = inside.getIfAvailable();
                SubjectJobs.schedule(scheduler == null ? outside : scheduler, scope, clock.instant());
            } catch (RuntimeException e) {
                // The job stands already; whatever went wrong here, the request must not fail of it.
                LOG.warn("a job's worker was not told, it will look by itself: {}", e.getMessage());
            }
        };
    }
}

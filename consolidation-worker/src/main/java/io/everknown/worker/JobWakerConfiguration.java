package io.everknown.worker;

import io.everknown.memory.job.JobWaker;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a service tells a worker inside it of a job; workers elsewhere look by themselves. */
@Configuration(proxyBeanMethods = false)
public class JobWakerConfiguration {

    @Bean
    JobWaker jobWaker(ObjectProvider<JobRunner> inside) {
        return () -> inside.ifAvailable(JobRunner::wake);
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.job.JobLog;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.ObjectMapper;

/** The record's jobs for an application; they need no model and no graph. */
@Configuration(proxyBeanMethods = false)
@Import(PostgresTransactionsConfiguration.class)
public class PostgresJobConfiguration {

    @Bean
    PostgresJobLog jobLog(TenantTransactions transactions, ObjectMapper mapper, InstantSource clock) {
        return new PostgresJobLog(transactions, mapper, clock);
    }

    @Bean
    PostgresJobQueue jobQueue(TenantTransactions transactions, ObjectMapper mapper) {
        return new PostgresJobQueue(transactions, mapper);
    }

    @Bean
    PostgresTurnJobs turnJobs(TenantTransactions transactions, JobLog jobs) {
        return new PostgresTurnJobs(transactions, jobs);
    }

    @Bean
    PostgresPeriodicJobs periodicJobs(TenantTransactions transactions) {
        return new PostgresPeriodicJobs(transactions);
    }
}

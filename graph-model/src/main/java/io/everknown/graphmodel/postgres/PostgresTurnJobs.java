package io.everknown.graphmodel.postgres;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.job.ExtractTurns;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.TurnJobs;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which turns wait for which job, in Postgres. */
final class PostgresTurnJobs implements TurnJobs {

    private final TenantTransactions transactions;
    private final JobLog jobs;

    PostgresTurnJobs(TenantTransactions transactions, JobLog jobs) {
        this.transactions = transactions;
        this.jobs = jobs;
    }

    @Override
    public Optional<Job> open(MemoryScope scope, String conversation, List<UUID> turns) {
        return transactions.call(scope.tenant(), sql -> {
            // Jobs have one order, and a turn has one job, whoever asks at the same time.
            SubjectLock.APPEND.take(sql, scope.tenant(), scope.user());
            boolean waiting = sql.sql("SELECT EXISTS (SELECT FROM turn WHERE tenant_id = ? AND user_id = ?"
                            + " AND id = ANY(?::uuid[]) AND state = 'pending' AND job_id IS NULL)")
                    .param(scope.tenant())
                    .param(scope.user())
                    .param(Columns.of(turns, id -> id))
                    .query(Boolean.class)
                    .single();
            return waiting ? Optional.of(add(sql, scope, conversation, turns)) : last(sql, scope, turns);
        });
    }

    private Job add(JdbcClient sql, MemoryScope scope, String conversation, List<UUID> turns) {
        Job job = jobs.add(ExtractTurns.of(scope, conversation, turns));
        sql.sql("UPDATE turn SET job_id = ? WHERE tenant_id = ? AND user_id = ? AND id = ANY(?::uuid[])"
                        + " AND state = 'pending' AND job_id IS NULL")
                .param(job.id())
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(turns, turn -> turn))
                .update();
        return job;
    }

    private Optional<Job> last(JdbcClient sql, MemoryScope scope, List<UUID> turns) {
        return sql.sql("SELECT id FROM job WHERE tenant_id = ? AND user_id = ? AND id IN"
                        + " (SELECT job_id FROM turn WHERE tenant_id = ? AND user_id = ? AND id = ANY(?::uuid[]))"
                        + " ORDER BY created_at DESC, id DESC LIMIT 1")
                .param(scope.tenant())
                .param(scope.user())
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(turns, turn -> turn))
                .query(Rows::firstId)
                .optional()
                .flatMap(id -> jobs.find(JobScope.of(scope), id));
    }

    @Override
    public void release(UUID tenant, UUID job, boolean extract) {
        transactions.call(
                tenant,
                sql -> sql.sql("UPDATE turn SET job_id = NULL, extract = extract AND ?"
                                + " WHERE tenant_id = ? AND job_id = ? AND state = 'pending'")
                        .param(extract)
                        .param(tenant)
                        .param(job)
                        .update());
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Jobs in Postgres. */
public final class PostgresJobLog implements JobLog {

    private static final String COLUMNS =
            "id, conversation_id, turns, state, attempts, input_tokens, output_tokens, embedded_tokens, cost_usd,"
                    + " created_at, started_at, finished_at";

    private static final int MAX_ERROR = 1_000;

    private final TenantTransactions transactions;
    private final InstantSource clock;

    public PostgresJobLog(TenantTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
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
            return waiting ? Optional.of(insert(sql, scope, conversation, turns)) : last(sql, scope, turns);
        });
    }

    private Job insert(JdbcClient sql, MemoryScope scope, String conversation, List<UUID> turns) {
        UUID id = Ids.next();
        Job job = sql.sql("INSERT INTO job (id, tenant_id, user_id, conversation_id, turns, created_at)"
                        + " VALUES (?, ?, ?, ?, ?::uuid[], ?) RETURNING " + COLUMNS)
                .param(id)
                .param(scope.tenant())
                .param(scope.user())
                .param(conversation)
                .param(Columns.of(turns, turn -> turn))
                .param(Timestamp.from(clock.instant()))
                .query(PostgresJobLog::job)
                .single();
        sql.sql("UPDATE turn SET job_id = ? WHERE tenant_id = ? AND user_id = ? AND id = ANY(?::uuid[])"
                        + " AND state = 'pending' AND job_id IS NULL")
                .param(id)
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(turns, turn -> turn))
                .update();
        return job;
    }

    private static Optional<Job> last(JdbcClient sql, MemoryScope scope, List<UUID> turns) {
        return sql.sql("SELECT " + COLUMNS + " FROM job WHERE tenant_id = ? AND user_id = ? AND id IN"
                        + " (SELECT job_id FROM turn WHERE tenant_id = ? AND user_id = ? AND id = ANY(?::uuid[]))"
                        + " ORDER BY created_at DESC, id DESC LIMIT 1")
                .param(scope.tenant())
                .param(scope.user())
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(turns, turn -> turn))
                .query(PostgresJobLog::job)
                .optional();
    }

    @Override
    public Optional<Job> find(MemoryScope scope, UUID id) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT " + COLUMNS + " FROM job WHERE tenant_id = ? AND user_id = ? AND id = ?")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(id)
                        .query(PostgresJobLog::job)
                        .optional());
    }

    @Override
    public Optional<Job> next(MemoryScope scope) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("UPDATE job SET state = 'running', attempts = attempts + 1, started_at = :now WHERE id ="
                                + " (SELECT id FROM job WHERE tenant_id = :tenant AND user_id = :user"
                                + " AND state IN ('queued', 'running') ORDER BY created_at, id LIMIT 1)"
                                + " RETURNING " + COLUMNS)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("tenant", scope.tenant())
                        .param("user", scope.user())
                        .query(PostgresJobLog::job)
                        .optional());
    }

    @Override
    public void used(MemoryScope scope, UUID job, Usage usage) {
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("UPDATE job SET input_tokens = input_tokens + ?, output_tokens = output_tokens + ?,"
                                + " embedded_tokens = embedded_tokens + ?, cost_usd = cost_usd + ?"
                                + " WHERE tenant_id = ? AND id = ?")
                        .param(usage.model().inputTokens())
                        .param(usage.model().outputTokens())
                        .param(usage.embeddedTokens())
                        .param(usage.model().costUsd())
                        .param(scope.tenant())
                        .param(job)
                        .update());
    }

    @Override
    public void done(MemoryScope scope, UUID job) {
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("UPDATE job SET state = 'done', finished_at = ? WHERE tenant_id = ? AND id = ?"
                                + " AND state IN ('queued', 'running')")
                        .param(Timestamp.from(clock.instant()))
                        .param(scope.tenant())
                        .param(job)
                        .update());
    }

    @Override
    public boolean failed(MemoryScope scope, UUID job, String error, int maxAttempts) {
        return transactions.call(scope.tenant(), sql -> {
            boolean over = sql.sql("UPDATE job SET failures = failures + 1, last_error = :error,"
                            + " state = CASE WHEN failures + 1 >= :most THEN 'failed' ELSE 'queued' END,"
                            + " finished_at = CASE WHEN failures + 1 >= :most THEN :now::timestamptz END"
                            + " WHERE tenant_id = :tenant AND id = :id AND state IN ('queued', 'running')"
                            + " RETURNING state = 'failed'")
                    .param("error", error.substring(0, Math.min(error.length(), MAX_ERROR)))
                    .param("most", maxAttempts)
                    .param("now", Timestamp.from(clock.instant()))
                    .param("tenant", scope.tenant())
                    .param("id", job)
                    .query(Boolean.class)
                    .optional()
                    .orElse(true);
            if (over) {
                // One by one they are tried again with all others that wait, so that one bad turn costs no other.
                sql.sql("UPDATE turn SET job_id = NULL WHERE tenant_id = ? AND job_id = ? AND state = 'pending'")
                        .param(scope.tenant())
                        .param(job)
                        .update();
            }
            return over;
        });
    }

    @Override
    public boolean waiting(MemoryScope scope) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT EXISTS (SELECT FROM job WHERE tenant_id = ? AND user_id = ?"
                                + " AND state IN ('queued', 'running'))")
                        .param(scope.tenant())
                        .param(scope.user())
                        .query(Boolean.class)
                        .single());
    }

    @Override
    public List<MemoryScope> scopesWithJobs(int limit) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT tenant_id, user_id FROM scopes_with_jobs(?)")
                .param(limit)
                .query((row, n) -> new MemoryScope(Rows.uuid(row, "tenant_id"), Rows.text(row, "user_id")))
                .list());
    }

    private static Job job(ResultSet row, int number) throws SQLException {
        return new Job(
                Rows.uuid(row, "id"),
                Rows.text(row, "conversation_id"),
                Rows.uuids(row, "turns"),
                Job.State.valueOf(Rows.text(row, "state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                new Usage(
                        row.getInt("embedded_tokens"),
                        new ModelUsage(
                                row.getLong("input_tokens"),
                                row.getLong("output_tokens"),
                                row.getBigDecimal("cost_usd"))),
                Rows.instant(row, "created_at"),
                Rows.instantOrNull(row, "started_at"),
                Rows.instantOrNull(row, "finished_at"));
    }
}

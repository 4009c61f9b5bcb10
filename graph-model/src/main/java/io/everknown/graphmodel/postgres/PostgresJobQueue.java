package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobQueue;
import io.everknown.memory.job.JobResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/**
 * Jobs in Postgres, for the workers. When a job is taken, held and ended goes by the server's clock alone. An attempt is known by its
 * number: whoever was believed dead and comes back finds that the job has another, and changes nothing.
 */
final class PostgresJobQueue implements JobQueue {

    private static final int MAX_ERROR = 1_000;

    private static final String TAKE =
            "UPDATE job SET state = 'running', attempts = attempts + 1, started_at = clock_timestamp(),"
                    + " worker = :worker, held_until = now() + :hold::interval"
                    + " WHERE id = (SELECT id FROM job WHERE tenant_id = :tenant AND state = 'queued' AND ready"
                    + " AND due_at <= now() AND kind = ANY(:kinds) ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)"
                    + " RETURNING " + JobRows.COLUMNS;

    private static final String LET_GO = ", worker = NULL, held_until = NULL";

    private final TenantTransactions transactions;
    private final JobRows rows;

    PostgresJobQueue(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.rows = new JobRows(mapper);
    }

    @Override
    public Optional<Job> take(
            String worker, Set<String> kinds, @Nullable UUID after, Set<UUID> without, Duration hold) {
        UUID at = after;
        boolean wrapped = after == null;
        while (true) {
            UUID tenant = nextTenant(at, without);
            if (tenant == null && wrapped) {
                return Optional.empty();
            }
            if (tenant == null) {
                wrapped = true;
            } else {
                Optional<Job> job = takeOf(tenant, worker, kinds, hold);
                if (job.isPresent()) {
                    return job;
                }
            }
            at = tenant;
        }
    }

    private @Nullable UUID nextTenant(@Nullable UUID after, Set<UUID> without) {
        return transactions
                .callWithoutTenant(sql -> sql.sql("SELECT next_tenant_with_jobs(?, ?::uuid[])")
                        .param(after)
                        .param(Columns.of(List.copyOf(without), id -> id))
                        .query((row, n) -> Optional.ofNullable(row.getObject(1, UUID.class)))
                        .single())
                .orElse(null);
    }

    /** Nothing where others were faster, or where what is due is of kinds this worker can't do. */
    private Optional<Job> takeOf(UUID tenant, String worker, Set<String> kinds, Duration hold) {
        return transactions.call(
                tenant,
                sql -> sql.sql(TAKE)
                        .param("worker", worker)
                        .param("hold", hold.toString())
                        .param("tenant", tenant)
                        .param("kinds", kinds.toArray(String[]::new))
                        .query(rows::job)
                        .optional());
    }

    @Override
    public List<Held> renew(List<Beat> jobs, Duration hold) {
        return transactions.callWithoutTenant(sql -> sql.sql(
                        "SELECT id, cancel_requested FROM renew_jobs(?::uuid[], ?::int[], ?::bigint[], ?::bigint[],"
                                + " ?::interval)")
                .param(Columns.of(jobs, beat -> beat.job().id()))
                .param(Columns.of(jobs, beat -> beat.job().attempts()))
                .param(Columns.of(jobs, beat -> beat.progress().done()))
                .param(Columns.of(jobs, beat -> beat.progress().total()))
                .param(hold.toString())
                .query((row, n) -> new Held(Rows.uuid(row, "id"), row.getBoolean("cancel_requested")))
                .list());
    }

    @Override
    public int reclaim() {
        return transactions.callWithoutTenant(
                sql -> sql.sql("SELECT reclaim_jobs()").query(Integer.class).single());
    }

    @Override
    public void used(Job job, Usage usage) {
        transactions.call(
                job.tenant(),
                sql -> sql.sql("UPDATE job SET input_tokens = input_tokens + ?, output_tokens = output_tokens + ?,"
                                + " embedded_tokens = embedded_tokens + ?, cost_usd = cost_usd + ?"
                                + " WHERE tenant_id = ? AND id = ?")
                        .param(usage.model().inputTokens())
                        .param(usage.model().outputTokens())
                        .param(usage.embeddedTokens())
                        .param(usage.model().costUsd())
                        .param(job.tenant())
                        .param(job.id())
                        .update());
    }

    @Override
    public boolean done(Job job, Job.Progress progress, JobResult result) {
        return transactions.call(job.tenant(), sql -> {
            Map<String, Object> values = new HashMap<>();
            values.put("result", rows.write(result.values()));
            values.put("done", progress.done());
            Optional<Job> ended = attempt(
                    sql,
                    job,
                    "state = 'done', error_code = NULL, last_error = NULL, finished_at = clock_timestamp(),"
                            + " result = :result::jsonb, steps_done = :done, steps_total = "
                            + (progress.total() == null
                                    ? "NULL"
                                    : progress.total().toString()),
                    values);
            ended.ifPresent(done -> result.effect().run());
            return ended.isPresent();
        });
    }

    @Override
    public boolean again(Job job, Failure failure, Duration pause) {
        return transactions.call(job.tenant(), sql -> {
            Map<String, Object> values =
                    Map.of("code", failure.code(), "error", shortened(failure.detail()), "pause", pause.toString());
            return attempt(
                            sql,
                            job,
                            "state = 'queued', failures = failures + 1, error_code = :code, last_error = :error,"
                                    + " due_at = now() + :pause::interval",
                            values)
                    .isPresent();
        });
    }

    @Override
    public boolean giveUp(Job job, Failure failure, Consumer<Job> then) {
        return transactions.call(job.tenant(), sql -> {
            Map<String, Object> values = Map.of("code", failure.code(), "error", shortened(failure.detail()));
            Optional<Job> dead = attempt(
                    sql,
                    job,
                    "state = 'failed', failures = failures + 1, error_code = :code, last_error = :error,"
                            + " finished_at = clock_timestamp()",
                    values);
            dead.ifPresent(then);
            return dead.isPresent();
        });
    }

    @Override
    public boolean handBack(Job job) {
        return transactions.call(
                job.tenant(),
                sql -> attempt(sql, job, "state = 'queued', due_at = now()", Map.of())
                        .isPresent());
    }

    @Override
    public boolean cancelled(Job job, Consumer<Job> then) {
        return transactions.call(job.tenant(), sql -> {
            Optional<Job> cancelled =
                    attempt(sql, job, "state = 'cancelled', finished_at = clock_timestamp()", Map.of());
            cancelled.ifPresent(then);
            return cancelled.isPresent();
        });
    }

    @Override
    public int clean(Duration keep, int limit) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT clean_jobs(?::interval, ?)")
                .param(keep.toString())
                .param(limit)
                .query(Integer.class)
                .single());
    }

    @Override
    public List<Depth> depths() {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT kind, queued, running, dead,"
                        + " coalesce(extract(epoch FROM oldest_wait), 0)::float8 AS wait FROM job_depths()")
                .query((row, n) -> new Depth(
                        Rows.text(row, "kind"),
                        row.getLong("queued"),
                        row.getLong("running"),
                        row.getLong("dead"),
                        Duration.ofMillis(Math.round(row.getDouble("wait") * 1000))))
                .list());
    }

    /** Changes a job if this attempt is still the current one. */
    private Optional<Job> attempt(JdbcClient sql, Job job, String change, Map<String, Object> values) {
        return sql.sql("UPDATE job SET " + change + LET_GO + " WHERE tenant_id = :tenant AND id = :id"
                        + " AND state = 'running' AND attempts = :attempt RETURNING " + JobRows.COLUMNS)
                .params(values)
                .param("tenant", job.tenant())
                .param("id", job.id())
                .param("attempt", job.attempts())
                .query(rows::job)
                .optional();
    }

    private static String shortened(String error) {
        return error.substring(0, Math.min(error.length(), MAX_ERROR));
    }
}

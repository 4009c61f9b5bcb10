package io.everknown.graphmodel.postgres;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobConflictException;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.NewJob;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Jobs in Postgres, for those who ask for them. */
public final class PostgresJobLog implements JobLog {

    /** That no earlier job of the lane is unfinished; for parameters {@code tenant} and {@code lane}. */
    private static final String FIRST_OF_ITS_LANE = "NOT EXISTS (SELECT FROM job WHERE tenant_id = :tenant"
            + " AND lane = :lane AND state IN ('queued', 'running'))";

    private static final String INSERT = "INSERT INTO job (id, tenant_id, user_id, kind, parameters, lane, ready,"
            + " single, created_at) VALUES (:id, :tenant, :user, :kind, :parameters::jsonb, :lane, "
            + FIRST_OF_ITS_LANE
            + ", :single, :now) ON CONFLICT (tenant_id, kind) WHERE single AND state IN ('queued', 'running')"
            + " DO NOTHING RETURNING " + JobRows.COLUMNS;

    private static final String OF_SCOPE =
            " WHERE tenant_id = :tenant AND id = :id" + " AND (:user::text IS NULL OR user_id = :user)";

    private final TenantTransactions transactions;
    private final JobRows rows;
    private final InstantSource clock;

    public PostgresJobLog(TenantTransactions transactions, ObjectMapper mapper, InstantSource clock) {
        this.transactions = transactions;
        this.rows = new JobRows(mapper);
        this.clock = clock;
    }

    @Override
    public Job add(NewJob job) {
        return transactions.call(job.tenant(), sql -> {
            if (job.lane() != null) {
                lock(sql, job.tenant(), job.lane());
            }
            // The unfinished one may end between the two statements; then there is room.
            while (true) {
                Optional<Job> added = insert(sql, job).or(() -> unfinished(sql, job));
                if (added.isPresent()) {
                    return added.get();
                }
            }
        });
    }

    private Optional<Job> insert(JdbcClient sql, NewJob job) {
        return sql.sql(INSERT)
                .param("id", Ids.next())
                .param("tenant", job.tenant())
                .param("user", job.user())
                .param("kind", job.kind())
                .param("parameters", rows.write(job.parameters()))
                .param("lane", job.lane())
                .param("single", job.single())
                .param("now", Timestamp.from(clock.instant()))
                .query(rows::job)
                .optional();
    }

    private Optional<Job> unfinished(JdbcClient sql, NewJob job) {
        return sql.sql("SELECT " + JobRows.COLUMNS
                        + " FROM job WHERE tenant_id = ? AND kind = ? AND single AND state IN ('queued', 'running')")
                .param(job.tenant())
                .param(job.kind())
                .query(rows::job)
                .optional();
    }

    @Override
    public Optional<Job> find(JobScope scope, UUID id) {
        return transactions.call(scope.tenant(), sql -> find(sql, scope, id, ""));
    }

    private Optional<Job> find(JdbcClient sql, JobScope scope, UUID id, String lock) {
        return sql.sql("SELECT " + JobRows.COLUMNS + " FROM job" + OF_SCOPE + lock)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("id", id)
                .query(rows::job)
                .optional();
    }

    @Override
    public List<Job> list(
            JobScope scope, Job.@Nullable State state, @Nullable String kind, @Nullable UUID after, int limit) {
        // Only the conditions that are wanted, so that each combination has a plan of its own.
        String statement = "SELECT " + JobRows.COLUMNS + " FROM job WHERE tenant_id = :tenant"
                + (scope.user() == null ? "" : " AND user_id = :user")
                + (state == null ? "" : " AND state = '" + Rows.lower(state) + "'")
                + (kind == null ? "" : " AND kind = :kind")
                + (after == null ? "" : " AND id < :after")
                + " ORDER BY id DESC LIMIT :limit";
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(statement)
                        .param("tenant", scope.tenant())
                        .param("user", scope.user())
                        .param("kind", kind)
                        .param("after", after)
                        .param("limit", limit)
                        .query(rows::job)
                        .list());
    }

    @Override
    public Optional<Job> retry(JobScope scope, UUID id) {
        return transactions.call(scope.tenant(), sql -> {
            Optional<Job> job = find(sql, scope, id, "");
            if (job.isEmpty()) {
                return job;
            }
            String lane = laneOf(sql, id);
            if (lane != null) {
                lock(sql, scope.tenant(), lane);
            }
            try {
                return Optional.of(requeue(sql, scope.tenant(), id, lane)
                        .orElseThrow(() -> new JobConflictException("The job is no dead letter.")));
            } catch (DuplicateKeyException e) {
                throw new JobConflictException("Another job of this kind is under way.");
            }
        });
    }

    private Optional<Job> requeue(JdbcClient sql, UUID tenant, UUID id, @Nullable String lane) {
        return sql.sql("UPDATE job SET state = 'queued', failures = 0, due_at = now(), finished_at = NULL,"
                        + " cancel_requested = false, ready = " + FIRST_OF_ITS_LANE
                        + " WHERE tenant_id = :tenant AND id = :id AND state = 'failed' RETURNING " + JobRows.COLUMNS)
                .param("tenant", tenant)
                .param("id", id)
                .param("lane", lane)
                .query(rows::job)
                .optional();
    }

    @Override
    public boolean discard(JobScope scope, UUID id) {
        return transactions.call(scope.tenant(), sql -> {
            int gone = sql.sql("DELETE FROM job" + OF_SCOPE + " AND state = 'failed'")
                    .param("tenant", scope.tenant())
                    .param("user", scope.user())
                    .param("id", id)
                    .update();
            if (gone == 0 && find(sql, scope, id, "").isPresent()) {
                throw new JobConflictException("The job is no dead letter.");
            }
            return gone > 0;
        });
    }

    @Override
    public Optional<Job> cancel(JobScope scope, UUID id, Consumer<Job> then) {
        return transactions.call(scope.tenant(), sql -> {
            Optional<Job> found = find(sql, scope, id, " FOR UPDATE");
            if (found.isEmpty()) {
                return found;
            }
            Job job = found.get();
            if (job.finishedAt() != null) {
                throw new JobConflictException("The job has ended.");
            }
            boolean queued = job.state() == Job.State.QUEUED;
            Job left = sql.sql("UPDATE job SET "
                            + (queued ? "state = 'cancelled', finished_at = :now" : "cancel_requested = true")
                            + " WHERE tenant_id = :tenant AND id = :id RETURNING " + JobRows.COLUMNS)
                    .param("now", Timestamp.from(clock.instant()))
                    .param("tenant", scope.tenant())
                    .param("id", id)
                    .query(rows::job)
                    .single();
            if (queued) {
                then.accept(left);
            }
            return Optional.of(left);
        });
    }

    private static @Nullable String laneOf(JdbcClient sql, UUID id) {
        return sql.sql("SELECT coalesce(lane, '') FROM job WHERE id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .filter(lane -> !lane.isEmpty())
                .orElse(null);
    }

    private static void lock(JdbcClient sql, UUID tenant, String lane) {
        sql.sql("SELECT job_lane_lock(?, ?) IS NULL")
                .param(tenant)
                .param(lane)
                .query(Boolean.class)
                .single();
    }
}

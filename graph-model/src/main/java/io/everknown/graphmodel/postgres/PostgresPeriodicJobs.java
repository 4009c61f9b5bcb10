package io.everknown.graphmodel.postgres;

import io.everknown.memory.job.PeriodicJobs;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * What recurs, as the scheduler's table has it. A recurring job is entered there anew at the end of each run, so that the
 * time between that end and the next run is its interval.
 */
final class PostgresPeriodicJobs implements PeriodicJobs {

    private final TenantTransactions transactions;

    PostgresPeriodicJobs(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<Periodic> all() {
        return transactions.callWithoutTenant(
                sql -> sql.sql("""
                        SELECT s.task_name, s.picked, s.execution_time, coalesce(s.consecutive_failures, 0) AS failures,
                               greatest(s.last_success, s.last_failure) AS last_run,
                               s.last_failure > coalesce(s.last_success, '-infinity') AS failed,
                               extract(epoch FROM s.execution_time - greatest(s.last_success, s.last_failure)) * 1000
                                   AS every_ms,
                               extract(epoch FROM r.took) * 1000 AS took_ms
                        FROM scheduled_tasks s LEFT JOIN periodic_run r ON r.name = s.task_name
                        WHERE s.task_instance = 'recurring' ORDER BY s.task_name
                        """).query((row, n) -> periodic(row)).list());
    }

    private static Periodic periodic(ResultSet row) throws SQLException {
        boolean ranBefore = row.getTimestamp("last_run") != null;
        double every = row.getDouble("every_ms");
        double took = row.getDouble("took_ms");
        boolean tookKnown = !row.wasNull();
        return new Periodic(
                Rows.text(row, "task_name"),
                ranBefore ? Duration.ofMillis(Math.max(0, Math.round(every))) : null,
                row.getBoolean("picked"),
                Rows.instantOrNull(row, "last_run"),
                tookKnown ? Duration.ofMillis(Math.round(took)) : null,
                ranBefore ? (row.getBoolean("failed") ? Outcome.FAILED : Outcome.DONE) : null,
                row.getInt("failures"),
                Rows.instant(row, "execution_time"));
    }

    @Override
    public void ran(String name, Duration took) {
        transactions.callWithoutTenant(sql -> sql.sql("INSERT INTO periodic_run (name, took) VALUES (?, ?::interval)"
                        + " ON CONFLICT (name) DO UPDATE SET took = EXCLUDED.took")
                .param(name)
                .param(took.toString())
                .update());
    }
}

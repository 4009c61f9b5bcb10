package io.everknown.graphmodel.postgres;

import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.SignalLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Counts in Postgres: any number of processes add to the same rows. */
final class PostgresSignalLog implements SignalLog {

    /** Always the same order, so that two processes never wait for each other's rows crosswise. */
    private static final Comparator<RecallCount> ORDER = Comparator.comparing(RecallCount::since)
            .thenComparing(RecallCount::version)
            .thenComparing(RecallCount::route)
            .thenComparingInt(RecallCount::bucket);

    private final TenantTransactions transactions;

    PostgresSignalLog(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void add(List<RecallCount> counts) {
        List<RecallCount> rows = counts.stream().sorted(ORDER).toList();
        transactions.callWithoutTenant(sql -> sql.sql("""
                        INSERT INTO model_recall_count AS c (version, route, since, bucket, recalls, degraded)
                        SELECT u.version, u.route, u.since, u.bucket, u.recalls, u.degraded
                        FROM unnest(:versions::text[], :routes::text[], :since::timestamptz[], :buckets::int[],
                                    :recalls::bigint[], :degraded::bigint[])
                             AS u(version, route, since, bucket, recalls, degraded)
                        ON CONFLICT (since, version, route, bucket) DO UPDATE
                        SET recalls = c.recalls + excluded.recalls, degraded = c.degraded + excluded.degraded
                        """)
                .param("versions", Columns.of(rows, RecallCount::version))
                .param("routes", Columns.of(rows, count -> count.route().label()))
                .param("since", Columns.of(rows, RecallCount::since))
                .param("buckets", Columns.of(rows, RecallCount::bucket))
                .param("recalls", Columns.of(rows, RecallCount::recalls))
                .param("degraded", Columns.of(rows, RecallCount::degraded))
                .update());
    }

    @Override
    public List<RecallCount> recalls(Instant since) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT * FROM model_recall_count WHERE since >= ?")
                .param(Timestamp.from(since))
                .query((row, n) -> new RecallCount(
                        Rows.text(row, "version"),
                        route(row),
                        Rows.instant(row, "since"),
                        row.getInt("bucket"),
                        row.getLong("recalls"),
                        row.getLong("degraded")))
                .list());
    }

    @Override
    public List<FeedbackCount> feedback(Instant since) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT * FROM model_feedback(?)")
                .param(Timestamp.from(since))
                .query((row, n) -> new FeedbackCount(
                        Rows.text(row, "version"),
                        route(row),
                        row.getLong("used"),
                        row.getLong("wrong"),
                        row.getLong("ranked"),
                        row.getLong("rank_sum")))
                .list());
    }

    @Override
    public void clean(Instant before) {
        transactions.callWithoutTenant(sql -> sql.sql("DELETE FROM model_recall_count WHERE since < ?")
                .param(Timestamp.from(before))
                .update());
    }

    private static ModelRoute route(ResultSet row) throws SQLException {
        return ModelRoute.valueOf(Rows.text(row, "route").toUpperCase(Locale.ROOT));
    }
}

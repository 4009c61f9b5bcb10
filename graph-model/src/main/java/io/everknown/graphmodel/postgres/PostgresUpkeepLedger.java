package io.everknown.graphmodel.postgres;

import io.everknown.memory.consolidation.Essential;
import io.everknown.memory.consolidation.UpkeepLedger;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Upkeep's view of the record, and the table of what is essential. */
public final class PostgresUpkeepLedger implements UpkeepLedger {

    /** Facts that hold at {@code :now} and are not archived. */
    private static final String CURRENT = "SELECT " + ShownRows.columns(null) + """
             FROM fact f
            WHERE f.tenant_id = :tenant AND f.audience = :audience AND f.retracted_at IS NULL AND f.archived_at IS NULL
              AND f.valid_from <= :now AND (f.valid_to IS NULL OR f.valid_to > :now)
              AND (f.expires_at IS NULL OR f.expires_at > :now)
            """;

    private static final String UNSUPPORTED = CURRENT + """
              AND f.recorded_at <= :recorded AND f.support < :support AND NOT f.pinned
              AND NOT EXISTS (SELECT FROM fact_origin o JOIN fact d ON d.id = o.fact_id
                               WHERE o.tenant_id = f.tenant_id AND o.origin_id = f.id AND d.retracted_at IS NULL)
              AND NOT EXISTS (SELECT FROM feedback_memory m WHERE m.tenant_id = f.tenant_id AND m.used
                                 AND (m.memory_id = f.id
                                      OR m.memory_id IN (SELECT s.turn_id FROM fact_source s
                                                          WHERE s.fact_id = f.id AND s.dropped_at IS NULL)))
            ORDER BY f.recorded_at, f.id
            """;

    private static final String OVERDUE = """
            SELECT f.id FROM fact f
            WHERE f.tenant_id = :tenant AND f.audience = :audience
              AND (f.expires_at <= :expired OR (f.archive_reason = 'pruned' AND f.archived_at <= :binned))
            ORDER BY f.id LIMIT :limit
            """;

    private final TenantTransactions transactions;
    private final ShownRows rows;

    public PostgresUpkeepLedger(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.rows = new ShownRows(new Json(mapper));
    }

    @Override
    public Page audiences(@Nullable Cursor after, int limit) {
        List<Found> found = transactions.callWithoutTenant(
                sql -> sql.sql("SELECT * FROM audiences_of_facts(:tenant::uuid, :audience, :limit)")
                        .param("tenant", after == null ? null : after.tenant().toString())
                        .param("audience", after == null ? "" : after.audience())
                        .param("limit", limit)
                        .query(PostgresUpkeepLedger::found)
                        .list());
        Cursor next = found.size() < limit ? null : new Cursor(found.getLast().tenant, found.getLast().audience);
        return new Page(audiences(found), next);
    }

    @Override
    public List<Audience> toClean(Instant expired, Instant binned, int limit) {
        return audiences(transactions.callWithoutTenant(
                sql -> sql.sql("SELECT * FROM audiences_to_clean(:expired, :binned, :limit)")
                        .param("expired", Timestamp.from(expired))
                        .param("binned", Timestamp.from(binned))
                        .param("limit", limit)
                        .query(PostgresUpkeepLedger::found)
                        .list()));
    }

    @Override
    public List<UUID> overdue(MemoryScope scope, Visibility visibility, Instant expired, Instant binned, int limit) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(OVERDUE)
                        .params(of(scope, visibility))
                        .param("expired", Timestamp.from(expired))
                        .param("binned", Timestamp.from(binned))
                        .param("limit", limit)
                        .query(Rows::firstId)
                        .list());
    }

    @Override
    public List<RecalledMemory> slotted(MemoryScope scope, Visibility visibility, Set<String> families, Instant now) {
        return transactions.call(
                scope.tenant(),
                sql -> shown(sql.sql(CURRENT + " AND (f.pinned OR split_part(f.slot, '/', 1) = ANY(:families))")
                        .params(of(scope, visibility))
                        .param("now", Timestamp.from(now))
                        .param("families", families.toArray(String[]::new))));
    }

    @Override
    public void keep(MemoryScope scope, Visibility visibility, List<Essential> essentials, Instant now) {
        transactions.call(scope.tenant(), sql -> {
            sql.sql("DELETE FROM essential WHERE tenant_id = :tenant AND audience = :audience"
                            + " AND fact_id <> ALL(:ids::uuid[])")
                    .params(of(scope, visibility))
                    .param("ids", Columns.of(essentials, e -> e.memory().id()))
                    .update();
            return sql.sql("""
                    INSERT INTO essential AS k (fact_id, tenant_id, audience, weight, reason, since, weighed_at)
                    SELECT f.id, f.tenant_id, f.audience, e.weight::real, e.reason, :now, :now
                    FROM unnest(:ids::text[], :weights::text[], :reasons::text[]) AS e(id, weight, reason)
                    JOIN fact f ON f.id = e.id::uuid AND f.tenant_id = :tenant AND f.audience = :audience
                    ON CONFLICT (fact_id) DO UPDATE SET weight = excluded.weight, reason = excluded.reason,
                        weighed_at = excluded.weighed_at
                    """)
                    .params(of(scope, visibility))
                    .param("now", Timestamp.from(now))
                    .param("ids", Columns.of(essentials, e -> e.memory().id()))
                    .param("weights", Columns.of(essentials, Essential::weight))
                    .param("reasons", Columns.of(essentials, Essential::reason))
                    .update();
        });
    }

    @Override
    public Optional<Weighed> weighed(MemoryScope scope, UUID fact) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT weight, reason, since, weighed_at FROM essential"
                                + " WHERE tenant_id = ? AND audience = ANY(?) AND fact_id = ?")
                        .param(scope.tenant())
                        .param(new String[] {scope.user(), MemoryScope.EVERYONE})
                        .param(fact)
                        .query((row, n) -> new Weighed(
                                row.getDouble("weight"),
                                Rows.text(row, "reason"),
                                Rows.instant(row, "since"),
                                Rows.instant(row, "weighed_at")))
                        .optional());
    }

    @Override
    public List<RecalledMemory> unsupported(
            MemoryScope scope, Visibility visibility, Instant recorded, int support, Instant now) {
        return transactions.call(
                scope.tenant(),
                sql -> shown(sql.sql(UNSUPPORTED)
                        .params(of(scope, visibility))
                        .param("now", Timestamp.from(now))
                        .param("recorded", Timestamp.from(recorded))
                        .param("support", support)));
    }

    private List<RecalledMemory> shown(JdbcClient.StatementSpec statement) {
        return statement
                .param("query", null)
                .query((row, n) -> rows.fact(row, 0))
                .list();
    }

    private static Map<String, Object> of(MemoryScope scope, Visibility visibility) {
        return Map.of("tenant", scope.tenant(), "audience", scope.audience(visibility));
    }

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(Rows.uuid(row, "tenant_id"), Rows.text(row, "audience"), Rows.text(row, "user_id"));
    }

    /** An audience of which no fact is left has no user. */
    private static List<Audience> audiences(List<Found> found) {
        return found.stream()
                .filter(one -> MemoryScope.isUserId(one.user))
                .map(one -> new Audience(
                        new MemoryScope(one.tenant, one.user),
                        one.audience.equals(MemoryScope.EVERYONE) ? Visibility.TEAM : Visibility.PRIVATE))
                .toList();
    }

    private record Found(UUID tenant, String audience, String user) {}
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMerge;
import io.everknown.memory.merging.FactMerge.Base;
import io.everknown.memory.merging.FactMergeLog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Merged facts in Postgres. */
final class PostgresFactMergeLog implements FactMergeLog {

    private static final String STANDING = "SELECT " + FactRows.COLUMNS + """
            , halfvec_send(f.vector) AS vector
             FROM fact f
            WHERE f.tenant_id = ? AND f.audience = ? AND f.type = 'fact' AND f.slot IS NULL
              AND f.valid_to IS NULL AND f.retracted_at IS NULL AND f.archived_at IS NULL AND f.expires_at IS NULL
            """;

    private static final String SHOWN = """
            SELECT m.*, s.user_id, s.visibility, s.text AS survivor_text, g.text AS merged_text
            FROM fact_merge m JOIN fact s ON s.id = m.survivor JOIN fact g ON g.id = m.merged
            WHERE m.tenant_id = :tenant AND m.audience IN (:user, :everyone)
            """;

    private final TenantTransactions transactions;
    private final FactRows facts;

    PostgresFactMergeLog(TenantTransactions transactions, FactRows facts) {
        this.transactions = transactions;
        this.facts = facts;
    }

    @Override
    public List<Standing> standing(MemoryScope scope, Visibility visibility) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(STANDING)
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .query((row, n) -> new Standing(
                                facts.read(row), new Embedding(Vectors.read(row)), row.getBoolean("pinned")))
                        .list());
    }

    @Override
    public List<FactMerge> merges(MemoryScope scope, Visibility visibility) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT * FROM fact_merge WHERE tenant_id = ? AND audience = ? ORDER BY id")
                        .param(scope.tenant())
                        .param(scope.audience(visibility))
                        .query((row, n) -> read(row))
                        .list());
    }

    @Override
    public void enter(MemoryScope scope, Visibility visibility, Collection<FactMerge> merges) {
        List<FactMerge> rows = List.copyOf(merges);
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("""
                        INSERT INTO fact_merge (id, tenant_id, audience, survivor, merged, reason, probability, similarity,
                                                base_from, base_refreshed, merged_at)
                        SELECT m.id::uuid, :tenant, :audience, m.survivor::uuid, m.merged::uuid, m.reason,
                               m.probability::real, m.similarity::real, m.base_from::timestamptz,
                               m.refreshed::timestamptz, m.at::timestamptz
                        FROM unnest(:ids::text[], :survivors::text[], :merged::text[], :reasons::text[],
                                    :probabilities::text[], :similarities::text[], :froms::text[], :refreshed::text[],
                                    :ats::text[])
                             AS m(id, survivor, merged, reason, probability, similarity, base_from, refreshed, at)
                        """)
                        .param("tenant", scope.tenant())
                        .param("audience", scope.audience(visibility))
                        .param("ids", Columns.of(rows, FactMerge::id))
                        .param("survivors", Columns.of(rows, FactMerge::survivor))
                        .param("merged", Columns.of(rows, FactMerge::merged))
                        .param("reasons", Columns.of(rows, FactMerge::reason))
                        .param("probabilities", Columns.of(rows, FactMerge::probability))
                        .param("similarities", Columns.of(rows, FactMerge::similarity))
                        .param("froms", Columns.of(rows, merge -> merge.base().from()))
                        .param(
                                "refreshed",
                                Columns.of(rows, merge -> merge.base().refreshed()))
                        .param("ats", Columns.of(rows, FactMerge::mergedAt))
                        .update());
    }

    @Override
    public void undo(MemoryScope scope, UUID merge, Instant moment) {
        transactions.call(scope.tenant(), sql -> {
            sql.sql("UPDATE fact SET archived_at = NULL, archive_reason = NULL WHERE tenant_id = :tenant"
                            + " AND id = (SELECT merged FROM fact_merge WHERE tenant_id = :tenant AND id = :merge)")
                    .param("tenant", scope.tenant())
                    .param("merge", merge)
                    .update();
            return sql.sql("UPDATE fact_merge SET undone_at = ? WHERE tenant_id = ? AND id = ?")
                    .param(Timestamp.from(moment))
                    .param(scope.tenant())
                    .param(merge)
                    .update();
        });
    }

    @Override
    public Optional<Shown> find(MemoryScope scope, UUID merge) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(SHOWN + " AND m.id = :merge")
                        .param("tenant", scope.tenant())
                        .param("user", scope.user())
                        .param("everyone", MemoryScope.EVERYONE)
                        .param("merge", merge)
                        .query((row, n) -> shown(row))
                        .optional());
    }

    @Override
    public List<Shown> page(MemoryScope scope, @Nullable UUID before, int limit) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(
                                SHOWN
                                        + " AND (:before::uuid IS NULL OR m.id < :before::uuid) ORDER BY m.id DESC LIMIT :limit")
                        .param("tenant", scope.tenant())
                        .param("user", scope.user())
                        .param("everyone", MemoryScope.EVERYONE)
                        .param("before", before == null ? null : before.toString())
                        .param("limit", limit)
                        .query((row, n) -> shown(row))
                        .list());
    }

    private static Shown shown(ResultSet row) throws SQLException {
        return new Shown(
                read(row),
                Rows.text(row, "user_id"),
                Rows.visibility(row),
                Rows.text(row, "survivor_text"),
                Rows.text(row, "merged_text"));
    }

    private static FactMerge read(ResultSet row) throws SQLException {
        return new FactMerge(
                Rows.uuid(row, "id"),
                Rows.uuid(row, "survivor"),
                Rows.uuid(row, "merged"),
                Rows.text(row, "reason"),
                row.getDouble("probability"),
                row.getDouble("similarity"),
                new Base(Rows.instant(row, "base_from"), Rows.instant(row, "base_refreshed")),
                Rows.instant(row, "merged_at"),
                Rows.instantOrNull(row, "undone_at"));
    }
}

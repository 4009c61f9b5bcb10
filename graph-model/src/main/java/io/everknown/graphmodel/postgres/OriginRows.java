package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DerivationLedger.Resting;
import io.everknown.memory.decision.Fact;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What summaries and insights rest on, as rows. */
final class OriginRows {

    private OriginRows() {}

    /** What rests on a merged fact rests on the one that stands for it. */
    static List<Resting> restingOn(
            JdbcClient sql, UUID tenant, String audience, FactRows facts, Collection<UUID> origins) {
        Map<UUID, Set<UUID>> byFact = new HashMap<>();
        Set<UUID> stale = new HashSet<>();
        sql.sql("""
                SELECT x.fact_id, o.origin_id, f.stale_since IS NOT NULL AS stale
                FROM (SELECT unnest(:origins::uuid[]) AS origin_id, unnest(:origins::uuid[]) AS named
                      UNION SELECT m.survivor, m.merged FROM fact_merge m
                      WHERE m.tenant_id = :tenant AND m.survivor = ANY(:origins::uuid[]) AND m.undone_at IS NULL) o
                JOIN fact_origin x ON x.tenant_id = :tenant AND x.origin_id = o.named
                JOIN fact f ON f.id = x.fact_id
                WHERE f.tenant_id = :tenant AND f.audience = :audience AND f.retracted_at IS NULL
                """)
                .param("tenant", tenant)
                .param("origins", Columns.of(List.copyOf(origins), id -> id))
                .param("audience", audience)
                .query((row, n) -> {
                    UUID fact = Rows.uuid(row, "fact_id");
                    if (row.getBoolean("stale")) {
                        stale.add(fact);
                    }
                    return byFact.computeIfAbsent(fact, none -> new HashSet<>()).add(Rows.uuid(row, "origin_id"));
                })
                .list();
        return byFact.isEmpty()
                ? List.of()
                : facts.load(sql, tenant, byFact.keySet()).stream()
                        .map(fact -> resting(fact, stale, byFact))
                        .toList();
    }

    private static Resting resting(Fact fact, Set<UUID> stale, Map<UUID, Set<UUID>> origins) {
        return new Resting(fact, stale.contains(fact.id()), origins.getOrDefault(fact.id(), Set.of()));
    }

    static void rest(JdbcClient sql, UUID tenant, UUID derived, Collection<UUID> origins) {
        sql.sql("DELETE FROM fact_origin WHERE tenant_id = ? AND fact_id = ?")
                .param(tenant)
                .param(derived)
                .update();
        sql.sql(
                        "INSERT INTO fact_origin (fact_id, origin_id, tenant_id) SELECT ?, o::uuid, ? FROM unnest(?::text[]) AS o")
                .param(derived)
                .param(tenant)
                .param(Columns.of(List.copyOf(origins), id -> id))
                .update();
        sql.sql("UPDATE fact SET stale_since = NULL WHERE tenant_id = ? AND id = ?")
                .param(tenant)
                .param(derived)
                .update();
    }

    static void markStale(JdbcClient sql, UUID tenant, Collection<UUID> facts, Instant since) {
        sql.sql("UPDATE fact SET stale_since = ? WHERE tenant_id = ? AND id = ANY(?::uuid[]) AND stale_since IS NULL")
                .param(Timestamp.from(since))
                .param(tenant)
                .param(Columns.of(List.copyOf(facts), id -> id))
                .update();
    }

    /** @return what rested on them */
    static List<UUID> release(JdbcClient sql, UUID tenant, Collection<UUID> origins) {
        return sql.sql("DELETE FROM fact_origin WHERE tenant_id = ? AND origin_id = ANY(?::uuid[]) RETURNING fact_id")
                .param(tenant)
                .param(Columns.of(List.copyOf(origins), id -> id))
                .query(Rows::firstId)
                .list();
    }
}

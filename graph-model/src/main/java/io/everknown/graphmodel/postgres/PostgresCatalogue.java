package io.everknown.graphmodel.postgres;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Facts and turns by id and by list. */
public final class PostgresCatalogue implements MemoryCatalogue {

    private final TenantTransactions transactions;
    private final ShownRows rows;

    public PostgresCatalogue(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.rows = new ShownRows(new Json(mapper));
    }

    @Override
    public List<RecalledMemory> load(
            MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query, @Nullable Instant knownAt) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return transactions.call(scope.tenant(), sql -> {
            List<RecalledMemory> found = new ArrayList<>(rows.facts(sql, scope, ids, query, knownAt));
            if (found.size() < ids.size()) {
                found.addAll(ShownRows.byId(
                                sql,
                                "SELECT " + ShownRows.TURN_BESIDE_QUERY + " FROM turn t"
                                        + " WHERE t.tenant_id = :tenant AND t.audience = ANY(:audiences)"
                                        + " AND t.id = ANY((SELECT :ids::uuid[])::uuid[])",
                                scope,
                                ids,
                                query)
                        .query((row, n) -> ShownRows.turn(row, row.getDouble("similarity")))
                        .list());
            }
            return found;
        });
    }

    @Override
    public List<RecalledMemory> list(MemoryScope scope, SearchFilter filter, @Nullable Cursor after, int limit) {
        Filters filters = new Filters(scope, filter).withArchived();
        String page = after == null ? "" : " AND (%1$s.recorded_at, %1$s.id) < (:afterTime, :afterId)";
        String order = " ORDER BY %1$s.recorded_at DESC, %1$s.id DESC LIMIT :limit";
        return transactions.call(scope.tenant(), sql -> {
            List<RecalledMemory> found = new ArrayList<>();
            if (filters.wantsFacts()) {
                found.addAll(paged(
                                sql,
                                "SELECT " + ShownRows.columns(filter.frame().knownAt()) + " FROM " + filters.facts()
                                        + " WHERE " + filters.onFact() + (page + order).formatted("f"),
                                filters,
                                after,
                                limit)
                        .query((row, n) -> rows.fact(row, row.getDouble("similarity")))
                        .list());
            }
            if (filters.wantsTurns()) {
                found.addAll(paged(
                                sql,
                                "SELECT " + ShownRows.TURN_BESIDE_QUERY + " FROM turn t WHERE " + filters.onTurn()
                                        + (page + order).formatted("t"),
                                filters,
                                after,
                                limit)
                        .query((row, n) -> ShownRows.turn(row, row.getDouble("similarity")))
                        .list());
            }
            return found.stream()
                    .sorted(Comparator.comparing(RecalledMemory::recordedAt)
                            .thenComparing(memory -> memory.id().toString())
                            .reversed())
                    .limit(limit)
                    .toList();
        });
    }

    private static JdbcClient.StatementSpec paged(
            JdbcClient sql, String statement, Filters filters, @Nullable Cursor after, int limit) {
        JdbcClient.StatementSpec spec = sql.sql(statement)
                .params(filters.parameters())
                .param("query", null)
                .param("limit", limit);
        return after == null
                ? spec
                : spec.param("afterTime", Timestamp.from(after.recordedAt())).param("afterId", after.id());
    }

    @Override
    public List<RecalledMemory> history(MemoryScope scope, UUID fact, @Nullable Instant knownAt) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT " + ShownRows.columns(knownAt) + " FROM " + ShownRows.facts(knownAt) + """
                                  JOIN fact g ON g.tenant_id = :tenant AND g.id = :fact
                                WHERE f.tenant_id = :tenant AND f.audience = g.audience
                                  AND g.audience = ANY(:audiences)
                                  AND (f.id = g.id OR (f.slot = g.slot AND f.subject_key = g.subject_key))
                                ORDER BY f.valid_from, f.recorded_at
                                """)
                        .params(ShownRows.known(knownAt))
                        .param("tenant", scope.tenant())
                        .param("audiences", new String[] {scope.user(), MemoryScope.EVERYONE})
                        .param("fact", fact)
                        .param("query", null)
                        .query((row, n) -> rows.fact(row, row.getDouble("similarity")))
                        .list());
    }
}

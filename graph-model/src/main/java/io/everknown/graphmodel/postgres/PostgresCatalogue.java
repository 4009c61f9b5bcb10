package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Facts and turns by id and by list. */
public final class PostgresCatalogue implements MemoryCatalogue {

    private static final String TURN_COLUMNS = """
            t.id, t.user_id, t.conversation_id, t.position, t.role, t.speaker, t.content, t.occurred_at, t.recorded_at,
            t.source_ref, t.session_id, t.trust, t.visibility, t.extract, t.state,
            coalesce(1 - (t.vector <=> (SELECT :query::halfvec)), 0) AS similarity
            """;

    private static final String SIMILARITY = ", coalesce(1 - (f.vector <=> (SELECT :query::halfvec)), 0) AS similarity";

    private static final Set<MemoryType> FACTS = EnumSet.complementOf(EnumSet.of(MemoryType.TURN));

    private final TenantTransactions transactions;
    private final Json json;

    public PostgresCatalogue(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.json = new Json(mapper);
    }

    @Override
    public List<RecalledMemory> load(
            MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query, @Nullable Instant knownAt) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return transactions.call(scope.tenant(), sql -> {
            List<RecalledMemory> found = new ArrayList<>(facts(sql, scope, ids, query, knownAt));
            if (found.size() < ids.size()) {
                found.addAll(byId(
                                sql,
                                "SELECT " + TURN_COLUMNS + " FROM turn t"
                                        + " WHERE t.tenant_id = :tenant AND t.audience = ANY(:audiences)"
                                        + " AND t.id = ANY((SELECT :ids::uuid[])::uuid[])",
                                scope,
                                ids,
                                query)
                        .query((row, n) -> turn(row))
                        .list());
            }
            return found;
        });
    }

    private List<RecalledMemory> facts(
            JdbcClient sql,
            MemoryScope scope,
            Collection<UUID> ids,
            @Nullable Embedding query,
            @Nullable Instant knownAt) {
        return byId(
                        sql,
                        "SELECT " + columns(knownAt) + " FROM " + facts(knownAt)
                                + " WHERE f.tenant_id = :tenant AND f.audience = ANY(:audiences)"
                                + " AND f.id = ANY((SELECT :ids::uuid[])::uuid[])",
                        scope,
                        ids,
                        query)
                .params(known(knownAt))
                .query((row, n) -> fact(row))
                .list();
    }

    private static JdbcClient.StatementSpec byId(
            JdbcClient sql, String statement, MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query) {
        return sql.sql(statement)
                .param("tenant", scope.tenant())
                .param("audiences", new String[] {scope.user(), MemoryScope.EVERYONE})
                .param("ids", Columns.of(List.copyOf(ids), id -> id))
                .param("query", text(query));
    }

    @Override
    public List<RecalledMemory> gather(
            MemoryScope scope,
            Collection<UUID> ids,
            Predicate<RecalledMemory> shown,
            int distance,
            SearchFilter filter,
            @Nullable Embedding query) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Filters filters = new Filters(scope, filter);
        return transactions.call(scope.tenant(), sql -> {
            List<RecalledMemory> found = new ArrayList<>();
            Set<UUID> turns = new LinkedHashSet<>(ids);
            for (RecalledMemory fact :
                    facts(sql, scope, ids, query, filter.frame().knownAt())) {
                turns.remove(fact.id());
                if (shown.test(fact)) {
                    found.add(fact);
                    fact.sources().forEach(source -> turns.add(source.turn()));
                }
            }
            found.addAll(around(sql, turns, distance, filters, query));
            return found;
        });
    }

    private static List<RecalledMemory> around(
            JdbcClient sql, Set<UUID> turns, int distance, Filters filters, @Nullable Embedding query) {
        return sql.sql("""
                        WITH place AS MATERIALIZED (
                            SELECT DISTINCT c.user_id, c.conversation_id, c.position + d AS position
                            FROM turn c CROSS JOIN generate_series(-:distance, :distance) AS d
                            WHERE c.tenant_id = :tenant AND c.audience = ANY(:audiences)
                              AND c.id = ANY((SELECT :ids::uuid[])::uuid[]))
                        SELECT t.* FROM place p CROSS JOIN LATERAL (
                            SELECT $columns$ FROM turn t
                            WHERE t.user_id = p.user_id AND t.conversation_id = p.conversation_id
                              AND t.position = p.position AND $filter$
                            OFFSET 0) t
                        """.replace("$columns$", TURN_COLUMNS).replace("$filter$", filters.onTurn()))
                .params(filters.parameters())
                .param("ids", Columns.of(List.copyOf(turns), id -> id))
                .param("distance", distance)
                .param("query", text(query))
                .query((row, n) -> turn(row))
                .list();
    }

    @Override
    public Set<UUID> outdated(MemoryScope scope, Collection<UUID> turns, TimeFrame frame) {
        if (turns.isEmpty()) {
            return Set.of();
        }
        Filters filters = new Filters(scope, new SearchFilter(FACTS, frame, null, null));
        return new HashSet<>(transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT s.turn_id FROM fact_source s JOIN " + filters.facts() + " ON f.id = s.fact_id"
                                + " WHERE s.tenant_id = :tenant AND s.turn_id = ANY((SELECT :ids::uuid[])::uuid[])"
                                + (frame.knownAt() == null
                                        ? " AND s.dropped_at IS NULL"
                                        : " AND (s.dropped_at IS NULL OR s.dropped_at > :known)")
                                + " GROUP BY s.turn_id HAVING NOT bool_or(" + filters.onFact() + ")")
                        .params(filters.parameters())
                        .param("ids", Columns.of(List.copyOf(turns), id -> id))
                        .query(Rows::firstId)
                        .list()));
    }

    @Override
    public List<RecalledMemory> list(MemoryScope scope, SearchFilter filter, @Nullable Cursor after, int limit) {
        Filters filters = new Filters(scope, filter);
        String page = after == null ? "" : " AND (%1$s.recorded_at, %1$s.id) < (:afterTime, :afterId)";
        String order = " ORDER BY %1$s.recorded_at DESC, %1$s.id DESC LIMIT :limit";
        return transactions.call(scope.tenant(), sql -> {
            List<RecalledMemory> found = new ArrayList<>();
            if (filters.wantsFacts()) {
                found.addAll(paged(
                                sql,
                                "SELECT " + columns(filter.frame().knownAt()) + " FROM " + filters.facts() + " WHERE "
                                        + filters.onFact() + (page + order).formatted("f"),
                                filters,
                                after,
                                limit)
                        .query((row, n) -> fact(row))
                        .list());
            }
            if (filters.wantsTurns()) {
                found.addAll(paged(
                                sql,
                                "SELECT " + TURN_COLUMNS + " FROM turn t WHERE " + filters.onTurn()
                                        + (page + order).formatted("t"),
                                filters,
                                after,
                                limit)
                        .query((row, n) -> turn(row))
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
                sql -> sql.sql("SELECT " + columns(knownAt) + " FROM " + facts(knownAt) + """
                                  JOIN fact g ON g.tenant_id = :tenant AND g.id = :fact
                                WHERE f.tenant_id = :tenant AND f.audience = g.audience
                                  AND g.audience = ANY(:audiences)
                                  AND (f.id = g.id OR (f.slot = g.slot AND f.subject_key = g.subject_key))
                                ORDER BY f.valid_from, f.recorded_at
                                """)
                        .params(known(knownAt))
                        .param("tenant", scope.tenant())
                        .param("audiences", new String[] {scope.user(), MemoryScope.EVERYONE})
                        .param("fact", fact)
                        .param("query", null)
                        .query((row, n) -> fact(row))
                        .list());
    }

    private static Map<String, Object> known(@Nullable Instant knownAt) {
        return knownAt == null ? Map.of() : Map.of("known", Timestamp.from(knownAt));
    }

    private static String columns(@Nullable Instant knownAt) {
        return (knownAt == null ? FactRows.SHOWN : FactRows.SHOWN_THEN) + SIMILARITY;
    }

    private static String facts(@Nullable Instant knownAt) {
        return knownAt == null ? "fact f" : FactRows.THEN;
    }

    private static @Nullable String text(@Nullable Embedding query) {
        return query == null ? null : Vectors.text(query);
    }

    private RecalledMemory fact(ResultSet row) throws SQLException {
        return new RecalledMemory(
                Rows.uuid(row, "id"),
                MemoryType.valueOf(Rows.text(row, "type").toUpperCase(Locale.ROOT)),
                Rows.text(row, "text"),
                Rows.text(row, "user_id"),
                Rows.visibility(row),
                Rows.text(row, "subject"),
                row.getString("slot"),
                row.getString("value"),
                new Validity(Rows.instant(row, "valid_from"), Rows.instantOrNull(row, "valid_to")),
                Rows.instant(row, "recorded_at"),
                Rows.instantOrNull(row, "retracted_at"),
                row.getObject("superseded_by", UUID.class),
                Rows.uuids(row, "contradicts"),
                Rows.trust(row),
                row.getDouble("confidence"),
                row.getDouble("importance"),
                row.getInt("support"),
                Rows.instant(row, "last_refreshed_at"),
                Rows.instantOrNull(row, "expires_at"),
                row.getString("source_ref"),
                json.sources(row.getString("sources")),
                null,
                row.getDouble("similarity"));
    }

    private static RecalledMemory turn(ResultSet row) throws SQLException {
        Turn turn = Rows.turn(row);
        return new RecalledMemory(
                turn.id(),
                MemoryType.TURN,
                turn.searchText(),
                Rows.text(row, "user_id"),
                turn.visibility(),
                turn.subject(),
                null,
                null,
                Validity.since(turn.occurredAt()),
                turn.recordedAt(),
                null,
                null,
                List.of(),
                turn.trust(),
                1,
                0.5,
                1,
                turn.occurredAt(),
                null,
                null,
                List.of(new Source(
                        turn.id(),
                        turn.content(),
                        turn.conversation(),
                        turn.sourceRef(),
                        turn.speaker(),
                        turn.occurredAt())),
                turn.position(),
                row.getDouble("similarity"));
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Searches in the tables: whatever the audience's size, and as anything was known at any time. */
public final class PostgresMemoryIndex implements MemoryIndex {

    private static final Set<MemoryType> FACTS = EnumSet.complementOf(EnumSet.of(MemoryType.TURN));

    private static final String TOKENS = Stream.of("turn", "fact")
            .map(table ->
                    "SELECT id, tokens FROM " + table + " WHERE tenant_id = :tenant AND audience = ANY(:audiences)"
                            + " AND id = ANY((SELECT :ids::uuid[])::uuid[]) AND tokens IS NOT NULL")
            .collect(Collectors.joining(" UNION ALL "));

    private final TenantTransactions transactions;
    private final DenseSearch dense;
    private final LexicalSearch lexical;
    private final ShownRows rows;

    public PostgresMemoryIndex(TenantTransactions transactions, ObjectMapper mapper, LexicalAnalyzer analyzer) {
        this.transactions = transactions;
        this.dense = new DenseSearch(transactions);
        this.lexical = new LexicalSearch(transactions, analyzer);
        this.rows = new ShownRows(new Json(mapper));
    }

    @Override
    public MemoryView open(MemoryScope scope, SearchFilter filter) {
        return new Tables(scope, filter);
    }

    /** Each question reads the tables as they are by then. */
    private final class Tables implements MemoryView {

        private final MemoryScope scope;
        private final SearchFilter filter;

        private Tables(MemoryScope scope, SearchFilter filter) {
            this.scope = scope;
            this.filter = filter;
        }

        @Override
        public List<Hit> nearest(Embedding query, int limit) {
            return dense.nearest(scope, query, filter, limit);
        }

        @Override
        public List<Hit> match(String text, int limit) {
            return lexical.match(scope, text, filter, limit);
        }

        /** The tables tell what names what, but Neo4j is quicker at following it. */
        @Override
        public Optional<List<GraphHit>> expand(Collection<String> keys, int limit) {
            return Optional.empty();
        }

        @Override
        public List<RecalledMemory> gather(
                Collection<UUID> ids, Predicate<RecalledMemory> shown, int distance, @Nullable Embedding query) {
            if (ids.isEmpty()) {
                return List.of();
            }
            Filters filters = new Filters(scope, filter);
            return transactions.call(scope.tenant(), sql -> {
                List<RecalledMemory> found = new ArrayList<>();
                Set<UUID> turns = new LinkedHashSet<>(ids);
                for (RecalledMemory fact :
                        rows.facts(sql, scope, ids, query, filter.frame().knownAt())) {
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

        private List<RecalledMemory> around(
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
                        """.replace("$columns$", ShownRows.TURN_BESIDE_QUERY).replace("$filter$", filters.onTurn()))
                    .params(filters.parameters())
                    .param("ids", Columns.of(List.copyOf(turns), id -> id))
                    .param("distance", distance)
                    .param("query", ShownRows.text(query))
                    .query((row, n) -> ShownRows.turn(row, row.getDouble("similarity")))
                    .list();
        }

        @Override
        public Map<UUID, TokenStates> tokens(Collection<UUID> ids) {
            if (ids.isEmpty()) {
                return Map.of();
            }
            Map<UUID, TokenStates> tokens = new HashMap<>();
            transactions.call(scope.tenant(), sql -> {
                ShownRows.byId(sql, TOKENS, scope, ids, null).query((RowCallbackHandler)
                        row -> tokens.put(Rows.uuid(row, "id"), TokenStates.fromBytes(row.getBytes("tokens"))));
                return true;
            });
            return tokens;
        }

        @Override
        public List<RecalledMemory> slotted(Set<String> families) {
            Filters filters = new Filters(scope, filter);
            return transactions.call(
                    scope.tenant(),
                    sql -> SlottedRows.read(sql, filters, filter.frame().knownAt(), families, rows));
        }

        @Override
        public Set<UUID> outdated(Collection<UUID> turns) {
            if (turns.isEmpty()) {
                return Set.of();
            }
            Filters filters = new Filters(scope, new SearchFilter(FACTS, filter.frame(), null, null));
            return new HashSet<>(transactions.call(
                    scope.tenant(),
                    sql -> sql.sql("SELECT s.turn_id FROM fact_source s JOIN " + filters.facts()
                                    + " ON f.id = s.fact_id"
                                    + " WHERE s.tenant_id = :tenant AND s.turn_id = ANY((SELECT :ids::uuid[])::uuid[])"
                                    + (filter.frame().knownAt() == null
                                            ? " AND s.dropped_at IS NULL"
                                            : " AND (s.dropped_at IS NULL OR s.dropped_at > :known)")
                                    + " GROUP BY s.turn_id HAVING NOT bool_or(" + filters.onFact() + ")")
                            .params(filters.parameters())
                            .param("ids", Columns.of(List.copyOf(turns), id -> id))
                            .query(Rows::firstId)
                            .list()));
        }
    }
}

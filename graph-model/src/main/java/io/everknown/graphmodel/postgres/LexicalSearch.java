package io.everknown.graphmodel.postgres;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.Bm25;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.SearchFilter;
import java.util.List;

/** BM25 over the posting table; turns and facts are scored each by the statistics of their own corpus. */
final class LexicalSearch {

    /** Scored memories held against the filter at first, for each one asked for. */
    private static final int SLACK = 3;

    private final TenantTransactions transactions;
    private final Postings postings;

    LexicalSearch(TenantTransactions transactions, LexicalAnalyzer analyzer) {
        this.transactions = transactions;
        this.postings = new Postings(analyzer);
    }

    List<Hit> match(MemoryScope scope, String text, SearchFilter filter, int limit) {
        List<String> terms = postings.question(text);
        if (terms.isEmpty()) {
            return List.of();
        }
        List<Hit> hits = match(scope, terms, filter, limit, limit * SLACK);
        return hits.size() < limit ? match(scope, terms, filter, limit, Integer.MAX_VALUE) : hits;
    }

    private List<Hit> match(MemoryScope scope, List<String> terms, SearchFilter filter, int limit, int scored) {
        Filters filters = new Filters(scope, filter);
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("""
                                WITH corpus AS MATERIALIZED (
                                    SELECT kind, sum(documents)::float8 AS documents,
                                           sum(length)::float8 / greatest(sum(documents), 1)::float8 AS length
                                    FROM lexical_corpus
                                    WHERE tenant_id = :tenant AND audience = ANY(:audiences) AND kind = ANY(:kinds)
                                    GROUP BY kind
                                ), hit AS MATERIALIZED (
                                    SELECT kind, term, memory_id, frequency::float8 AS frequency,
                                           length::float8 AS length
                                    FROM posting
                                    WHERE tenant_id = :tenant AND audience = ANY(:audiences) AND kind = ANY(:kinds)
                                      AND term = ANY(:terms)
                                ), weight AS MATERIALIZED (
                                    SELECT n.kind, n.term, c.length AS mean,
                                           ln(1 + (c.documents - n.containing + 0.5::float8)
                                                  / (n.containing + 0.5::float8)) * (:k1::float8 + 1) AS idf
                                    FROM (SELECT kind, term, count(*)::float8 AS containing
                                          FROM hit GROUP BY kind, term) n JOIN corpus c USING (kind)
                                ), scored AS MATERIALIZED (
                                    SELECT h.memory_id, min(h.kind) AS kind,
                                           sum(w.idf * h.frequency / (h.frequency + :k1::float8
                                               * (1 - :b::float8 + :b::float8 * h.length / w.mean))) AS score
                                    FROM hit h JOIN weight w USING (kind, term)
                                    GROUP BY h.memory_id
                                    ORDER BY score DESC, memory_id LIMIT :scored
                                )
                                SELECT memory_id, score FROM scored s
                                WHERE (kind = 'turn' AND $turn$)
                                   OR (kind = 'fact' AND EXISTS
                                          (SELECT FROM $facts$ WHERE f.id = s.memory_id AND $fact$))
                                ORDER BY score DESC, memory_id LIMIT :limit
                                """.replace("$turn$", turnPasses(filters))
                                .replace("$facts$", filters.facts())
                                .replace("$fact$", filters.onFact()))
                        .params(filters.parameters())
                        .param("kinds", filters.kinds())
                        .param("terms", terms.toArray(String[]::new))
                        .param("k1", Bm25.K1)
                        .param("b", Bm25.B)
                        .param("scored", scored)
                        .param("limit", limit)
                        .query((row, n) -> new Hit(Rows.uuid(row, "memory_id"), row.getDouble("score")))
                        .list());
    }

    /** A posting is of the tenant and the audiences already: a turn is looked up only where more is asked of it. */
    private static String turnPasses(Filters filters) {
        return filters.restrictsTurns()
                ? "EXISTS (SELECT FROM turn t WHERE t.id = s.memory_id AND " + filters.onTurn() + ")"
                : "true";
    }
}

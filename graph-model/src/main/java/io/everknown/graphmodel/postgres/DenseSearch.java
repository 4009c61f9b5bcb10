package io.everknown.graphmodel.postgres;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Hit;
import io.everknown.memory.recall.SearchFilter;
import java.util.ArrayList;
import java.util.List;

/**
 * Nearest neighbours by pgvector, exact: the rows of one audience are found by index and compared one by one. Up to
 * some ten thousand rows that is faster to write and to read than HNSW, and it never returns fewer rows than asked.
 */
final class DenseSearch {

    private final TenantTransactions transactions;

    DenseSearch(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /** {@code limit} hits of turns and as many of facts, where both are wanted. */
    List<Hit> nearest(MemoryScope scope, Embedding query, SearchFilter filter, int limit) {
        Filters filters = new Filters(scope, filter);
        List<String> parts = new ArrayList<>();
        if (filters.wantsTurns()) {
            parts.add("(SELECT t.id, 1 - (t.vector <=> (SELECT :query::halfvec)) AS score FROM turn t WHERE "
                    + filters.onTurn()
                    + " AND t.vector IS NOT NULL ORDER BY t.vector <=> (SELECT :query::halfvec) LIMIT :limit)");
        }
        if (filters.wantsFacts()) {
            parts.add("(SELECT f.id, 1 - (f.vector <=> (SELECT :query::halfvec)) AS score FROM " + filters.facts()
                    + " WHERE " + filters.onFact() + " ORDER BY f.vector <=> (SELECT :query::halfvec) LIMIT :limit)");
        }
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT id, score FROM (" + String.join(" UNION ALL ", parts)
                                + ") AS near ORDER BY score DESC, id")
                        .params(filters.parameters())
                        .param("query", Vectors.text(query))
                        .param("limit", limit)
                        .query((row, n) -> new Hit(Rows.uuid(row, "id"), row.getDouble("score")))
                        .list());
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts that are pinned or whose slot is of a family. */
final class SlottedRows {

    private SlottedRows() {}

    /** Those that pass the filters. */
    static List<RecalledMemory> read(
            JdbcClient sql, Filters filters, @Nullable Instant knownAt, Set<String> families, ShownRows rows) {
        return sql.sql("SELECT " + ShownRows.columns(knownAt) + " FROM " + filters.facts() + " WHERE "
                        + filters.onFact() + " AND (f.pinned OR split_part(f.slot, '/', 1) = ANY(:families))")
                .params(filters.parameters())
                .param("families", families.toArray(String[]::new))
                .param("query", null)
                .query((row, n) -> rows.fact(row, 0))
                .list();
    }
}

package io.everknown.graphmodel.postgres;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows as columns: one text array a column, which {@code unnest} turns back into rows, so that many rows are one
 * statement and one way to the server.
 */
final class Columns {

    private Columns() {}

    /** One column of {@code rows}; null stays null, everything else is written as its text form. */
    static <R> @Nullable String[] of(List<R> rows, Function<R, @Nullable Object> column) {
        @Nullable String[] values = new @Nullable String[rows.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = column.apply(rows.get(i));
            values[i] = value == null ? null : value.toString();
        }
        return values;
    }
}

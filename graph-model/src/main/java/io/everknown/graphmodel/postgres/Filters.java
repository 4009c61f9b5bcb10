package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search filter as SQL: conditions on a fact {@code f} and on a turn {@code t}, and the parameters they name. The
 * conditions say the same as {@link TimeFrame#shows}.
 */
final class Filters {

    private final SearchFilter filter;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private boolean archived;

    Filters(MemoryScope scope, SearchFilter filter) {
        this.filter = filter;
        parameters.put("tenant", scope.tenant());
        parameters.put("audiences", new String[] {scope.user(), MemoryScope.EVERYONE});
        parameters.put("moment", Timestamp.from(filter.frame().moment()));
        parameters.put("now", Timestamp.from(filter.frame().asked()));
        if (filter.frame().knownAt() != null) {
            parameters.put("known", Timestamp.from(filter.frame().knownAt()));
        }
        if (filter.minTrust() != null) {
            parameters.put("trust", filter.minTrust().rank());
        }
        if (filter.conversation() != null) {
            parameters.put("conversation", filter.conversation());
        }
        parameters.put("types", filter.types().stream().map(Rows::lower).toArray(String[]::new));
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    /** The same filter, letting through what is archived too. */
    Filters withArchived() {
        archived = true;
        return this;
    }

    boolean wantsTurns() {
        return filter.types().contains(MemoryType.TURN);
    }

    boolean wantsFacts() {
        return filter.types().stream().anyMatch(type -> type != MemoryType.TURN);
    }

    /** The kinds of lexical corpus to search. */
    String[] kinds() {
        return List.of(Postings.Kind.values()).stream()
                .filter(kind -> kind == Postings.Kind.TURN ? wantsTurns() : wantsFacts())
                .map(Rows::lower)
                .toArray(String[]::new);
    }

    /** The facts {@code f} to look at: as they stand, or as they were known at the moment asked for. */
    String facts() {
        return filter.frame().knownAt() == null ? "fact f" : FactRows.THEN;
    }

    String onFact() {
        StringBuilder sql =
                new StringBuilder("f.tenant_id = :tenant AND f.audience = ANY(:audiences) AND f.type = ANY(:types)"
                        + " AND (f.expires_at IS NULL OR f.expires_at > :now)");
        if (!archived) {
            sql.append(" AND f.archived_at IS NULL");
        }
        TimeFrame frame = filter.frame();
        if (frame.knownAt() != null) {
            sql.append(" AND f.recorded_at <= :known");
        }
        if (frame.restrictsValidity()) {
            sql.append(" AND f.valid_from <= :moment AND (f.valid_to IS NULL OR f.valid_to > :moment)");
            sql.append(
                    frame.knownAt() != null
                            ? " AND (f.retracted_at IS NULL OR f.retracted_at > :known)"
                            : " AND f.retracted_at IS NULL");
        }
        if (filter.minTrust() != null) {
            sql.append(" AND f.trust >= :trust");
        }
        if (filter.conversation() != null) {
            sql.append(" AND EXISTS (SELECT FROM fact_source fs JOIN turn ft ON ft.id = fs.turn_id"
                    + " WHERE fs.fact_id = f.id AND fs.dropped_at IS NULL AND ft.conversation_id = :conversation)");
        }
        return sql.toString();
    }

    /** Whether {@link #onTurn} asks for more than the tenant and the audiences. */
    boolean restrictsTurns() {
        TimeFrame frame = filter.frame();
        return frame.asOf() != null
                || frame.knownAt() != null
                || filter.minTrust() != null
                || filter.conversation() != null;
    }

    String onTurn() {
        StringBuilder sql = new StringBuilder("t.tenant_id = :tenant AND t.audience = ANY(:audiences)");
        TimeFrame frame = filter.frame();
        if (frame.asOf() != null) {
            sql.append(" AND t.occurred_at <= :moment");
        }
        if (frame.knownAt() != null) {
            sql.append(" AND t.recorded_at <= :known");
        }
        if (filter.minTrust() != null) {
            sql.append(" AND t.trust >= :trust");
        }
        if (filter.conversation() != null) {
            sql.append(" AND t.conversation_id = :conversation");
        }
        return sql.toString();
    }
}

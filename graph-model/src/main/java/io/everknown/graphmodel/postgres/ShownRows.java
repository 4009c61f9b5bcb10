package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.Upkeep;
import io.everknown.memory.time.Validity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts and turns as a reader is shown them, read from rows. */
final class ShownRows {

    /** Columns of a turn {@code t} but for its similarity. */
    static final String TURN_COLUMNS = """
            t.id, t.user_id, t.conversation_id, t.position, t.role, t.speaker, t.content, t.occurred_at, t.recorded_at,
            t.source_ref, t.session_id, t.trust, t.visibility, t.extract, t.state
            """;

    /** The same with the similarity to {@code :query}. */
    static final String TURN_BESIDE_QUERY =
            TURN_COLUMNS + ", coalesce(1 - (t.vector <=> (SELECT :query::halfvec)), 0) AS similarity ";

    private static final String SIMILARITY = ", coalesce(1 - (f.vector <=> (SELECT :query::halfvec)), 0) AS similarity";

    private final Json json;

    ShownRows(Json json) {
        this.json = json;
    }

    /** The facts among the ids that the scope may see. */
    List<RecalledMemory> facts(
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
                .query((row, n) -> fact(row, row.getDouble("similarity")))
                .list();
    }

    /** A statement that takes the tenant, the audiences, ids and a query. */
    static JdbcClient.StatementSpec byId(
            JdbcClient sql, String statement, MemoryScope scope, Collection<UUID> ids, @Nullable Embedding query) {
        return sql.sql(statement)
                .param("tenant", scope.tenant())
                .param("audiences", new String[] {scope.user(), MemoryScope.EVERYONE})
                .param("ids", Columns.of(List.copyOf(ids), id -> id))
                .param("query", text(query));
    }

    static Map<String, Object> known(@Nullable Instant knownAt) {
        return knownAt == null ? Map.of() : Map.of("known", Timestamp.from(knownAt));
    }

    static String columns(@Nullable Instant knownAt) {
        return (knownAt == null ? FactRows.SHOWN : FactRows.SHOWN_THEN) + SIMILARITY;
    }

    static String facts(@Nullable Instant knownAt) {
        return knownAt == null ? "fact f" : FactRows.THEN;
    }

    static @Nullable String text(@Nullable Embedding query) {
        return query == null ? null : Vectors.text(query);
    }

    RecalledMemory fact(ResultSet row, double similarity) throws SQLException {
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
                new Upkeep(
                        row.getBoolean("pinned"),
                        Rows.instantOrNull(row, "archived_at"),
                        Rows.archiveReason(row),
                        Rows.instantOrNull(row, "stale_since"),
                        Rows.uuids(row, "derived_from")),
                similarity);
    }

    static RecalledMemory turn(ResultSet row, double similarity) throws SQLException {
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
                Upkeep.PLAIN,
                similarity);
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How values of the domain stand in columns. */
final class Rows {

    private Rows() {}

    static Turn turn(ResultSet row) throws SQLException {
        return new Turn(
                uuid(row, "id"),
                text(row, "conversation_id"),
                row.getLong("position"),
                text(row, "role"),
                row.getString("speaker"),
                text(row, "content"),
                instant(row, "occurred_at"),
                instant(row, "recorded_at"),
                row.getString("source_ref"),
                row.getString("session_id"),
                TrustLevel.ofRank(row.getInt("trust")),
                visibility(row),
                row.getBoolean("extract"),
                !"pending".equals(row.getString("state")));
    }

    static TrustLevel trust(ResultSet row) throws SQLException {
        return TrustLevel.ofRank(row.getInt("trust"));
    }

    static Visibility visibility(ResultSet row) throws SQLException {
        return Visibility.valueOf(text(row, "visibility").toUpperCase(Locale.ROOT));
    }

    static @Nullable ArchiveReason archiveReason(ResultSet row) throws SQLException {
        String reason = row.getString("archive_reason");
        return reason == null ? null : ArchiveReason.valueOf(reason.toUpperCase(Locale.ROOT));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Maps a row whose first column is an id. */
    static UUID firstId(ResultSet row, int number) throws SQLException {
        return row.getObject(1, UUID.class);
    }

    static String text(ResultSet row, String column) throws SQLException {
        return row.getString(column);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    static List<UUID> uuids(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(UUID.class::cast)
                        .toList();
    }

    /** SHA-256 of a text in Postgres's form for bytea. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "\\x" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

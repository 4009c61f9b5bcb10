package io.everknown.graphmodel.postgres.identity;

import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.ApiKey;
import io.everknown.memory.identity.RefreshToken;
import io.everknown.memory.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows to records. */
final class IdentityRows {

    private IdentityRows() {}

    static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                uuid(row, "id"),
                uuid(row, "tenant_id"),
                row.getString("username"),
                row.getString("email"),
                row.getString("full_name"),
                Role.valueOf(row.getString("role")),
                moment(row, "created_at"));
    }

    static ApiKey apiKey(ResultSet row, int number) throws SQLException {
        return new ApiKey(
                uuid(row, "id"),
                uuid(row, "tenant_id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("act_for_users"),
                uuid(row, "created_by"),
                moment(row, "created_at"),
                momentOrNull(row, "last_used_at"),
                momentOrNull(row, "revoked_at"));
    }

    static RefreshToken refreshToken(ResultSet row, int number) throws SQLException {
        return new RefreshToken(
                uuid(row, "id"),
                uuid(row, "family_id"),
                uuid(row, "tenant_id"),
                uuid(row, "account_id"),
                moment(row, "created_at"),
                moment(row, "expires_at"));
    }

    static Instant moment(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** What the driver takes for a timestamptz. */
    static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant momentOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }
}

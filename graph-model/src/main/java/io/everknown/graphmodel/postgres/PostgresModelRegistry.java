package io.everknown.graphmodel.postgres;

import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ModelEvent;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.ModelState;
import io.everknown.memory.model.ModelVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** The registry in Postgres: no tenant's rows, and a state that is replaced only by who saw it as it is. */
final class PostgresModelRegistry implements ModelRegistry {

    private static final String VERSION =
            "SELECT kind, name, sha256, card, shipped, created_at, created_by FROM model_version WHERE kind = :kind";

    private final TenantTransactions transactions;
    private final ModelCards cards;

    PostgresModelRegistry(TenantTransactions transactions, ObjectMapper mapper) {
        this.transactions = transactions;
        this.cards = new ModelCards(mapper);
    }

    @Override
    public boolean add(ModelVersion version, byte @Nullable [] weights, ModelEvent event) {
        return transactions.callWithoutTenant(sql -> {
            int added = sql.sql("""
                            INSERT INTO model_version
                                (kind, name, sha256, weights, card, shipped, created_at, created_by)
                            VALUES (:kind, :name, :sha256, :weights, :card::jsonb, :shipped, :at, :by)
                            ON CONFLICT (kind, name) DO NOTHING
                            """)
                    .param("kind", version.kind().label())
                    .param("name", version.name())
                    .param("sha256", version.sha256())
                    .param("weights", weights)
                    .param("card", cards.write(version.card()))
                    .param("shipped", version.shipped())
                    .param("at", Timestamp.from(version.createdAt()))
                    .param("by", version.createdBy())
                    .update();
            if (added == 1) {
                enter(sql, event);
            }
            return added == 1;
        });
    }

    @Override
    public List<ModelVersion> versions(ModelKind kind) {
        return transactions.callWithoutTenant(sql -> sql.sql(VERSION + " ORDER BY created_at, name")
                .param("kind", kind.label())
                .query((row, n) -> version(row))
                .list());
    }

    @Override
    public Optional<ModelVersion> version(ModelKind kind, String name) {
        return transactions.callWithoutTenant(sql -> sql.sql(VERSION + " AND name = :name")
                .param("kind", kind.label())
                .param("name", name)
                .query((row, n) -> version(row))
                .optional());
    }

    @Override
    public Optional<byte[]> weights(ModelKind kind, String name) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT weights FROM model_version"
                        + " WHERE kind = :kind AND name = :name AND weights IS NOT NULL")
                .param("kind", kind.label())
                .param("name", name)
                .query((row, n) -> row.getBytes("weights"))
                .optional());
    }

    @Override
    public ModelState state(ModelKind kind, String shipped) {
        return transactions
                .callWithoutTenant(sql -> sql.sql("SELECT * FROM model_state WHERE kind = :kind")
                        .param("kind", kind.label())
                        .query((row, n) -> state(kind, shipped, row))
                        .optional())
                .orElseGet(() -> ModelState.shipped(kind, shipped));
    }

    private static ModelState state(ModelKind kind, String shipped, ResultSet row) throws SQLException {
        String chosen = row.getString("active");
        String canary = row.getString("canary");
        return new ModelState(
                kind,
                chosen == null ? shipped : chosen,
                chosen != null,
                canary == null
                        ? null
                        : new Canary(canary, row.getInt("percent"), Set.copyOf(Rows.uuids(row, "tenants"))),
                row.getLong("revision"));
    }

    @Override
    public boolean move(ModelState next, ModelEvent event) {
        return transactions.callWithoutTenant(sql -> {
            boolean moved = replace(sql, next) == 1;
            if (moved) {
                enter(sql, event);
            }
            return moved;
        });
    }

    /** The first row of a kind comes with revision 1; who comes second waits for it and then finds another revision. */
    private static int replace(JdbcClient sql, ModelState next) {
        Canary canary = next.canary();
        return sql.sql("""
                        INSERT INTO model_state AS s (kind, active, canary, percent, tenants, revision)
                        SELECT :kind, :active, :canary, :percent, :tenants::uuid[], :revision
                        WHERE :revision = 1 OR EXISTS (SELECT FROM model_state WHERE kind = :kind)
                        ON CONFLICT (kind) DO UPDATE
                        SET active = excluded.active, canary = excluded.canary, percent = excluded.percent,
                            tenants = excluded.tenants, revision = excluded.revision
                        WHERE s.revision = excluded.revision - 1
                        """)
                .param("kind", next.kind().label())
                .param("active", next.chosen() ? next.active() : null)
                .param("canary", canary == null ? null : canary.version())
                .param("percent", canary == null ? 0 : canary.percent())
                .param("tenants", tenants(canary == null ? Set.of() : canary.tenants()))
                .param("revision", next.revision())
                .update();
    }

    private static void enter(JdbcClient sql, ModelEvent event) {
        Canary canary = event.canary();
        sql.sql(
                        "INSERT INTO model_event (id, kind, type, version, active, percent, tenants, forced, by_user, at)"
                                + " VALUES (:id, :kind, :type, :version, :active, :percent, :tenants::uuid[], :forced, :by, :at)")
                .param("id", event.id())
                .param("kind", event.kind().label())
                .param("type", Rows.lower(event.type()))
                .param("version", event.version())
                .param("active", event.active())
                .param("percent", canary == null ? null : canary.percent())
                .param("tenants", canary == null ? null : tenants(canary.tenants()))
                .param("forced", event.forced())
                .param("by", event.by())
                .param("at", Timestamp.from(event.at()))
                .update();
    }

    @Override
    public List<ModelEvent> history(ModelKind kind, @Nullable UUID before, int limit) {
        return transactions.callWithoutTenant(sql -> sql.sql("SELECT * FROM model_event WHERE kind = :kind"
                        + " AND (:before::uuid IS NULL OR id < :before::uuid) ORDER BY id DESC LIMIT :limit")
                .param("kind", kind.label())
                .param("before", before)
                .param("limit", limit)
                .query((row, n) -> event(kind, row))
                .list());
    }

    private ModelVersion version(ResultSet row) throws SQLException {
        return new ModelVersion(
                ModelKind.valueOf(Rows.text(row, "kind").toUpperCase(Locale.ROOT)),
                Rows.text(row, "name"),
                row.getString("sha256"),
                cards.read(Rows.text(row, "card")),
                row.getBoolean("shipped"),
                Rows.instant(row, "created_at"),
                Rows.text(row, "created_by"));
    }

    private static ModelEvent event(ModelKind kind, ResultSet row) throws SQLException {
        int percent = row.getInt("percent");
        boolean ofCanary = !row.wasNull();
        return new ModelEvent(
                Rows.uuid(row, "id"),
                kind,
                ModelEvent.Type.valueOf(Rows.text(row, "type").toUpperCase(Locale.ROOT)),
                Rows.text(row, "version"),
                Rows.text(row, "active"),
                ofCanary
                        ? new Canary(Rows.text(row, "version"), percent, Set.copyOf(Rows.uuids(row, "tenants")))
                        : null,
                row.getBoolean("forced"),
                Rows.text(row, "by_user"),
                Rows.instant(row, "at"));
    }

    private static @Nullable String[] tenants(Set<UUID> tenants) {
        return Columns.of(tenants.stream().sorted().toList(), tenant -> tenant);
    }
}

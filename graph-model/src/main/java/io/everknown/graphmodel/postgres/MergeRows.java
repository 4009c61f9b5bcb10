package io.everknown.graphmodel.postgres;

import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.MergeKind;
import io.everknown.memory.entity.MergeState;
import io.everknown.memory.entity.NamedEntity;
import io.everknown.memory.extraction.EntityType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reasons to merge as rows. */
final class MergeRows {

    static final String COLUMNS = "c.id, c.kind, c.reason, c.score, c.state, c.against, c.recorded_at, c.changed_at,"
            + " a.id AS a_id, a.name AS a_name, a.type AS a_type, e.id AS e_id, e.name AS e_name, e.type AS e_type";
    static final String TABLES =
            " FROM entity_merge c JOIN entity a ON a.id = c.alias_id JOIN entity e ON e.id = c.entity_id ";

    private MergeRows() {}

    static EntityMerge read(ResultSet row) throws SQLException {
        return new EntityMerge(
                Rows.uuid(row, "id"),
                entity(row, "a_"),
                entity(row, "e_"),
                MergeKind.valueOf(upper(row, "kind")),
                Rows.text(row, "reason"),
                row.getDouble("score"),
                MergeState.valueOf(upper(row, "state")),
                row.getString("against"),
                Rows.instant(row, "recorded_at"),
                Rows.instant(row, "changed_at"));
    }

    static NamedEntity entity(ResultSet row, String prefix) throws SQLException {
        return new NamedEntity(
                Rows.uuid(row, prefix + "id"),
                Rows.text(row, prefix + "name"),
                EntityType.valueOf(upper(row, prefix + "type")));
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return Rows.text(row, column).toUpperCase(Locale.ROOT);
    }

    /** All that these entities hang together by, over any number of steps. */
    static List<EntityMerge> around(JdbcClient sql, UUID tenant, Collection<UUID> entities) {
        if (entities.isEmpty()) {
            return List.of();
        }
        return sql.sql("""
                WITH RECURSIVE near(id) AS (
                    SELECT unnest(:ids::uuid[])
                    UNION
                    SELECT CASE WHEN c.alias_id = near.id THEN c.entity_id ELSE c.alias_id END
                    FROM near JOIN entity_merge c ON c.alias_id = near.id OR c.entity_id = near.id
                )
                SELECT %s %s WHERE c.tenant_id = :tenant AND c.alias_id IN (SELECT id FROM near)
                """.formatted(COLUMNS, TABLES))
                .param("ids", Columns.of(List.copyOf(entities), id -> id))
                .param("tenant", tenant)
                .query((row, n) -> read(row))
                .list();
    }

    /** Enters a reason, unless these two have one. */
    static void insert(JdbcClient sql, UUID tenant, String audience, EntityMerge merge) {
        sql.sql("""
                INSERT INTO entity_merge (id, tenant_id, audience, alias_id, entity_id, kind, reason, score, state, against,
                                          recorded_at, changed_at)
                VALUES (:id, :tenant, :audience, :alias, :entity, :kind, :reason, :score, :state, :against, :recorded,
                        :changed)
                ON CONFLICT DO NOTHING
                """)
                .param("id", merge.id())
                .param("tenant", tenant)
                .param("audience", audience)
                .param("alias", merge.alias().id())
                .param("entity", merge.entity().id())
                .param("kind", Rows.lower(merge.kind()))
                .param("reason", merge.reason())
                .param("score", merge.score())
                .param("state", Rows.lower(merge.state()))
                .param("against", merge.against())
                .param("recorded", Timestamp.from(merge.recordedAt()))
                .param("changed", Timestamp.from(merge.changedAt()))
                .update();
    }

    static void update(JdbcClient sql, UUID tenant, List<EntityMerge> merges) {
        for (EntityMerge merge : merges) {
            sql.sql("UPDATE entity_merge SET alias_id = ?, entity_id = ?, kind = ?, reason = ?, score = ?, state = ?,"
                            + " against = ?, changed_at = ? WHERE tenant_id = ? AND id = ?")
                    .param(merge.alias().id())
                    .param(merge.entity().id())
                    .param(Rows.lower(merge.kind()))
                    .param(merge.reason())
                    .param(merge.score())
                    .param(Rows.lower(merge.state()))
                    .param(merge.against())
                    .param(Timestamp.from(merge.changedAt()))
                    .param(tenant)
                    .param(merge.id())
                    .update();
        }
    }
}

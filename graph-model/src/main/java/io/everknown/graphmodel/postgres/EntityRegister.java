package io.everknown.graphmodel.postgres;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.identity.Ids;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives every name of an audience one entity: there are never two of the same key. */
final class EntityRegister {

    private EntityRegister() {}

    /** The ids of the entities that {@code mentions} name, by key; new ones are entered. */
    static Map<String, UUID> resolve(JdbcClient sql, UUID tenant, String audience, Collection<EntityMention> mentions) {
        Map<String, EntityMention> byKey = new LinkedHashMap<>();
        mentions.forEach(mention -> byKey.putIfAbsent(mention.key(), mention));
        if (byKey.isEmpty()) {
            return Map.of();
        }
        List<EntityMention> distinct = List.copyOf(byKey.values());
        sql.sql("""
                INSERT INTO entity (id, tenant_id, audience, key, name, type)
                SELECT e.id::uuid, :tenant, :audience, e.key, e.name, e.type
                FROM unnest(:ids::text[], :keys::text[], :names::text[], :types::text[]) AS e(id, key, name, type)
                ON CONFLICT (tenant_id, audience, key) DO NOTHING
                """)
                .param("tenant", tenant)
                .param("audience", audience)
                .param("ids", Columns.of(distinct, mention -> Ids.next()))
                .param("keys", Columns.of(distinct, EntityMention::key))
                .param("names", Columns.of(distinct, EntityMention::name))
                .param("types", Columns.of(distinct, mention -> Rows.lower(mention.type())))
                .update();
        Map<String, UUID> ids = new HashMap<>();
        sql.sql("SELECT key, id FROM entity WHERE tenant_id = ? AND audience = ? AND key = ANY(?::text[])")
                .param(tenant)
                .param(audience)
                .param(Columns.of(distinct, EntityMention::key))
                .query((row, n) -> Map.entry(Rows.text(row, "key"), Rows.uuid(row, "id")))
                .list()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
        return ids;
    }

    /** Removes those of {@code entities} that nothing names any more. */
    static void removeOrphans(JdbcClient sql, UUID tenant, Collection<UUID> entities) {
        if (entities.isEmpty()) {
            return;
        }
        sql.sql("DELETE FROM entity e WHERE e.tenant_id = ? AND e.id = ANY(?::uuid[])"
                        + " AND NOT EXISTS (SELECT FROM mention m WHERE m.entity_id = e.id)"
                        + " AND NOT EXISTS (SELECT FROM relation r WHERE r.subject = e.id OR r.object = e.id)")
                .param(tenant)
                .param(Columns.of(List.copyOf(entities), id -> id))
                .update();
    }
}

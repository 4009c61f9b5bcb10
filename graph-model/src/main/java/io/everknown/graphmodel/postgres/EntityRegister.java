package io.everknown.graphmodel.postgres;

import io.everknown.memory.entity.NameForms;
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

    /** Entities by key, and which of them are new. */
    record Resolved(Map<String, UUID> ids, List<UUID> fresh) {}

    /** The letters by which names that are alike are found. */
    static String beginning(String name) {
        String fold = NameForms.fold(name);
        return fold.substring(0, fold.offsetByCodePoints(0, Math.min(2, fold.codePointCount(0, fold.length()))));
    }

    /** The entities that {@code mentions} name, by key; new ones are entered. */
    static Resolved resolve(JdbcClient sql, UUID tenant, String audience, Collection<EntityMention> mentions) {
        Map<String, EntityMention> byKey = new LinkedHashMap<>();
        mentions.forEach(mention -> byKey.putIfAbsent(mention.key(), mention));
        if (byKey.isEmpty()) {
            return new Resolved(Map.of(), List.of());
        }
        List<EntityMention> distinct = List.copyOf(byKey.values());
        List<UUID> fresh = sql.sql("""
                INSERT INTO entity (id, tenant_id, audience, key, name, type, fold)
                SELECT e.id::uuid, :tenant, :audience, e.key, e.name, e.type, e.fold
                FROM unnest(:ids::text[], :keys::text[], :names::text[], :types::text[], :folds::text[])
                     AS e(id, key, name, type, fold)
                ON CONFLICT (tenant_id, audience, key) DO NOTHING
                RETURNING id
                """)
                .param("tenant", tenant)
                .param("audience", audience)
                .param("ids", Columns.of(distinct, mention -> Ids.next()))
                .param("keys", Columns.of(distinct, EntityMention::key))
                .param("names", Columns.of(distinct, EntityMention::name))
                .param("types", Columns.of(distinct, mention -> Rows.lower(mention.type())))
                .param("folds", Columns.of(distinct, mention -> NameForms.fold(mention.name())))
                .query(Rows::firstId)
                .list();
        Map<String, UUID> ids = new HashMap<>();
        sql.sql("SELECT key, id FROM entity WHERE tenant_id = ? AND audience = ? AND key = ANY(?::text[])")
                .param(tenant)
                .param(audience)
                .param(Columns.of(distinct, EntityMention::key))
                .query((row, n) -> Map.entry(Rows.text(row, "key"), Rows.uuid(row, "id")))
                .list()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
        return new Resolved(ids, fresh);
    }

    /** Removes those of {@code entities} that nothing names any more. */
    static void removeOrphans(JdbcClient sql, UUID tenant, Collection<UUID> entities) {
        if (entities.isEmpty()) {
            return;
        }
        sql.sql("DELETE FROM entity e WHERE e.tenant_id = ? AND e.id = ANY(?::uuid[])"
                        + " AND NOT EXISTS (SELECT FROM mention m WHERE m.entity_id = e.id)"
                        + " AND NOT EXISTS (SELECT FROM relation r WHERE r.subject = e.id OR r.object = e.id)"
                        + " AND NOT EXISTS (SELECT FROM entity_merge c JOIN entity_merge_source s ON s.merge_id = c.id"
                        + " WHERE c.alias_id = e.id OR c.entity_id = e.id)")
                .param(tenant)
                .param(Columns.of(List.copyOf(entities), id -> id))
                .update();
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.NameForms;
import io.everknown.memory.entity.NamedEntity;
import io.everknown.memory.extraction.EntityMention;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One audience's names inside one transaction that holds its lock. */
final class PostgresEntityLedger implements EntityLedger {

    private final JdbcClient sql;
    private final UUID tenant;
    private final String audience;
    private final Instant now;
    private final Set<UUID> fresh = new LinkedHashSet<>();

    PostgresEntityLedger(JdbcClient sql, UUID tenant, String audience, Instant now) {
        this.sql = sql;
        this.tenant = tenant;
        this.audience = audience;
        this.now = now;
    }

    /** The ids of the entities that {@code mentions} name, by key; new ones are entered. */
    Map<String, UUID> resolve(Collection<EntityMention> mentions) {
        EntityRegister.Resolved resolved = EntityRegister.resolve(sql, tenant, audience, mentions);
        fresh.addAll(resolved.fresh());
        return resolved.ids();
    }

    @Override
    public List<NamedEntity> fresh() {
        return entities(fresh).stream()
                .sorted(Comparator.comparing(NamedEntity::id))
                .toList();
    }

    @Override
    public List<NamedEntity> similar(Collection<NamedEntity> names) {
        List<String> beginnings = names.stream()
                .map(entity -> EntityRegister.beginning(entity.name()))
                .distinct()
                .toList();
        List<String> endings = names.stream()
                .map(entity -> NameForms.fold(entity.name()))
                .filter(fold -> fold.indexOf(' ') > 0)
                .map(fold -> fold.substring(fold.lastIndexOf(' ') + 1))
                .distinct()
                .toList();
        return sql.sql("""
                SELECT id, name, type FROM entity
                WHERE tenant_id = :tenant AND audience = :audience AND left(fold, 2) = ANY(:beginnings::text[])
                UNION
                SELECT id, name, type FROM entity
                WHERE tenant_id = :tenant AND audience = :audience AND position(' ' IN fold) > 0
                  AND substring(fold FROM '[^ ]+$') = ANY(:endings::text[])
                """)
                .param("tenant", tenant)
                .param("audience", audience)
                .param("beginnings", Columns.of(beginnings, text -> text))
                .param("endings", Columns.of(endings, text -> text))
                .query((row, n) -> MergeRows.entity(row, ""))
                .list();
    }

    @Override
    public Map<String, NamedEntity> named(Collection<EntityMention> mentions) {
        return entities(resolve(mentions).values()).stream()
                .collect(Collectors.toMap(NamedEntity::key, entity -> entity));
    }

    @Override
    public List<NamedEntity> entities(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return sql.sql("SELECT id, name, type FROM entity"
                        + " WHERE tenant_id = ? AND audience = ? AND id = ANY(?::uuid[])")
                .param(tenant)
                .param(audience)
                .param(Columns.of(List.copyOf(ids), id -> id))
                .query((row, n) -> MergeRows.entity(row, ""))
                .list();
    }

    @Override
    public boolean differ(NamedEntity one, NamedEntity other) {
        return sql.sql("""
                SELECT EXISTS (SELECT FROM mention a JOIN mention b ON b.memory_id = a.memory_id
                                JOIN fact f ON f.id = a.memory_id
                               WHERE a.tenant_id = :tenant AND a.entity_id = :one AND b.entity_id = :other)
                    OR EXISTS (SELECT FROM fact a JOIN fact b ON b.slot = a.slot AND b.tenant_id = a.tenant_id
                                  AND b.audience = a.audience AND lower(b.value) <> lower(a.value)
                               WHERE a.tenant_id = :tenant AND a.audience = :audience
                                 AND a.subject_key = :oneKey AND b.subject_key = :otherKey
                                 AND a.slot IS NOT NULL AND b.slot IS NOT NULL
                                 AND a.valid_to IS NULL AND a.retracted_at IS NULL
                                 AND b.valid_to IS NULL AND b.retracted_at IS NULL)
                """)
                .param("tenant", tenant)
                .param("audience", audience)
                .param("one", one.id())
                .param("other", other.id())
                .param("oneKey", one.key())
                .param("otherKey", other.key())
                .query(Boolean.class)
                .single();
    }

    @Override
    public void enter(EntityMerge merge, @Nullable UUID memory, @Nullable String sentence) {
        MergeRows.insert(sql, tenant, audience, merge);
        if (memory != null && sentence != null) {
            sql.sql("""
                    INSERT INTO entity_merge_source (merge_id, memory_id, tenant_id, sentence, recorded_at)
                    SELECT id, :memory, :tenant, :sentence, :now FROM entity_merge
                    WHERE tenant_id = :tenant AND audience = :audience
                      AND least(alias_id, entity_id) = least(:alias, :entity)
                      AND greatest(alias_id, entity_id) = greatest(:alias, :entity)
                    ON CONFLICT DO NOTHING
                    """)
                    .param("memory", memory)
                    .param("tenant", tenant)
                    .param("sentence", sentence)
                    .param("now", Timestamp.from(now))
                    .param("audience", audience)
                    .param("alias", merge.alias().id())
                    .param("entity", merge.entity().id())
                    .update();
        }
    }

    @Override
    public List<EntityMerge> around(Collection<UUID> entities) {
        return MergeRows.around(sql, tenant, entities);
    }

    @Override
    public void settle(List<EntityMerge> changed, Map<UUID, UUID> roots) {
        MergeRows.update(sql, tenant, changed);
        List<Map.Entry<UUID, UUID>> rows = List.copyOf(roots.entrySet());
        List<UUID> moved = sql.sql("""
                        UPDATE entity e SET canonical = nullif(r.root::uuid, e.id)
                        FROM unnest(:ids::text[], :roots::text[]) AS r(id, root)
                        WHERE e.tenant_id = :tenant AND e.id = r.id::uuid
                          AND e.canonical IS DISTINCT FROM nullif(r.root::uuid, e.id)
                        RETURNING e.id
                        """)
                .param("ids", Columns.of(rows, Map.Entry::getKey))
                .param("roots", Columns.of(rows, Map.Entry::getValue))
                .param("tenant", tenant)
                .query(Rows::firstId)
                .list();
        if (!moved.isEmpty() || !changed.isEmpty()) {
            enterMemories(moved, changed, new LinkedHashSet<>(roots.values()));
        }
    }

    /** What the graph has to draw anew: all that names an entity that moved, what said so, and one memory a root. */
    private void enterMemories(List<UUID> moved, List<EntityMerge> changed, Set<UUID> roots) {
        sql.sql("""
                WITH named AS (
                    SELECT memory_id FROM mention WHERE entity_id = ANY(:moved::uuid[])
                    UNION
                    SELECT s.memory_id FROM entity_merge_source s WHERE s.merge_id = ANY(:changed::uuid[])
                    UNION
                    SELECT f.fact_id FROM entity_merge_source s JOIN fact_source f ON f.turn_id = s.memory_id
                    WHERE s.merge_id = ANY(:changed::uuid[]) AND f.dropped_at IS NULL
                    UNION
                    SELECT m.memory_id FROM unnest(:roots::uuid[]) AS r(id)
                    CROSS JOIN LATERAL (SELECT m.memory_id FROM mention m JOIN entity e ON e.id = m.entity_id
                                        WHERE e.id = r.id OR e.canonical = r.id
                                        ORDER BY m.memory_id DESC LIMIT 1) m
                )
                INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
                SELECT m.tenant_id, m.user_id, m.id, :now FROM
                    (SELECT tenant_id, user_id, id FROM turn UNION ALL SELECT tenant_id, user_id, id FROM fact) m
                JOIN named ON named.memory_id = m.id
                WHERE m.tenant_id = :tenant ORDER BY m.id
                ON CONFLICT (tenant_id, memory_id) DO UPDATE SET entered_at = graph_outbox.entered_at
                """)
                .param("moved", Columns.of(moved, id -> id))
                .param("changed", Columns.of(changed, EntityMerge::id))
                .param("roots", Columns.of(List.copyOf(roots), id -> id))
                .param("now", Timestamp.from(now))
                .param("tenant", tenant)
                .update();
    }

    /**
     * Takes away what a memory said of names, where it no longer says it.
     *
     * @param content what is left of the memory; empty where it is gone
     * @return entities that this was about
     */
    List<UUID> withdraw(UUID memory, String content) {
        return dropped(sql.sql("DELETE FROM entity_merge_source WHERE tenant_id = ? AND memory_id = ?"
                        + " AND position(sentence IN ?) = 0 RETURNING merge_id")
                .param(tenant)
                .param(memory)
                .param(content)
                .query(Rows::firstId)
                .list());
    }

    @Override
    public List<UUID> unsay(UUID memory, String sentence) {
        return dropped(sql.sql("DELETE FROM entity_merge_source WHERE tenant_id = ? AND memory_id = ?"
                        + " AND (position(sentence IN ?) > 0 OR position(? IN sentence) > 0) RETURNING merge_id")
                .param(tenant)
                .param(memory)
                .param(sentence)
                .param(sentence)
                .query(Rows::firstId)
                .list());
    }

    /** Removes those of the reasons that nothing says any more; what they all were about. */
    private List<UUID> dropped(List<UUID> merges) {
        List<UUID> entities = new ArrayList<>();
        sql.sql("SELECT alias_id, entity_id FROM entity_merge WHERE tenant_id = ? AND id = ANY(?::uuid[])")
                .param(tenant)
                .param(Columns.of(merges, id -> id))
                .query((row, n) -> List.of(Rows.uuid(row, "alias_id"), Rows.uuid(row, "entity_id")))
                .list()
                .forEach(entities::addAll);
        sql.sql("DELETE FROM entity_merge m WHERE m.tenant_id = ? AND m.id = ANY(?::uuid[])"
                        + " AND m.kind IN ('role', 'self', 'called') AND m.state <> 'undone'"
                        + " AND NOT EXISTS (SELECT FROM entity_merge_source s WHERE s.merge_id = m.id)")
                .param(tenant)
                .param(Columns.of(merges, id -> id))
                .update();
        return entities;
    }
}

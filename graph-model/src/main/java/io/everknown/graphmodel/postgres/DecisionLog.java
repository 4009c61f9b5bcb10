package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.MemoryScope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log of decisions. */
final class DecisionLog {

    private static final String COLUMNS =
            "id, turn_id, operation, fact_id, target_id, text, slot, value, entities, relations, reason, confidence,"
                    + " decided_at, neighbours, extractor, decider";

    private final Json json;

    DecisionLog(Json json) {
        this.json = json;
    }

    void write(JdbcClient sql, MemoryScope scope, Derived derived, Instant now) {
        List<DecisionRecord> lines = derived.decisions().stream()
                .map(logged -> DecisionRecord.of(logged, derived.extractor(), derived.decider(), now))
                .toList();
        List<Integer> ordinals = IntStream.range(0, lines.size()).boxed().toList();
        if (lines.isEmpty()) {
            return;
        }
        DecisionThresholds thresholds = derived.thresholds();
        sql.sql("""
                INSERT INTO decision (id, tenant_id, user_id, turn_id, operation, fact_id, target_id, text, slot, value,
                                      entities, relations, reason, confidence, decided_at, neighbours, thresholds,
                                      extractor, decider, ordinal)
                SELECT d.id::uuid, :tenant, :user, d.turn::uuid, d.operation, d.fact::uuid, d.target::uuid, d.text,
                       d.slot, d.value, d.entities::jsonb, d.relations::jsonb, d.reason, d.confidence::real, :now,
                       d.neighbours::jsonb, :thresholds::jsonb, :extractor, :decider, d.ordinal::int
                FROM unnest(:ids::text[], :turns::text[], :operations::text[], :facts::text[], :targets::text[],
                            :texts::text[], :slots::text[], :values::text[], :entities::text[], :relations::text[],
                            :reasons::text[], :confidences::text[], :neighbours::text[], :ordinals::text[])
                     AS d(id, turn, operation, fact, target, text, slot, value, entities, relations, reason,
                          confidence, neighbours, ordinal)
                """)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("now", Timestamp.from(now))
                .param("thresholds", thresholds == null ? "{}" : json.write(thresholds))
                .param("extractor", derived.extractor())
                .param("decider", derived.decider())
                .param("ids", Columns.of(lines, DecisionRecord::id))
                .param("turns", Columns.of(lines, DecisionRecord::turn))
                .param("operations", Columns.of(lines, DecisionRecord::operation))
                .param("facts", Columns.of(lines, DecisionRecord::fact))
                .param("targets", Columns.of(lines, DecisionRecord::target))
                .param("texts", Columns.of(lines, DecisionRecord::text))
                .param("slots", Columns.of(lines, DecisionRecord::slot))
                .param("values", Columns.of(lines, DecisionRecord::value))
                .param("entities", Columns.of(lines, line -> entities(line.entities())))
                .param("relations", Columns.of(lines, line -> relations(line.relations())))
                .param("reasons", Columns.of(lines, DecisionRecord::reason))
                .param("confidences", Columns.of(lines, DecisionRecord::confidence))
                .param("neighbours", Columns.of(lines, line -> json.write(line.neighbours())))
                .param("ordinals", Columns.of(ordinals, ordinal -> ordinal))
                .update();
    }

    Map<UUID, List<DecisionRecord>> ofTurns(JdbcClient sql, MemoryScope scope, Collection<UUID> turns) {
        Map<UUID, List<DecisionRecord>> byTurn = new LinkedHashMap<>();
        sql.sql("SELECT " + COLUMNS + " FROM decision WHERE tenant_id = ? AND user_id = ?"
                        + " AND turn_id = ANY(?::uuid[]) ORDER BY decided_at, ordinal")
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(List.copyOf(turns), id -> id))
                .query((row, n) -> read(row))
                .list()
                .forEach(record -> {
                    if (record.turn() != null) {
                        byTurn.computeIfAbsent(record.turn(), turn -> new ArrayList<>())
                                .add(record);
                    }
                });
        return byTurn;
    }

    List<DecisionRecord> page(
            JdbcClient sql, MemoryScope scope, @Nullable UUID about, @Nullable UUID before, int limit) {
        if (before != null && !isOf(sql, scope, before)) {
            throw new IllegalArgumentException("there is no decision " + before + " to go on from");
        }
        return sql.sql("SELECT " + COLUMNS + """
                         FROM decision d
                        WHERE tenant_id = :tenant AND user_id = :user
                          AND (:about::uuid IS NULL OR fact_id = :about::uuid OR target_id = :about::uuid)
                          AND (:before::uuid IS NULL OR (decided_at, id) <
                               (SELECT b.decided_at, b.id FROM decision b WHERE b.id = :before::uuid))
                        ORDER BY decided_at DESC, id DESC LIMIT :limit
                        """)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("about", about == null ? null : about.toString())
                .param("before", before == null ? null : before.toString())
                .param("limit", limit)
                .query((row, n) -> read(row))
                .list();
    }

    private static boolean isOf(JdbcClient sql, MemoryScope scope, UUID decision) {
        return sql.sql("SELECT EXISTS (SELECT FROM decision WHERE tenant_id = ? AND user_id = ? AND id = ?)")
                .param(scope.tenant())
                .param(scope.user())
                .param(decision)
                .query(Boolean.class)
                .single();
    }

    /** Erases the words of decisions about a fact; that something was decided stays. */
    static void erase(JdbcClient sql, UUID tenant, Collection<UUID> facts) {
        sql.sql("""
                UPDATE decision
                SET text = NULL, slot = NULL, value = NULL, entities = '[]', relations = '[]',
                    reason = 'forgotten',
                    fact_id = CASE WHEN fact_id = ANY(:facts::uuid[]) THEN NULL ELSE fact_id END,
                    target_id = CASE WHEN target_id = ANY(:facts::uuid[]) THEN NULL ELSE target_id END
                WHERE tenant_id = :tenant AND (fact_id = ANY(:facts::uuid[]) OR target_id = ANY(:facts::uuid[]))
                """)
                .param("tenant", tenant)
                .param("facts", Columns.of(List.copyOf(facts), id -> id))
                .update();
    }

    private DecisionRecord read(ResultSet row) throws SQLException {
        return new DecisionRecord(
                Rows.uuid(row, "id"),
                row.getObject("turn_id", UUID.class),
                Rows.text(row, "operation"),
                row.getObject("fact_id", UUID.class),
                row.getString("text"),
                row.getString("slot"),
                row.getString("value"),
                json.mentions(row.getString("entities")),
                json.relations(row.getString("relations")),
                row.getObject("target_id", UUID.class),
                Rows.text(row, "reason"),
                row.getDouble("confidence"),
                Rows.instant(row, "decided_at"),
                json.neighbours(row.getString("neighbours")),
                Rows.text(row, "extractor"),
                Rows.text(row, "decider"));
    }

    private String entities(List<EntityMention> entities) {
        return json.write(entities.stream()
                .map(mention -> Map.of("name", mention.name(), "type", Rows.lower(mention.type())))
                .toList());
    }

    private String relations(List<RelationMention> relations) {
        return json.write(relations.stream()
                .map(r -> Map.of("subject", r.subject(), "type", r.type(), "object", r.object()))
                .toList());
    }
}

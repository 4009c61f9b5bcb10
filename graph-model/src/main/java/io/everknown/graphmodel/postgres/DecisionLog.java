package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.Neighbour;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
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
        List<Line> lines = new ArrayList<>();
        for (LoggedDecision logged : derived.decisions()) {
            lines.add(line(logged, lines.size()));
        }
        if (lines.isEmpty()) {
            return;
        }
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
                .param("thresholds", json.write(derived.thresholds()))
                .param("extractor", derived.extractor())
                .param("decider", derived.decider())
                .param("ids", Columns.of(lines, l -> l.logged.id()))
                .param("turns", Columns.of(lines, l -> l.logged.turn()))
                .param("operations", Columns.of(lines, l -> l.logged.decision().operation()))
                .param("facts", Columns.of(lines, l -> l.fact == null ? null : l.fact.id()))
                .param("targets", Columns.of(lines, Line::target))
                .param("texts", Columns.of(lines, Line::text))
                .param("slots", Columns.of(lines, l -> l.fact == null ? null : l.fact.slot()))
                .param("values", Columns.of(lines, l -> l.fact == null ? null : l.fact.value()))
                .param("entities", Columns.of(lines, l -> entities(l.fact)))
                .param("relations", Columns.of(lines, l -> relations(l.fact)))
                .param("reasons", Columns.of(lines, l -> l.logged.decision().reason()))
                .param("confidences", Columns.of(lines, l -> l.logged.decision().confidence()))
                .param("neighbours", Columns.of(lines, l -> neighbours(l.logged.neighbours())))
                .param("ordinals", Columns.of(lines, Line::ordinal))
                .update();
    }

    Map<UUID, List<DecisionRecord>> ofTurns(JdbcClient sql, MemoryScope scope, Collection<UUID> turns) {
        Map<UUID, List<DecisionRecord>> byTurn = new LinkedHashMap<>();
        sql.sql("SELECT " + COLUMNS + " FROM decision WHERE tenant_id = ? AND turn_id = ANY(?::uuid[])"
                        + " ORDER BY decided_at, ordinal")
                .param(scope.tenant())
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

    private static Line line(LoggedDecision logged, int ordinal) {
        return switch (logged.decision()) {
            case Decision.Add add ->
                new Line(logged, add.fact(), null, add.fact().text(), ordinal);
            case Decision.Update update ->
                new Line(
                        logged,
                        update.fact(),
                        update.superseded().id(),
                        update.fact().text(),
                        ordinal);
            case Decision.Delete delete ->
                new Line(
                        logged,
                        delete.closed(),
                        delete.closed().id(),
                        delete.closed().text(),
                        ordinal);
            case Decision.Noop noop -> {
                Fact known = noop.known();
                yield new Line(logged, known, known == null ? null : known.id(), noop.text(), ordinal);
            }
        };
    }

    private String entities(@Nullable Fact fact) {
        List<EntityMention> entities = fact == null ? List.of() : fact.entities();
        return json.write(entities.stream()
                .map(mention -> Map.of("name", mention.name(), "type", Rows.lower(mention.type())))
                .toList());
    }

    private String relations(@Nullable Fact fact) {
        List<RelationMention> relations = fact == null ? List.of() : fact.relations();
        return json.write(relations.stream()
                .map(r -> Map.of("subject", r.subject(), "type", r.type(), "object", r.object()))
                .toList());
    }

    private String neighbours(List<Neighbour> neighbours) {
        return json.write(neighbours.stream()
                .map(n -> Map.of("id", n.fact().id(), "similarity", n.similarity()))
                .toList());
    }

    private record Line(
            LoggedDecision logged,
            @Nullable Fact fact,
            @Nullable UUID target,
            String text,
            int ordinal) {}
}

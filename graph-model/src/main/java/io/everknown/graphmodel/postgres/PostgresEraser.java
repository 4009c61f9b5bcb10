package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DerivationLedger;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityMerging;
import io.everknown.memory.entity.NamedEntity;
import io.everknown.memory.forgetting.MemoryEraser;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erases memories from every table of the record. */
public final class PostgresEraser implements MemoryEraser {

    private final TenantTransactions transactions;
    private final Postings postings;
    private final InstantSource clock;
    private final PostgresFactLedger ledger;

    public PostgresEraser(
            TenantTransactions transactions, LexicalAnalyzer analyzer, InstantSource clock, PostgresFactLedger ledger) {
        this.ledger = ledger;
        this.transactions = transactions;
        this.postings = new Postings(analyzer);
        this.clock = clock;
    }

    @Override
    public <T> T serially(MemoryScope scope, Visibility visibility, Function<Erasure, T> work) {
        return transactions.call(scope.tenant(), sql -> {
            SubjectLock.DECIDE.take(sql, scope.tenant(), scope.audience(visibility));
            return work.apply(new Rubber(sql, scope, visibility));
        });
    }

    private final class Rubber implements Erasure {

        private final JdbcClient sql;
        private final MemoryScope scope;
        private final String audience;
        private final DerivationLedger derivations;

        private Rubber(JdbcClient sql, MemoryScope scope, Visibility visibility) {
            this.sql = sql;
            this.scope = scope;
            this.audience = scope.audience(visibility);
            this.derivations = ledger.held(sql, scope, visibility);
        }

        @Override
        public DerivationLedger derivations() {
            return derivations;
        }

        @Override
        public List<SaidIn> saidIn(UUID fact) {
            return sql.sql(
                            "SELECT t.*, s.sentence FROM fact_source s JOIN turn t ON t.id = s.turn_id"
                                    + " WHERE s.tenant_id = ? AND s.fact_id = ? AND s.dropped_at IS NULL ORDER BY t.occurred_at, t.position")
                    .param(scope.tenant())
                    .param(fact)
                    .query((row, n) -> new SaidIn(Rows.turn(row), Rows.text(row, "sentence")))
                    .list();
        }

        @Override
        public void eraseFact(UUID fact) {
            boolean stands = sql.sql("SELECT EXISTS (SELECT FROM fact WHERE tenant_id = ? AND audience = ? AND id = ?)")
                    .param(scope.tenant())
                    .param(audience)
                    .param(fact)
                    .query(Boolean.class)
                    .single();
            if (!stands) {
                return;
            }
            DecisionLog.erase(sql, scope.tenant(), List.of(fact));
            postings.remove(sql, scope.tenant(), audience, Postings.Kind.FACT, List.of(fact));
            List<UUID> named = takeMentions(fact);
            List<UUID> before = sql.sql("UPDATE fact SET superseded_by = NULL WHERE tenant_id = ? AND superseded_by = ?"
                            + " RETURNING id")
                    .param(scope.tenant())
                    .param(fact)
                    .query(Rows::firstId)
                    .list();
            List<UUID> linked = sql.sql("UPDATE fact SET contradicts = array_remove(contradicts, ?)"
                            + " WHERE tenant_id = ? AND audience = ? AND contradicts @> ARRAY[?] RETURNING id")
                    .param(fact)
                    .param(scope.tenant())
                    .param(audience)
                    .param(fact)
                    .query(Rows::firstId)
                    .list();
            sql.sql("UPDATE fact_state SET superseded_by = nullif(superseded_by, :fact),"
                            + " contradicts = array_remove(contradicts, :fact)"
                            + " WHERE tenant_id = :tenant AND (superseded_by = :fact OR contradicts @> ARRAY[:fact])")
                    .param("fact", fact)
                    .param("tenant", scope.tenant())
                    .update();
            sql.sql("DELETE FROM fact WHERE tenant_id = ? AND id = ?")
                    .param(scope.tenant())
                    .param(fact)
                    .update();
            PostgresFeedbackLog.erase(sql, scope.tenant(), List.of(fact));
            unname(fact, "", named);
            enter(fact);
            linked.forEach(this::enter);
            before.forEach(this::enter);
        }

        @Override
        public List<UUID> mergedInto(UUID fact) {
            return sql.sql("SELECT merged FROM fact_merge WHERE tenant_id = ? AND survivor = ? AND undone_at IS NULL")
                    .param(scope.tenant())
                    .param(fact)
                    .query(Rows::firstId)
                    .list();
        }

        @Override
        public boolean holdsFacts(UUID turn) {
            return sql.sql("SELECT EXISTS (SELECT FROM fact_source WHERE tenant_id = ? AND turn_id = ?"
                            + " AND dropped_at IS NULL)")
                    .param(scope.tenant())
                    .param(turn)
                    .query((row, n) -> row.getBoolean(1))
                    .single();
        }

        @Override
        public List<UUID> eraseTurn(UUID turn) {
            List<UUID> alone = sql.sql("""
                    SELECT s.fact_id FROM fact_source s
                    WHERE s.tenant_id = ? AND s.turn_id = ? AND s.dropped_at IS NULL
                      AND NOT EXISTS (SELECT FROM fact_source o WHERE o.fact_id = s.fact_id
                                         AND o.turn_id <> s.turn_id AND o.dropped_at IS NULL)
                    """)
                    .param(scope.tenant())
                    .param(turn)
                    .query(Rows::firstId)
                    .list();
            alone.forEach(this::eraseFact);
            List<UUID> others = sql.sql("SELECT fact_id FROM fact_source WHERE tenant_id = ? AND turn_id = ?")
                    .param(scope.tenant())
                    .param(turn)
                    .query(Rows::firstId)
                    .list();
            others.forEach(this::enter);
            unsay(turn, others);
            sql.sql("DELETE FROM decision WHERE tenant_id = ? AND turn_id = ?")
                    .param(scope.tenant())
                    .param(turn)
                    .update();
            unindex(turn);
            List<UUID> named = takeMentions(turn);
            sql.sql("DELETE FROM turn WHERE tenant_id = ? AND id = ?")
                    .param(scope.tenant())
                    .param(turn)
                    .update();
            PostgresFeedbackLog.erase(sql, scope.tenant(), List.of(turn));
            unname(turn, "", named);
            enter(turn);
            return alone;
        }

        /** What facts of a slot know of a turn that is gone. */
        private void unsay(UUID turn, List<UUID> facts) {
            sql.sql("""
                    UPDATE fact SET sayings = coalesce(
                        (SELECT jsonb_agg(s) FROM jsonb_array_elements(sayings) s WHERE s->>'turn' IS DISTINCT FROM ?),
                        jsonb_build_array(jsonb_set(jsonb_set(sayings->0, '{turn}', 'null'), '{voice}', '""')))
                    WHERE tenant_id = ? AND id = ANY(?::uuid[]) AND slot IS NOT NULL
                    """)
                    .param(turn.toString())
                    .param(scope.tenant())
                    .param(Columns.of(facts, id -> id))
                    .update();
        }

        @Override
        public void rewriteTurn(Turn turn, List<String> sentences, String content, @Nullable Embedding embedding) {
            boolean indexed = unindex(turn.id());
            sql.sql("UPDATE turn SET content = ?, vector = coalesce(?::halfvec, vector), tokens = decode(?, 'base64')"
                            + " WHERE tenant_id = ? AND id = ?")
                    .param(content)
                    .param(embedding == null ? null : Vectors.text(embedding))
                    .param(embedding == null ? null : Vectors.tokens(embedding))
                    .param(scope.tenant())
                    .param(turn.id())
                    .update();
            sentences.forEach(sentence -> strike(turn.id(), sentence));
            PostgresFeedbackLog.erase(sql, scope.tenant(), List.of(turn.id()));
            if (indexed) {
                String spoken = turn.speaker() != null ? turn.speaker() + ": " + content : content;
                postings.add(
                        sql,
                        scope.tenant(),
                        audience,
                        Postings.Kind.TURN,
                        List.of(new Postings.Document(turn.id(), spoken)));
            }
            renameMentions(turn.id(), content);
            enter(turn.id());
        }

        /** Takes words of a turn out of what facts quote from it and decisions tell of it. */
        private void strike(UUID turn, String words) {
            sql.sql("UPDATE fact_source SET sentence = replace(sentence, ?, '')"
                            + " WHERE tenant_id = ? AND turn_id = ?")
                    .param(words)
                    .param(scope.tenant())
                    .param(turn)
                    .update();
            sql.sql("UPDATE decision SET text = replace(text, ?, '') WHERE tenant_id = ? AND turn_id = ?")
                    .param(words)
                    .param(scope.tenant())
                    .param(turn)
                    .update();
        }

        /** A turn names what the facts that still rest on it name. */
        private void renameMentions(UUID turn, String content) {
            List<UUID> before = takeMentions(turn);
            sql.sql("""
                    INSERT INTO mention (memory_id, entity_id, tenant_id, ordinal)
                    SELECT DISTINCT ON (m.entity_id) s.turn_id, m.entity_id, m.tenant_id, m.ordinal
                    FROM fact_source s JOIN mention m ON m.memory_id = s.fact_id
                    WHERE s.dropped_at IS NULL AND s.tenant_id = ? AND s.turn_id = ? AND m.entity_id = ANY(?::uuid[])
                    """)
                    .param(scope.tenant())
                    .param(turn)
                    .param(Columns.of(before, id -> id))
                    .update();
            unname(turn, content, before);
        }

        /** Takes back what a memory said of names, and removes names that nothing names any more. */
        private void unname(UUID memory, String content, List<UUID> named) {
            PostgresEntityLedger entities = new PostgresEntityLedger(sql, scope.tenant(), audience, clock.instant());
            Set<UUID> near = new LinkedHashSet<>(named);
            near.addAll(entities.withdraw(memory, content));
            List<UUID> unnamed = List.copyOf(near);
            entities.around(near)
                    .forEach(merge -> near.addAll(
                            List.of(merge.alias().id(), merge.entity().id())));
            EntityRegister.removeOrphans(sql, scope.tenant(), unnamed);
            List<UUID> left =
                    entities.entities(near).stream().map(NamedEntity::id).toList();
            EntityMerging.settle(entities, left, clock.instant());
        }

        private List<UUID> takeMentions(UUID memory) {
            return sql.sql("DELETE FROM mention WHERE tenant_id = ? AND memory_id = ? RETURNING entity_id")
                    .param(scope.tenant())
                    .param(memory)
                    .query(Rows::firstId)
                    .list();
        }

        /** Takes a turn out of the lexical index; one that is not derived yet is not in it. */
        private boolean unindex(UUID turn) {
            boolean indexed = sql.sql("SELECT state = 'processed' FROM turn WHERE tenant_id = ? AND id = ?")
                    .param(scope.tenant())
                    .param(turn)
                    .query(Boolean.class)
                    .optional()
                    .orElse(false);
            if (indexed) {
                postings.remove(sql, scope.tenant(), audience, Postings.Kind.TURN, List.of(turn));
            }
            return indexed;
        }

        private void enter(UUID memory) {
            OutboxRows.enter(sql, scope, List.of(memory), clock.instant());
        }
    }
}

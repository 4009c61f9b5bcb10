package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.postgres.FactRows.MentionRow;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.Neighbour;
import io.everknown.memory.decision.Salience;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One audience's facts inside one transaction that holds its lock. */
final class PostgresSubjectLedger implements SubjectLedger {

    /** Facts looked at for one rare word of a probe; bounds the cost of a word that everybody uses. */
    private static final int FACTS_PER_TERM = 48;

    /** Facts sharing words with a probe whose vectors are compared. */
    private static final int COMPARED = 24;

    private static final String OF_AUDIENCE =
            " AND tenant_id = :tenant AND audience = :audience AND id = ANY(:ids::uuid[]) RETURNING id";

    private final JdbcClient sql;
    private final MemoryScope scope;
    private final Visibility visibility;
    private final String audience;
    private final FactRows facts;
    private final DecisionLog decisions;
    private final Postings postings;
    private final String model;
    private final Instant now;
    private final PostgresEntityLedger entities;

    PostgresSubjectLedger(
            JdbcClient sql,
            MemoryScope scope,
            Visibility visibility,
            FactRows facts,
            DecisionLog decisions,
            Postings postings,
            String model,
            Instant now) {
        this.sql = sql;
        this.scope = scope;
        this.visibility = visibility;
        this.audience = scope.audience(visibility);
        this.facts = facts;
        this.decisions = decisions;
        this.postings = postings;
        this.model = model;
        this.now = now;
        this.entities = new PostgresEntityLedger(sql, scope.tenant(), audience, now);
    }

    @Override
    public Set<UUID> processed(Collection<UUID> turns) {
        return new HashSet<>(sql.sql(
                        "SELECT u.id FROM unnest(?::uuid[]) AS u(id) LEFT JOIN turn t ON t.id = u.id AND t.tenant_id = ?"
                                + " WHERE t.id IS NULL OR t.state = 'processed'")
                .param(Columns.of(List.copyOf(turns), id -> id))
                .param(scope.tenant())
                .query(Rows::firstId)
                .list());
    }

    @Override
    public Optional<Fact> fact(UUID id) {
        return sql.sql("SELECT " + FactRows.COLUMNS + " FROM fact f"
                        + " WHERE f.tenant_id = ? AND f.audience = ? AND f.id = ?")
                .param(scope.tenant())
                .param(audience)
                .param(id)
                .query((row, n) -> facts.read(row))
                .optional();
    }

    @Override
    public Map<SlotKey, List<Fact>> histories(Collection<SlotKey> slots) {
        if (slots.isEmpty()) {
            return Map.of();
        }
        List<SlotKey> keys = List.copyOf(slots);
        return sql
                .sql("SELECT " + FactRows.COLUMNS + """
                         FROM fact f JOIN unnest(:subjects::text[], :slots::text[]) AS k(subject, slot)
                           ON f.subject_key = k.subject AND f.slot = k.slot
                        WHERE f.tenant_id = :tenant AND f.audience = :audience
                        """)
                .param("subjects", Columns.of(keys, SlotKey::subject))
                .param("slots", Columns.of(keys, SlotKey::slot))
                .param("tenant", scope.tenant())
                .param("audience", audience)
                .query((row, n) -> facts.read(row))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        fact -> new SlotKey(EntityMention.key(fact.subject()), String.valueOf(fact.slot()))));
    }

    @Override
    public List<Fact> family(String subject, String slots) {
        return sql.sql("SELECT " + FactRows.COLUMNS + " FROM fact f"
                        + " WHERE f.tenant_id = ? AND f.audience = ? AND f.subject_key = ?"
                        + " AND f.slot IS NOT NULL AND starts_with(f.slot, ?)")
                .param(scope.tenant())
                .param(audience)
                .param(subject)
                .param(slots)
                .query((row, n) -> facts.read(row))
                .list();
    }

    @Override
    public List<List<Neighbour>> neighbours(List<Probe> probes, double minSimilarity, int limit) {
        List<List<Neighbour>> answer = new ArrayList<>();
        probes.forEach(probe -> answer.add(new ArrayList<>()));
        if (probes.isEmpty()) {
            return answer;
        }
        List<ProbeTerm> terms = new ArrayList<>();
        for (int i = 0; i < probes.size(); i++) {
            for (String term : postings.terms(probes.get(i).text())) {
                terms.add(new ProbeTerm(i, term));
            }
        }
        List<Near> near = sql.sql("""
                WITH probe AS (
                    SELECT p.hash::bytea AS hash, p.vector::halfvec AS vector, p.place - 1 AS place
                    FROM unnest(:hashes::text[], :vectors::text[]) WITH ORDINALITY AS p(hash, vector, place)
                ), shared AS (
                    SELECT t.place::int AS place, x.memory_id, count(*) AS words
                    FROM unnest(:places::text[], :terms::text[]) AS t(place, term)
                    CROSS JOIN LATERAL (SELECT memory_id FROM posting
                                        WHERE tenant_id = :tenant AND audience = :audience AND kind = 'fact'
                                          AND term = t.term
                                        ORDER BY memory_id DESC LIMIT :perTerm) x
                    GROUP BY 1, 2
                ), ranked AS (
                    SELECT place, memory_id,
                           row_number() OVER (PARTITION BY place ORDER BY words DESC, memory_id DESC) AS rank
                    FROM shared
                ), near AS (
                    SELECT p.place, f.id, 1 - (f.vector <=> p.vector) AS similarity, f.text_hash = p.hash AS same
                    FROM probe p JOIN ranked r ON r.place = p.place AND r.rank <= :compared
                    JOIN fact f ON f.id = r.memory_id
                    WHERE f.valid_to IS NULL AND f.retracted_at IS NULL AND f.tenant_id = :tenant
                    UNION
                    SELECT p.place, f.id, 1 - (f.vector <=> p.vector), true
                    FROM probe p JOIN fact f ON f.tenant_id = :tenant AND f.audience = :audience
                     AND f.text_hash = p.hash
                    WHERE f.valid_to IS NULL AND f.retracted_at IS NULL
                )
                SELECT place, id, similarity FROM near WHERE same OR similarity >= :least
                ORDER BY place, similarity DESC
                """)
                .param("hashes", Columns.of(probes, probe -> Rows.hash(probe.text())))
                .param("vectors", Columns.of(probes, probe -> Vectors.text(probe.embedding())))
                .param("places", Columns.of(terms, ProbeTerm::place))
                .param("terms", Columns.of(terms, ProbeTerm::term))
                .param("tenant", scope.tenant())
                .param("audience", audience)
                .param("perTerm", FACTS_PER_TERM)
                .param("compared", COMPARED)
                .param("least", minSimilarity)
                .query((row, n) -> new Near(row.getInt("place"), Rows.uuid(row, "id"), row.getDouble("similarity")))
                .list();
        Map<UUID, Fact> byId =
                facts.load(sql, scope.tenant(), near.stream().map(Near::fact).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Fact::id, fact -> fact));
        for (Near hit : near) {
            List<Neighbour> found = answer.get(hit.place);
            Fact fact = byId.get(hit.fact);
            if (fact != null && found.size() < limit) {
                found.add(new Neighbour(fact, hit.similarity));
            }
        }
        return answer;
    }

    /** The size of the index of words, which holds what has ended too, spares most audiences the counting. */
    @Override
    public List<Salience.Kept> keptBeyond(int most) {
        return sql.sql("""
                SELECT f.id, f.importance, f.support, f.last_refreshed_at, f.trust,
                       f.pinned OR EXISTS (SELECT FROM essential e WHERE e.fact_id = f.id) AS spared
                FROM fact f
                WHERE f.tenant_id = :tenant AND f.audience = :audience
                  AND f.valid_to IS NULL AND f.retracted_at IS NULL AND f.archived_at IS NULL
                  AND (SELECT sum(documents) FROM lexical_corpus
                        WHERE tenant_id = :tenant AND audience = :audience AND kind = 'fact') > :most
                  AND (SELECT count(*) FROM fact k
                        WHERE k.tenant_id = :tenant AND k.audience = :audience
                          AND k.valid_to IS NULL AND k.retracted_at IS NULL AND k.archived_at IS NULL) > :most
                """)
                .param("tenant", scope.tenant())
                .param("audience", audience)
                .param("most", most)
                .query((row, n) -> new Salience.Kept(
                        Rows.uuid(row, "id"),
                        row.getDouble("importance"),
                        row.getInt("support"),
                        Rows.instant(row, "last_refreshed_at"),
                        Rows.trust(row),
                        row.getBoolean("spared")))
                .list();
    }

    @Override
    public List<Fact> archive(Collection<UUID> ids, Instant since, ArchiveReason reason) {
        return changed(
                sql.sql("UPDATE fact SET archived_at = :since, archive_reason = :reason WHERE archived_at IS NULL"
                                + OF_AUDIENCE)
                        .param("since", Timestamp.from(since))
                        .param("reason", Rows.lower(reason)),
                ids);
    }

    @Override
    public List<Fact> restore(Collection<UUID> ids) {
        return changed(
                sql.sql("UPDATE fact SET archived_at = NULL, archive_reason = NULL WHERE archived_at IS NOT NULL"
                        + " AND archive_reason IS DISTINCT FROM 'merged'" + OF_AUDIENCE),
                ids);
    }

    private List<Fact> changed(JdbcClient.StatementSpec update, Collection<UUID> ids) {
        List<UUID> changed = update.param("tenant", scope.tenant())
                .param("audience", audience)
                .param("ids", Columns.of(List.copyOf(ids), id -> id))
                .query(Rows::firstId)
                .list();
        return facts.load(sql, scope.tenant(), changed);
    }

    @Override
    public void pin(UUID fact, boolean pinned) {
        sql.sql("UPDATE fact SET pinned = ? WHERE tenant_id = ? AND audience = ? AND id = ?")
                .param(pinned)
                .param(scope.tenant())
                .param(audience)
                .param(fact)
                .update();
    }

    @Override
    public void pinAs(UUID fact, UUID other) {
        sql.sql("UPDATE fact f SET pinned = o.pinned FROM fact o WHERE o.tenant_id = f.tenant_id AND o.id = :other"
                        + " AND o.audience = f.audience AND f.tenant_id = :tenant AND f.audience = :audience"
                        + " AND f.id = :fact")
                .param("other", other)
                .param("tenant", scope.tenant())
                .param("audience", audience)
                .param("fact", fact)
                .update();
    }

    @Override
    public List<Resting> restingOn(Collection<UUID> origins) {
        return OriginRows.restingOn(sql, scope.tenant(), audience, facts, origins);
    }

    @Override
    public void rest(UUID derived, Collection<UUID> origins) {
        OriginRows.rest(sql, scope.tenant(), derived, origins);
        OutboxRows.enter(sql, scope, List.of(derived), now);
    }

    @Override
    public void follow(List<Fact> withdrawn, Collection<UUID> stale, Instant since, List<LoggedDecision> log) {
        OriginRows.markStale(sql, scope.tenant(), stale, since);
        record(new Derived(
                List.of(),
                withdrawn.stream().map(fact -> new WrittenFact(fact, null)).toList(),
                log,
                "none",
                Decider.VERSION,
                null));
    }

    @Override
    public void release(Collection<UUID> origins) {
        OutboxRows.enter(sql, scope, OriginRows.release(sql, scope.tenant(), origins), now);
    }

    @Override
    public EntityLedger entities() {
        return entities;
    }

    @Override
    public void record(Derived derived) {
        recordTurns(derived.turns());
        facts.write(sql, scope, visibility, entities, derived.facts(), changedAt(derived));
        decisions.write(sql, scope, derived, now);
        OutboxRows.enter(
                sql,
                scope,
                Stream.concat(
                                derived.turns().stream().map(turn -> turn.turn().id()),
                                derived.facts().stream()
                                        .map(written -> written.fact().id()))
                        .toList(),
                now);
    }

    /** One moment for all: what takes over is known from the moment on at which what it took over from no longer is. */
    private Instant changedAt(Derived derived) {
        return derived.facts().stream()
                .filter(written -> written.embedding() != null || written.twin() != null)
                .map(written -> written.fact().recordedAt())
                .filter(now::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(now);
    }

    private void recordTurns(List<EmbeddedTurn> turns) {
        if (turns.isEmpty()) {
            return;
        }
        sql.sql("UPDATE turn t SET state = 'processed', model = :model, vector = u.vector::halfvec,"
                        + " tokens = decode(u.tokens, 'base64')"
                        + " FROM unnest(:ids::text[], :vectors::text[], :tokens::text[]) AS u(id, vector, tokens)"
                        + " WHERE t.id = u.id::uuid AND t.tenant_id = :tenant")
                .param("model", model)
                .param("ids", Columns.of(turns, turn -> turn.turn().id()))
                .param("vectors", Columns.of(turns, turn -> Vectors.text(turn.embedding())))
                .param("tokens", Columns.of(turns, turn -> Vectors.tokens(turn.embedding())))
                .param("tenant", scope.tenant())
                .update();
        List<Postings.Document> documents = turns.stream()
                .map(turn -> new Postings.Document(turn.turn().id(), turn.turn().searchText()))
                .toList();
        postings.add(sql, scope.tenant(), audience, Postings.Kind.TURN, documents);
        List<EntityMention> mentions =
                turns.stream().flatMap(turn -> turn.mentions().stream()).toList();
        Map<String, UUID> ids = entities.resolve(mentions);
        MentionRow.write(
                sql,
                scope.tenant(),
                turns.stream()
                        .flatMap(turn -> MentionRow.of(turn.turn().id(), turn.mentions(), ids).stream())
                        .toList());
    }

    private record ProbeTerm(int place, String term) {}

    private record Near(int place, UUID fact, double similarity) {}
}

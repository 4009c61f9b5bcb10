package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Facts with all that hangs on them, as rows. */
final class FactRows {

    private static final String STATE = """
            f.id, f.type, f.text, f.user_id, f.visibility, f.subject, f.slot, f.value, f.valid_from, f.valid_to,
            f.recorded_at, f.retracted_at, f.superseded_by, f.contradicts, f.trust, f.confidence, f.importance,
            f.support, f.last_refreshed_at, f.expires_at, f.source_ref, f.pinned, f.archived_at, f.archive_reason, f.stale_since,
            CASE WHEN f.type <> 'fact' THEN (SELECT array_agg(x.origin_id ORDER BY x.origin_id) FROM fact_origin x
                                              WHERE x.fact_id = f.id) END AS derived_from,
            """;

    /** Columns of a fact {@code f} with its sources as JSON: what a reader is shown. */
    static final String SHOWN = STATE + SourceRows.AGGREGATE;

    /** The same, with the sources known at {@code :known}; for a fact of {@link #THEN}. */
    static final String SHOWN_THEN = STATE + SourceRows.AGGREGATE_THEN;

    /** Facts {@code f} in the state in which they were known at {@code :known}, in place of the table. */
    static final String THEN = """
            (SELECT p.id, p.tenant_id, p.user_id, p.audience, p.visibility, p.type, p.text, p.subject, p.subject_key,
                    p.slot, p.value, p.recorded_at, p.source_ref, p.vector, p.pinned,
                    CASE WHEN p.archived_at <= :known THEN p.archived_at END AS archived_at,
                    CASE WHEN p.archived_at <= :known THEN p.archive_reason END AS archive_reason,
                    CASE WHEN p.stale_since <= :known THEN p.stale_since END AS stale_since,
                    coalesce(s.valid_from, p.valid_from) AS valid_from,
                    CASE WHEN s.fact_id IS NULL THEN p.valid_to ELSE s.valid_to END AS valid_to,
                    CASE WHEN s.fact_id IS NULL THEN p.retracted_at ELSE s.retracted_at END AS retracted_at,
                    CASE WHEN s.fact_id IS NULL THEN p.superseded_by ELSE s.superseded_by END AS superseded_by,
                    CASE WHEN s.fact_id IS NULL THEN p.expires_at ELSE s.expires_at END AS expires_at,
                    coalesce(s.contradicts, p.contradicts) AS contradicts,
                    coalesce(s.trust, p.trust) AS trust,
                    coalesce(s.confidence, p.confidence) AS confidence,
                    coalesce(s.importance, p.importance) AS importance,
                    coalesce(s.support, p.support) AS support,
                    coalesce(s.last_refreshed_at, p.last_refreshed_at) AS last_refreshed_at
             FROM fact p LEFT JOIN fact_state s
               ON s.fact_id = p.id AND s.known_from <= :known AND s.known_to > :known
             WHERE p.recorded_at <= :known) f
            """;

    /** Columns of a whole fact {@code f}, its entities and relations with it. */
    static final String COLUMNS = SHOWN + """
            , f.sayings, (SELECT jsonb_agg(jsonb_build_object('name', e.name, 'type', e.type) ORDER BY m.ordinal)
                 FROM mention m JOIN entity e ON e.id = m.entity_id WHERE m.memory_id = f.id) AS entities,
              (SELECT jsonb_agg(jsonb_build_object('subject', s.name, 'type', r.type, 'object', o.name)
                                ORDER BY s.name, r.type, o.name)
                 FROM relation r JOIN entity s ON s.id = r.subject JOIN entity o ON o.id = r.object
                WHERE r.fact_id = f.id) AS relations
            """;

    private final Json json;
    private final Postings postings;
    private final String model;

    FactRows(Json json, Postings postings, String model) {
        this.json = json;
        this.postings = postings;
        this.model = model;
    }

    Fact read(ResultSet row) throws SQLException {
        return new Fact(
                Rows.uuid(row, "id"),
                MemoryType.valueOf(Rows.text(row, "type").toUpperCase(Locale.ROOT)),
                Rows.text(row, "text"),
                Rows.text(row, "subject"),
                row.getString("slot"),
                row.getString("value"),
                json.mentions(row.getString("entities")),
                json.relations(row.getString("relations")),
                new Validity(Rows.instant(row, "valid_from"), Rows.instantOrNull(row, "valid_to")),
                Rows.instant(row, "recorded_at"),
                Rows.instantOrNull(row, "retracted_at"),
                row.getObject("superseded_by", UUID.class),
                Rows.uuids(row, "contradicts"),
                Rows.visibility(row),
                Rows.trust(row),
                row.getDouble("confidence"),
                row.getDouble("importance"),
                row.getInt("support"),
                Rows.instant(row, "last_refreshed_at"),
                Rows.instantOrNull(row, "expires_at"),
                row.getString("source_ref"),
                json.sources(row.getString("sources")),
                json.sayings(row.getString("sayings")));
    }

    /** Writes facts in their final form: new ones whole, known ones as far as a decision may change them. */
    void write(
            JdbcClient sql,
            MemoryScope scope,
            Visibility visibility,
            PostgresEntityLedger entities,
            List<WrittenFact> facts,
            Instant now) {
        List<Fact> all = facts.stream().map(WrittenFact::fact).toList();
        List<NewFact> fresh = new ArrayList<>();
        List<Fact> known = new ArrayList<>();
        for (WrittenFact written : facts) {
            if (written.embedding() != null || written.twin() != null) {
                fresh.add(new NewFact(written.fact(), written.embedding(), written.twin()));
            } else {
                known.add(written.fact());
            }
        }
        insert(sql, scope, visibility, entities, fresh);
        update(sql, scope, known, now);
        dropSources(sql, scope.tenant(), known, now);
        writeSources(sql, scope.tenant(), all);
    }

    private void insert(
            JdbcClient sql,
            MemoryScope scope,
            Visibility visibility,
            PostgresEntityLedger entities,
            List<NewFact> facts) {
        if (facts.isEmpty()) {
            return;
        }
        String audience = scope.audience(visibility);
        sql.sql("""
                INSERT INTO fact (id, tenant_id, user_id, audience, visibility, type, text, text_hash, subject,
                                  subject_key, slot, value, valid_from, valid_to, recorded_at, retracted_at,
                                  superseded_by, contradicts, trust, confidence, importance, support,
                                  last_refreshed_at, expires_at, source_ref, model, vector, tokens, known_since, sayings,
                                  pinned)
                SELECT f.id::uuid, :tenant, :user, :audience, :visibility, f.type, f.text, f.hash::bytea, f.subject,
                       f.subject_key, f.slot, f.value, f.valid_from::timestamptz, f.valid_to::timestamptz,
                       f.recorded_at::timestamptz, f.retracted_at::timestamptz, f.superseded_by::uuid,
                       f.contradicts::uuid[], f.trust::smallint, f.confidence::real, f.importance::real,
                       f.support::int, f.refreshed::timestamptz, f.expires::timestamptz, f.source_ref, :model,
                       coalesce(f.vector::halfvec, (SELECT o.vector FROM fact o WHERE o.id = f.twin::uuid)),
                       coalesce(decode(f.tokens, 'base64'), (SELECT o.tokens FROM fact o WHERE o.id = f.twin::uuid)),
                       f.recorded_at::timestamptz, f.sayings::jsonb,
                       coalesce((SELECT o.pinned FROM fact o WHERE o.id = f.twin::uuid), false)
                FROM unnest(:ids::text[], :types::text[], :texts::text[], :hashes::text[], :subjects::text[],
                            :keys::text[], :slots::text[], :values::text[], :froms::text[], :tos::text[],
                            :recorded::text[], :retracted::text[], :supersededBy::text[], :contradicts::text[],
                            :trusts::text[], :confidences::text[], :importances::text[], :supports::text[],
                            :refreshed::text[], :expires::text[], :refs::text[], :vectors::text[], :tokens::text[],
                            :twins::text[], :sayings::text[])
                     AS f(id, type, text, hash, subject, subject_key, slot, value, valid_from, valid_to, recorded_at,
                          retracted_at, superseded_by, contradicts, trust, confidence, importance, support,
                          refreshed, expires, source_ref, vector, tokens, twin, sayings)
                """)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("audience", audience)
                .param("visibility", Rows.lower(visibility))
                .param("model", model)
                .param("ids", Columns.of(facts, f -> f.fact.id()))
                .param("types", Columns.of(facts, f -> Rows.lower(f.fact.type())))
                .param("texts", Columns.of(facts, f -> f.fact.text()))
                .param("hashes", Columns.of(facts, f -> Rows.hash(f.fact.text())))
                .param("subjects", Columns.of(facts, f -> f.fact.subject()))
                .param("keys", Columns.of(facts, f -> EntityMention.key(f.fact.subject())))
                .param("slots", Columns.of(facts, f -> f.fact.slot()))
                .param("values", Columns.of(facts, f -> f.fact.value()))
                .param("froms", Columns.of(facts, f -> f.fact.validity().from()))
                .param("tos", Columns.of(facts, f -> f.fact.validity().to()))
                .param("recorded", Columns.of(facts, f -> f.fact.recordedAt()))
                .param("retracted", Columns.of(facts, f -> f.fact.retractedAt()))
                .param("supersededBy", Columns.of(facts, f -> f.fact.supersededBy()))
                .param("contradicts", Columns.of(facts, f -> array(f.fact.contradicts())))
                .param("trusts", Columns.of(facts, f -> f.fact.trust().rank()))
                .param("confidences", Columns.of(facts, f -> f.fact.confidence()))
                .param("importances", Columns.of(facts, f -> f.fact.importance()))
                .param("supports", Columns.of(facts, f -> f.fact.support()))
                .param("refreshed", Columns.of(facts, f -> f.fact.lastRefreshedAt()))
                .param("expires", Columns.of(facts, f -> f.fact.expiresAt()))
                .param("refs", Columns.of(facts, f -> f.fact.sourceRef()))
                .param("vectors", Columns.of(facts, f -> f.embedding == null ? null : Vectors.text(f.embedding)))
                .param("tokens", Columns.of(facts, FactRows::tokens))
                .param("twins", Columns.of(facts, NewFact::twin))
                .param("sayings", Columns.of(facts, f -> json.write(f.fact.sayings())))
                .update();
        List<Postings.Document> documents = facts.stream()
                .map(f -> new Postings.Document(f.fact.id(), f.fact.text()))
                .toList();
        postings.add(sql, scope.tenant(), audience, Postings.Kind.FACT, documents);
        writeEntities(
                sql, scope.tenant(), entities, facts.stream().map(f -> f.fact).toList());
    }

    /** A fact that a turn tells is compared by the turn's tokens. */
    private static @Nullable String tokens(NewFact fresh) {
        return fresh.embedding == null || !fresh.fact.sources().isEmpty() ? null : Vectors.tokens(fresh.embedding);
    }

    private static void writeEntities(JdbcClient sql, UUID tenant, PostgresEntityLedger entities, List<Fact> facts) {
        List<EntityMention> named =
                facts.stream().flatMap(fact -> fact.entities().stream()).toList();
        Map<String, UUID> ids = entities.resolve(named);
        List<MentionRow> mentions = new ArrayList<>();
        List<RelationRow> relations = new ArrayList<>();
        for (Fact fact : facts) {
            mentions.addAll(MentionRow.of(fact.id(), fact.entities(), ids));
            for (RelationMention relation : fact.relations()) {
                UUID subject = ids.get(EntityMention.key(relation.subject()));
                UUID object = ids.get(EntityMention.key(relation.object()));
                if (subject != null && object != null) {
                    relations.add(new RelationRow(fact.id(), subject, relation.type(), object));
                }
            }
        }
        MentionRow.write(sql, tenant, mentions);
        sql.sql("""
                INSERT INTO relation (fact_id, subject, type, object, tenant_id)
                SELECT r.fact::uuid, r.subject::uuid, r.type, r.object::uuid, :tenant
                FROM unnest(:facts::text[], :subjects::text[], :types::text[], :objects::text[])
                     AS r(fact, subject, type, object)
                ON CONFLICT DO NOTHING
                """)
                .param("tenant", tenant)
                .param("facts", Columns.of(relations, RelationRow::fact))
                .param("subjects", Columns.of(relations, RelationRow::subject))
                .param("types", Columns.of(relations, RelationRow::type))
                .param("objects", Columns.of(relations, RelationRow::object))
                .update();
    }

    /** Facts take their new state; the one before is kept as long as the fact is, unless both are of one moment. */
    private void update(JdbcClient sql, MemoryScope scope, List<Fact> facts, Instant now) {
        if (facts.isEmpty()) {
            return;
        }
        sql.sql("""
                WITH before AS (
                    INSERT INTO fact_state (fact_id, tenant_id, known_from, known_to, valid_from, valid_to, retracted_at,
                                            superseded_by, contradicts, trust, confidence, importance, support,
                                            last_refreshed_at, expires_at)
                    SELECT id, tenant_id, known_since, :now, valid_from, valid_to, retracted_at, superseded_by,
                           contradicts, trust, confidence, importance, support, last_refreshed_at, expires_at
                    FROM fact WHERE tenant_id = :tenant AND id = ANY(:ids::uuid[]) AND known_since < :now)
                UPDATE fact f
                SET known_since = greatest(f.known_since, :now), sayings = u.sayings::jsonb, valid_from = u.valid_from::timestamptz, valid_to = u.valid_to::timestamptz,
                    retracted_at = u.retracted_at::timestamptz, superseded_by = u.superseded_by::uuid,
                    contradicts = u.contradicts::uuid[], trust = u.trust::smallint, support = u.support::int,
                    confidence = u.confidence::real, importance = u.importance::real,
                    last_refreshed_at = u.refreshed::timestamptz, expires_at = u.expires::timestamptz,
                    archived_at = CASE WHEN u.support::int > f.support THEN NULL ELSE f.archived_at END,
                    archive_reason = CASE WHEN u.support::int > f.support THEN NULL ELSE f.archive_reason END
                FROM unnest(:ids::text[], :froms::text[], :tos::text[], :retracted::text[], :supersededBy::text[],
                            :contradicts::text[], :trusts::text[], :supports::text[], :confidences::text[],
                            :importances::text[], :refreshed::text[], :expires::text[],
                            :sayings::text[])
                     AS u(id, valid_from, valid_to, retracted_at, superseded_by, contradicts, trust, support,
                          confidence, importance, refreshed, expires, sayings)
                WHERE f.id = u.id::uuid AND f.tenant_id = :tenant
                """)
                .param("tenant", scope.tenant())
                .param("ids", Columns.of(facts, Fact::id))
                .param("froms", Columns.of(facts, f -> f.validity().from()))
                .param("tos", Columns.of(facts, f -> f.validity().to()))
                .param("retracted", Columns.of(facts, Fact::retractedAt))
                .param("supersededBy", Columns.of(facts, Fact::supersededBy))
                .param("contradicts", Columns.of(facts, f -> array(f.contradicts())))
                .param("trusts", Columns.of(facts, f -> f.trust().rank()))
                .param("supports", Columns.of(facts, Fact::support))
                .param("confidences", Columns.of(facts, Fact::confidence))
                .param("importances", Columns.of(facts, Fact::importance))
                .param("refreshed", Columns.of(facts, Fact::lastRefreshedAt))
                .param("expires", Columns.of(facts, Fact::expiresAt))
                .param("sayings", Columns.of(facts, f -> json.write(f.sayings())))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Notes which turns facts no longer rest on, because a part of them was split off. */
    private static void dropSources(JdbcClient sql, UUID tenant, List<Fact> facts, Instant now) {
        if (facts.isEmpty()) {
            return;
        }
        sql.sql("""
                UPDATE fact_source s SET dropped_at = :now
                FROM unnest(:ids::text[], :turns::text[]) AS f(id, turns)
                WHERE s.tenant_id = :tenant AND s.fact_id = f.id::uuid AND s.dropped_at IS NULL
                  AND s.turn_id <> ALL(f.turns::uuid[])
                """)
                .param("tenant", tenant)
                .param("now", Timestamp.from(now))
                .param("ids", Columns.of(facts, Fact::id))
                .param(
                        "turns",
                        Columns.of(
                                facts,
                                f -> array(
                                        f.sources().stream().map(Source::turn).toList())))
                .update();
    }

    private static void writeSources(JdbcClient sql, UUID tenant, List<Fact> facts) {
        List<SourceRow> rows = facts.stream()
                .flatMap(fact -> fact.sources().stream().map(source -> new SourceRow(fact.id(), source)))
                .toList();
        sql.sql("""
                INSERT INTO fact_source (fact_id, turn_id, tenant_id, sentence)
                SELECT s.fact::uuid, s.turn::uuid, :tenant, s.sentence
                FROM unnest(:facts::text[], :turns::text[], :sentences::text[]) AS s(fact, turn, sentence)
                ON CONFLICT (fact_id, turn_id) DO UPDATE SET sentence = excluded.sentence, dropped_at = NULL
                """)
                .param("tenant", tenant)
                .param("facts", Columns.of(rows, SourceRow::fact))
                .param("turns", Columns.of(rows, row -> row.source.turn()))
                .param("sentences", Columns.of(rows, row -> row.source.sentence()))
                .update();
    }

    /** Facts by id, in no particular order. */
    List<Fact> load(JdbcClient sql, UUID tenant, Collection<UUID> ids) {
        return sql.sql("SELECT " + COLUMNS + " FROM fact f WHERE f.tenant_id = ? AND f.id = ANY(?::uuid[])")
                .param(tenant)
                .param(Columns.of(List.copyOf(ids), id -> id))
                .query((row, n) -> read(row))
                .list();
    }

    private static String array(List<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(java.util.stream.Collectors.joining(",", "{", "}"));
    }

    private record NewFact(
            Fact fact,
            @Nullable Embedding embedding,
            @Nullable UUID twin) {}

    private record RelationRow(UUID fact, UUID subject, String type, UUID object) {}

    private record SourceRow(UUID fact, Source source) {}

    /** An entity that a memory names. */
    record MentionRow(UUID memory, UUID entity, int ordinal) {

        static List<MentionRow> of(UUID memory, List<EntityMention> mentions, Map<String, UUID> ids) {
            List<MentionRow> rows = new ArrayList<>();
            for (EntityMention mention : mentions) {
                @Nullable UUID entity = ids.get(mention.key());
                if (entity != null) {
                    rows.add(new MentionRow(memory, entity, rows.size()));
                }
            }
            return rows;
        }

        static void write(JdbcClient sql, UUID tenant, List<MentionRow> rows) {
            if (rows.isEmpty()) {
                return;
            }
            sql.sql("""
                    INSERT INTO mention (memory_id, entity_id, tenant_id, ordinal)
                    SELECT m.memory::uuid, m.entity::uuid, :tenant, m.ordinal::smallint
                    FROM unnest(:memories::text[], :entities::text[], :ordinals::text[]) AS m(memory, entity, ordinal)
                    ON CONFLICT DO NOTHING
                    """)
                    .param("tenant", tenant)
                    .param("memories", Columns.of(rows, MentionRow::memory))
                    .param("entities", Columns.of(rows, MentionRow::entity))
                    .param("ordinals", Columns.of(rows, MentionRow::ordinal))
                    .update();
        }
    }
}

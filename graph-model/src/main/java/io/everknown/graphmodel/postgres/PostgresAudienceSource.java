package io.everknown.graphmodel.postgres;

import io.everknown.graphmodel.resident.AudienceSource;
import io.everknown.graphmodel.resident.Stored;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.RecalledMemory;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Reads audiences and what changed in them from the tables. */
public final class PostgresAudienceSource implements AudienceSource {

    private static final String VECTOR = ", halfvec_send(%1$s.vector) AS vector, %1$s.tokens, " + Naming.ENTITIES;

    private static final String FACTS = "SELECT " + FactRows.SHOWN + VECTOR.formatted("f") + ", " + Naming.RELATIONS
            + ", (SELECT min(p.valid_from) FROM fact_state p WHERE p.fact_id = f.id) AS first_from"
            + " FROM fact f WHERE f.tenant_id = :tenant AND f.audience = :audience";

    private static final String TURNS = "SELECT " + ShownRows.TURN_COLUMNS + VECTOR.formatted("t")
            + "FROM turn t WHERE t.tenant_id = :tenant AND t.audience = :audience";

    /** A vector's bytes begin with its length and two that mean nothing. */
    private static final int VECTOR_HEADER = 4;

    /** Rows that are under way at one time. */
    private static final int ROWS = 500;

    private final TenantTransactions transactions;
    private final ObjectMapper mapper;
    private final Postings postings;
    private final ShownRows rows;

    public PostgresAudienceSource(TenantTransactions transactions, ObjectMapper mapper, LexicalAnalyzer analyzer) {
        this.transactions = transactions;
        this.mapper = mapper;
        this.postings = new Postings(analyzer);
        this.rows = new ShownRows(new Json(mapper));
    }

    @Override
    public List<String> question(String text) {
        return postings.question(text);
    }

    @Override
    public Map<String, Standing> standing(MemoryScope scope, Map<String, Long> held) {
        Map<String, Standing> standing = new HashMap<>();
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("""
                        SELECT v.audience, v.version, h.version AS since,
                               CASE WHEN h.version >= v.kept_since AND h.version < v.version THEN
                                   (SELECT array_agg(DISTINCT m) FROM audience_change c CROSS JOIN unnest(c.memories) m
                                     WHERE c.tenant_id = v.tenant_id AND c.audience = v.audience
                                       AND c.version > h.version)
                               END AS changed
                        FROM unnest(:audiences::text[], :versions::bigint[]) AS h(audience, version)
                        JOIN audience_version v ON v.tenant_id = :tenant AND v.audience = h.audience
                        """)
                        .param("tenant", scope.tenant())
                        .param("audiences", new String[] {scope.user(), MemoryScope.EVERYONE})
                        .param("versions", new Long[] {
                            held.getOrDefault(scope.user(), -1L), held.getOrDefault(MemoryScope.EVERYONE, -1L)
                        })
                        .query((row, n) -> standing.put(
                                Rows.text(row, "audience"),
                                new Standing(
                                        row.getLong("version"),
                                        row.getLong("since"),
                                        row.getArray("changed") == null ? null : Rows.uuids(row, "changed"))))
                        .list());
        return standing;
    }

    @Override
    public long size(MemoryScope scope, String audience) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT coalesce(sum(documents), 0) FROM lexical_corpus"
                                + " WHERE tenant_id = ? AND audience = ?")
                        .param(scope.tenant())
                        .param(own(scope, audience))
                        .query(Long.class)
                        .single());
    }

    @Override
    public List<EntityNode> read(
            MemoryScope scope, String audience, @Nullable Collection<UUID> ids, Consumer<Stored> sink) {
        return transactions.call(scope.tenant(), sql -> {
            NamedMemories memories = new NamedMemories(sql, scope.tenant(), ROWS, sink);
            Map<String, String> same = new HashMap<>();
            statement(sql, FACTS, "f.id", scope, audience, ids)
                    .query((RowCallbackHandler) row -> memories.add(fact(row, same)));
            statement(sql, TURNS, "t.id", scope, audience, ids)
                    .query((RowCallbackHandler) row -> memories.add(turn(row, same)));
            return memories.end();
        });
    }

    private static JdbcClient.StatementSpec statement(
            JdbcClient sql,
            String select,
            String id,
            MemoryScope scope,
            String audience,
            @Nullable Collection<UUID> ids) {
        String some = ids == null ? "" : " AND " + id + " = ANY((SELECT :ids::uuid[])::uuid[])";
        JdbcClient.StatementSpec statement = sql.sql(select + some)
                .withFetchSize(ROWS)
                .param("tenant", scope.tenant())
                .param("audience", own(scope, audience));
        return ids == null ? statement : statement.param("ids", Columns.of(List.copyOf(ids), i -> i));
    }

    private static String own(MemoryScope scope, String audience) {
        if (!audience.equals(scope.user()) && !audience.equals(MemoryScope.EVERYONE)) {
            throw new IllegalArgumentException("an audience of somebody else");
        }
        return audience;
    }

    private ReadMemory fact(ResultSet row, Map<String, String> same) throws SQLException {
        RecalledMemory fact = lean(rows.fact(row, 0), same);
        Instant from = fact.validity().from();
        Instant before = Rows.instantOrNull(row, "first_from");
        return new ReadMemory(
                fact,
                vector(row),
                tokens(row),
                postings.count(fact.text()),
                before != null && before.isBefore(from) ? before : from,
                new Naming(
                        fact.id(),
                        fact.sources().stream().map(Source::turn).toList(),
                        Rows.uuids(row, "entities"),
                        Naming.relations(row, mapper)));
    }

    private ReadMemory turn(ResultSet row, Map<String, String> same) throws SQLException {
        RecalledMemory turn = lean(ShownRows.turn(row, 0), same);
        boolean indexed = "processed".equals(row.getString("state"));
        return new ReadMemory(
                turn,
                vector(row),
                tokens(row),
                indexed ? postings.count(turn.text()) : null,
                turn.validity().from(),
                new Naming(turn.id(), List.of(), Rows.uuids(row, "entities"), List.of()));
    }

    private static TokenStates tokens(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("tokens");
        return bytes == null ? TokenStates.NONE : TokenStates.fromBytes(bytes);
    }

    private static short @Nullable [] vector(ResultSet row) throws SQLException {
        byte[] bytes = row.getBytes("vector");
        if (bytes == null) {
            return null;
        }
        short[] vector = new short[(bytes.length - VECTOR_HEADER) / Short.BYTES];
        ByteBuffer.wrap(bytes, VECTOR_HEADER, bytes.length - VECTOR_HEADER)
                .asShortBuffer()
                .get(vector);
        return vector;
    }

    /** The same memory, with one string for all names and conversations that are alike. */
    private static RecalledMemory lean(RecalledMemory memory, Map<String, String> same) {
        List<Source> sources = memory.sources().stream()
                .map(source -> new Source(
                        source.turn(),
                        source.sentence(),
                        one(source.conversation(), same),
                        source.sourceRef(),
                        source.speaker() == null ? null : one(source.speaker(), same),
                        source.occurredAt()))
                .toList();
        return new RecalledMemory(
                memory.id(),
                memory.type(),
                memory.text(),
                one(memory.user(), same),
                memory.visibility(),
                one(memory.subject(), same),
                memory.slot() == null ? null : one(memory.slot(), same),
                memory.value(),
                memory.validity(),
                memory.recordedAt(),
                memory.retractedAt(),
                memory.supersededBy(),
                memory.contradicts(),
                memory.trust(),
                memory.confidence(),
                memory.importance(),
                memory.support(),
                memory.lastRefreshedAt(),
                memory.expiresAt(),
                memory.sourceRef(),
                sources,
                memory.position(),
                memory.upkeep(),
                0);
    }

    private static String one(String text, Map<String, String> same) {
        return same.computeIfAbsent(text, t -> t);
    }
}

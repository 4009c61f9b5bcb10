package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.ConversationStatus;
import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Turns in Postgres. */
public final class PostgresTurnLog implements TurnLog {

    private static final String COLUMNS =
            "id, conversation_id, position, role, speaker, content, occurred_at, recorded_at, source_ref, session_id,"
                    + " trust, visibility, extract, state";

    private final TenantTransactions transactions;
    private final InstantSource clock;

    public PostgresTurnLog(TenantTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public List<Turn> append(
            MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns, boolean extract) {
        Map<String, Arrival> arrivals = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>();
        for (NewTurn turn : turns) {
            Arrival arrival = new Arrival(
                    Ids.next(),
                    turn,
                    dedupeKey(conversation, turn),
                    hash(visibility, conversation, turn, turns.size(), extract));
            String key = arrival.dedupeKey == null ? arrival.id.toString() : arrival.dedupeKey;
            Arrival before = arrivals.putIfAbsent(key, arrival);
            if (before != null) {
                requireSame(arrival, before.hash);
            }
            keys.add(key);
        }
        return transactions.call(scope.tenant(), sql -> {
            SubjectLock.APPEND.take(sql, scope.tenant(), scope.user());
            // Read while nobody else appends, so that positions and times have one order.
            Instant now = clock.instant();
            Map<String, Turn> known = known(sql, scope, arrivals);
            List<Arrival> fresh = arrivals.entrySet().stream()
                    .filter(e -> !known.containsKey(e.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
            long position = insert(sql, scope, visibility, conversation, fresh, now, extract);
            Map<String, Turn> all = new LinkedHashMap<>(known);
            for (Arrival arrival : fresh) {
                all.put(
                        arrival.dedupeKey == null ? arrival.id.toString() : arrival.dedupeKey,
                        stored(arrival, visibility, conversation, position++, now, extract));
            }
            List<Turn> answer = new ArrayList<>();
            for (String key : keys) {
                answer.add(Objects.requireNonNull(all.get(key)));
            }
            return answer;
        });
    }

    /** The turns stored before, by key; a key that was used for another request is a conflict. */
    private static Map<String, Turn> known(JdbcClient sql, MemoryScope scope, Map<String, Arrival> arrivals) {
        Map<String, Turn> known = new LinkedHashMap<>();
        sql.sql("SELECT dedupe_key, '\\x' || encode(content_hash, 'hex') AS hash, " + COLUMNS
                        + " FROM turn WHERE tenant_id = ? AND user_id = ? AND dedupe_key = ANY(?::text[])")
                .param(scope.tenant())
                .param(scope.user())
                .param(Columns.of(List.copyOf(arrivals.values()), Arrival::dedupeKey))
                .query((row, n) -> {
                    String key = Rows.text(row, "dedupe_key");
                    Arrival arrival = arrivals.get(key);
                    if (arrival != null) {
                        requireSame(arrival, Rows.text(row, "hash"));
                    }
                    return Map.entry(key, Rows.turn(row));
                })
                .list()
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
        return known;
    }

    private static void requireSame(Arrival arrival, String hash) {
        if (arrival.turn.idempotencyKey() != null && !arrival.hash.equals(hash)) {
            throw new IdempotencyConflictException("the idempotency key was used before for another request");
        }
    }

    /** Inserts and returns the first position given out. */
    private static long insert(
            JdbcClient sql,
            MemoryScope scope,
            Visibility visibility,
            String conversation,
            List<Arrival> fresh,
            Instant now,
            boolean extract) {
        long first = sql.sql("SELECT coalesce(max(position) + 1, 0) FROM turn"
                        + " WHERE tenant_id = ? AND user_id = ? AND conversation_id = ?")
                .param(scope.tenant())
                .param(scope.user())
                .param(conversation)
                .query(Long.class)
                .single();
        if (fresh.isEmpty()) {
            return first;
        }
        sql.sql("""
                INSERT INTO turn (id, tenant_id, user_id, audience, visibility, conversation_id, session_id, position,
                                  role, speaker, content, occurred_at, recorded_at, source_ref, trust, dedupe_key,
                                  content_hash, extract)
                SELECT t.id::uuid, :tenant, :user, :audience, :visibility, :conversation, t.session,
                       :first + t.place - 1, t.role, t.speaker, t.content, t.occurred_at::timestamptz,
                       :now, t.source_ref, t.trust::smallint, t.dedupe_key,
                       t.content_hash::bytea, :extract
                FROM unnest(:ids::text[], :sessions::text[], :roles::text[], :speakers::text[], :contents::text[],
                            :occurred::text[], :refs::text[], :trusts::text[], :keys::text[], :hashes::text[])
                     WITH ORDINALITY
                     AS t(id, session, role, speaker, content, occurred_at, source_ref, trust, dedupe_key,
                          content_hash, place)
                """)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("audience", scope.audience(visibility))
                .param("visibility", Rows.lower(visibility))
                .param("conversation", conversation)
                .param("first", first)
                .param("now", Timestamp.from(now))
                .param("extract", extract)
                .param("ids", Columns.of(fresh, Arrival::id))
                .param("sessions", Columns.of(fresh, a -> a.turn.session()))
                .param("roles", Columns.of(fresh, a -> a.turn.role()))
                .param("speakers", Columns.of(fresh, a -> a.turn.speaker()))
                .param("contents", Columns.of(fresh, a -> a.turn.content()))
                .param("occurred", Columns.of(fresh, a -> occurredAt(a.turn, now)))
                .param("refs", Columns.of(fresh, a -> a.turn.sourceRef()))
                .param("trusts", Columns.of(fresh, a -> a.turn.trust().rank()))
                .param("keys", Columns.of(fresh, Arrival::dedupeKey))
                .param("hashes", Columns.of(fresh, Arrival::hash))
                .update();
        return first;
    }

    private static Turn stored(
            Arrival arrival, Visibility visibility, String conversation, long position, Instant now, boolean extract) {
        NewTurn turn = arrival.turn;
        return new Turn(
                arrival.id,
                conversation,
                position,
                turn.role(),
                turn.speaker(),
                turn.content(),
                occurredAt(turn, now),
                now,
                turn.sourceRef(),
                turn.session(),
                turn.trust(),
                visibility,
                extract,
                false);
    }

    private static Instant occurredAt(NewTurn turn, Instant now) {
        return turn.occurredAt() != null ? turn.occurredAt() : now;
    }

    private static @Nullable String dedupeKey(String conversation, NewTurn turn) {
        if (turn.idempotencyKey() != null) {
            return "key:" + turn.idempotencyKey();
        }
        return turn.sourceRef() == null
                ? null
                : "ref:" + Rows.hash(conversation + "\u0000" + turn.sourceRef() + "\u0000" + turn.content());
    }

    @Override
    public List<Turn> before(MemoryScope scope, Turn turn, int limit) {
        return transactions
                .call(
                        scope.tenant(),
                        sql -> sql.sql("SELECT " + COLUMNS + " FROM turn WHERE tenant_id = ? AND user_id = ?"
                                        + " AND conversation_id = ? AND position < ? AND visibility = ?"
                                        + " ORDER BY position DESC LIMIT ?")
                                .param(scope.tenant())
                                .param(scope.user())
                                .param(turn.conversation())
                                .param(turn.position())
                                .param(Rows.lower(turn.visibility()))
                                .param(limit)
                                .query((row, n) -> Rows.turn(row))
                                .list())
                .reversed();
    }

    @Override
    public ConversationStatus status(MemoryScope scope, String conversation) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT count(*) AS turns, count(*) FILTER (WHERE state = 'pending') AS pending"
                                + " FROM turn WHERE tenant_id = ? AND user_id = ? AND conversation_id = ?")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(conversation)
                        .query((row, n) -> new ConversationStatus(row.getLong("turns"), row.getLong("pending")))
                        .single());
    }

    @Override
    public List<MemoryScope> scopesWithPending(Duration age, int limit) {
        Instant before = clock.instant().minus(age);
        return transactions.callWithoutTenant(sql -> sql.sql(
                        "SELECT tenant_id, user_id FROM scopes_with_pending_turns(?, ?)")
                .param(Timestamp.from(before))
                .param(limit)
                .query((row, n) -> new MemoryScope(Rows.uuid(row, "tenant_id"), Rows.text(row, "user_id")))
                .list());
    }

    @Override
    public List<Turn> pending(MemoryScope scope, int limit) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT " + COLUMNS + " FROM turn WHERE tenant_id = ? AND user_id = ?"
                                + " AND state = 'pending' ORDER BY recorded_at, conversation_id, position LIMIT ?")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(limit)
                        .query((row, n) -> Rows.turn(row))
                        .list());
    }

    @Override
    public void failed(MemoryScope scope, UUID turn, String error, int maxAttempts) {
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("UPDATE turn SET attempts = attempts + 1, last_error = ?,"
                                + " state = CASE WHEN attempts + 1 >= ? THEN 'failed' ELSE state END"
                                + " WHERE tenant_id = ? AND id = ? AND state = 'pending'")
                        .param(error)
                        .param(maxAttempts)
                        .param(scope.tenant())
                        .param(turn)
                        .update());
    }

    /**
     * What a turn is recognised by when it is sent again: all that came with it. It stays when words of the turn are
     * forgotten, so that sending the request again still finds the turn instead of bringing the words back.
     */
    private static String hash(
            Visibility visibility, String conversation, NewTurn turn, int turnsInRequest, boolean extract) {
        return Rows.hash(Stream.of(
                        visibility.name(),
                        conversation,
                        turnsInRequest,
                        extract,
                        turn.role(),
                        turn.speaker(),
                        turn.occurredAt(),
                        turn.sourceRef(),
                        turn.session(),
                        turn.trust().name(),
                        turn.content())
                .map(part -> part == null ? "" : "=" + part)
                .collect(Collectors.joining("\u0000")));
    }

    private record Arrival(UUID id, NewTurn turn, @Nullable String dedupeKey, String hash) {}
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.feedback.Feedback;
import io.everknown.memory.feedback.FeedbackLog;
import io.everknown.memory.feedback.JudgedRecall;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.feedback.UnknownMemoryException;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Feedback in Postgres. */
public final class PostgresFeedbackLog implements FeedbackLog {

    private static final String SELECT = """
            SELECT f.*, '\\x' || encode(f.content_hash, 'hex') AS hash,
                   array(SELECT memory_id FROM feedback_memory m WHERE m.feedback_id = f.id AND m.used ORDER BY ordinal)
                       AS used,
                   array(SELECT memory_id FROM feedback_memory m WHERE m.feedback_id = f.id AND NOT m.used ORDER BY ordinal)
                       AS wrong
            FROM feedback f WHERE f.tenant_id = ? AND f.user_id = ?
            """;

    private final TenantTransactions transactions;
    private final InstantSource clock;

    public PostgresFeedbackLog(TenantTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Feedback add(MemoryScope scope, NewFeedback told) {
        return transactions.call(scope.tenant(), sql -> {
            // The same key at the same time waits here, and then finds what the first has kept.
            SubjectLock.APPEND.take(sql, scope.tenant(), scope.user());
            Optional<Feedback> known = known(sql, scope, told);
            return known.isPresent() ? known.get() : insert(sql, scope, told);
        });
    }

    private static Optional<Feedback> known(JdbcClient sql, MemoryScope scope, NewFeedback told) {
        if (told.idempotencyKey() == null) {
            return Optional.empty();
        }
        return sql.sql(SELECT + " AND f.dedupe_key = ?")
                .param(scope.tenant())
                .param(scope.user())
                .param(told.idempotencyKey())
                .query((row, n) -> {
                    if (!Rows.text(row, "hash").equals(hash(told))) {
                        throw new IdempotencyConflictException(
                                "the idempotency key was used before for another request");
                    }
                    return feedback(row);
                })
                .optional();
    }

    private Feedback insert(JdbcClient sql, MemoryScope scope, NewFeedback told) {
        List<UUID> named =
                Stream.concat(told.used().stream(), told.wrong().stream()).toList();
        hold(sql, scope, named);
        Instant now = clock.instant();
        Feedback feedback = new Feedback(
                Ids.next(),
                told.query(),
                told.context(),
                told.used(),
                told.wrong(),
                told.occurredAt() != null ? told.occurredAt() : now,
                now);
        JudgedRecall recall = told.recall();
        sql.sql("INSERT INTO feedback (id, tenant_id, user_id, query, context, occurred_at, recorded_at, dedupe_key,"
                        + " content_hash, recall_id, recalled_at, model_version, model_route)"
                        + " VALUES (?, ?, ?, ?, ?::text[], ?, ?, ?, ?::bytea, ?, ?, ?, ?)")
                .param(feedback.id())
                .param(scope.tenant())
                .param(scope.user())
                .param(feedback.query())
                .param(Columns.of(feedback.context(), line -> line))
                .param(Timestamp.from(feedback.occurredAt()))
                .param(Timestamp.from(feedback.recordedAt()))
                .param(told.idempotencyKey())
                .param(hash(told))
                .param(recall == null ? null : recall.id())
                .param(recall == null ? null : Timestamp.from(recall.at()))
                .param(recall == null ? null : recall.version())
                .param(recall == null ? null : recall.route().label())
                .update();
        insertMemories(sql, scope, feedback, named, recall == null ? Map.of() : recall.places());
        return feedback;
    }

    private static void insertMemories(
            JdbcClient sql, MemoryScope scope, Feedback feedback, List<UUID> named, Map<UUID, Integer> places) {
        sql.sql("INSERT INTO feedback_memory (feedback_id, memory_id, tenant_id, used, ordinal, place)"
                        + " SELECT ?, u.id::uuid, ?, u.ordinal <= ?, u.ordinal, u.place::int"
                        + " FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS u(id, place, ordinal)")
                .param(feedback.id())
                .param(scope.tenant())
                .param(feedback.used().size())
                .param(Columns.of(named, id -> id))
                .param(Columns.of(named, places::get))
                .update();
    }

    /**
     * Keeps whoever forgets these memories, or takes words out of these turns, waiting: what is kept here is there to be erased
     * with them then.
     */
    private static void hold(JdbcClient sql, MemoryScope scope, List<UUID> ids) {
        int seen = seen(sql, "SELECT id FROM fact f WHERE ", " FOR KEY SHARE", scope, ids)
                + seen(sql, "SELECT id FROM turn f WHERE ", " FOR SHARE", scope, ids);
        if (seen < ids.size()) {
            throw new UnknownMemoryException();
        }
    }

    private static int seen(JdbcClient sql, String from, String held, MemoryScope scope, List<UUID> ids) {
        return sql.sql(from + "f.tenant_id = ? AND f.audience = ANY(?) AND f.id = ANY(?::uuid[]) ORDER BY f.id" + held)
                .param(scope.tenant())
                .param(new String[] {scope.user(), MemoryScope.EVERYONE})
                .param(Columns.of(ids, id -> id))
                .query(Rows::firstId)
                .list()
                .size();
    }

    @Override
    public List<Feedback> of(MemoryScope scope) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql(SELECT + " ORDER BY f.recorded_at, f.id")
                        .param(scope.tenant())
                        .param(scope.user())
                        .query((row, n) -> feedback(row))
                        .list());
    }

    @Override
    public List<String> users(UUID tenant) {
        return transactions.call(
                tenant,
                sql -> sql.sql("SELECT DISTINCT user_id FROM feedback WHERE tenant_id = ? ORDER BY user_id")
                        .param(tenant)
                        .query(String.class)
                        .list());
    }

    /** Erases what names one of these memories, whoever told it; to be called when they are gone. */
    static void erase(JdbcClient sql, UUID tenant, Collection<UUID> memories) {
        sql.sql("DELETE FROM feedback WHERE tenant_id = ? AND id IN (SELECT feedback_id FROM feedback_memory"
                        + " WHERE tenant_id = ? AND memory_id = ANY(?::uuid[]))")
                .param(tenant)
                .param(tenant)
                .param(Columns.of(List.copyOf(memories), id -> id))
                .update();
    }

    private static String hash(NewFeedback told) {
        JudgedRecall recall = told.recall();
        String content = String.join(
                "\u0000",
                told.query(),
                told.context().toString(),
                told.used().toString(),
                told.wrong().toString(),
                String.valueOf(told.occurredAt()));
        return Rows.hash(recall == null ? content : content + "\u0000" + recall.id());
    }

    private static Feedback feedback(ResultSet row) throws SQLException {
        Array context = row.getArray("context");
        return new Feedback(
                Rows.uuid(row, "id"),
                Rows.text(row, "query"),
                List.of((String[]) context.getArray()),
                Rows.uuids(row, "used"),
                Rows.uuids(row, "wrong"),
                Rows.instant(row, "occurred_at"),
                Rows.instant(row, "recorded_at"));
    }
}

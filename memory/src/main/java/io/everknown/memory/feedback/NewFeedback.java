package io.everknown.memory.feedback;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller tells of a recall.
 *
 * @param query the question that was asked
 * @param context the conversation's last turns with it, oldest first; may be empty
 * @param used memories that helped; none of them in {@code wrong}
 * @param wrong memories that had no place in the answer
 * @param occurredAt when it was so, or null for now
 * @param recall the recall it is about, or null where nobody says
 * @param idempotencyKey what makes this very feedback recognisable when it is sent again, or null
 */
public record NewFeedback(
        String query,
        List<String> context,
        List<UUID> used,
        List<UUID> wrong,
        @Nullable Instant occurredAt,
        @Nullable JudgedRecall recall,
        @Nullable String idempotencyKey) {

    /** Feedback that doesn't say which recall it is about. */
    public NewFeedback(
            String query,
            List<String> context,
            List<UUID> used,
            List<UUID> wrong,
            @Nullable Instant occurredAt,
            @Nullable String idempotencyKey) {
        this(query, context, used, wrong, occurredAt, null, idempotencyKey);
    }

    public NewFeedback {
        context = List.copyOf(context);
        used = List.copyOf(used);
        wrong = List.copyOf(wrong);
        if (query.isBlank() || (used.isEmpty() && wrong.isEmpty())) {
            throw new IllegalArgumentException("feedback has a question and names at least one memory");
        }
    }
}

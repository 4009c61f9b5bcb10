package io.everknown.memory.feedback;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What was told of a recall, as it is kept; the fields are those of {@link NewFeedback}.
 *
 * @param id its id
 * @param recordedAt when it was told
 */
public record Feedback(
        UUID id,
        String query,
        List<String> context,
        List<UUID> used,
        List<UUID> wrong,
        Instant occurredAt,
        Instant recordedAt) {

    public Feedback {
        context = List.copyOf(context);
        used = List.copyOf(used);
        wrong = List.copyOf(wrong);
    }
}

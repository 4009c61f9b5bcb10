package io.everknown.memory.recall;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.TimeFrame;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to memory.
 *
 * @param text the question
 * @param context the conversation's last turns, oldest first, as part of the question; may be empty
 * @param conversation only memories of this conversation, or null for all
 * @param types the kinds wanted, at least one
 * @param frame which versions count
 * @param minTrust the least trust wanted, or null for any
 * @param budget how much the answer may hold
 */
public record RecallQuery(
        String text,
        List<String> context,
        @Nullable String conversation,
        Set<MemoryType> types,
        TimeFrame frame,
        @Nullable TrustLevel minTrust,
        Budget budget) {

    public RecallQuery {
        context = List.copyOf(context);
        types = Set.copyOf(types);
        if (text.isBlank() || types.isEmpty()) {
            throw new IllegalArgumentException("a question has words and wants at least one type");
        }
    }
}

package io.everknown.memory.decision;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That the value of a slot was said, or that it was said to have ended. What holds when follows from these alone, and not
 * from the order in which they arrived.
 *
 * @param id its id; ids sort by when they were given, and so tell which of two of one moment arrived first
 * @param from since when it is true as it was said; for an end, when it ended
 * @param at when it was said
 * @param trust how much its source is believed
 * @param voice who said it: a speaker, or the caller's id of where it comes from; empty where nobody is named
 * @param conversation where it was said, or null for what was handed in as a fact
 * @param turn the turn that says it, or null for an end and for what was handed in
 * @param ends whether it tells an end
 */
public record Saying(
        UUID id,
        Instant from,
        Instant at,
        TrustLevel trust,
        String voice,
        @Nullable String conversation,
        @Nullable UUID turn,
        boolean ends) {

    /** What a statement says of its slot. */
    static Saying of(Statement statement) {
        Source source = statement.source();
        String named = source == null ? statement.sourceRef() : source.speaker();
        return new Saying(
                Ids.next(),
                statement.validFrom(),
                statement.occurredAt(),
                statement.trust(),
                named == null ? "" : named,
                source == null ? null : source.conversation(),
                source == null ? null : source.turn(),
                false);
    }

    /** That the value ended, as {@code statement} says. */
    static Saying endOf(Statement statement) {
        return end(Ids.next(), statement.validFrom(), statement.occurredAt(), statement.trust());
    }

    static Saying end(UUID id, Instant from, Instant at, TrustLevel trust) {
        return new Saying(id, from, at, trust, "", null, null, true);
    }

    /**
     * Whether another saying of the same moment comes from somewhere else: from somebody else, or from the same one
     * where nothing tells which of the two was said later.
     */
    boolean isElsewhere(Saying other) {
        return !voice.equals(other.voice) || (at.equals(other.at) && !Objects.equals(conversation, other.conversation));
    }
}

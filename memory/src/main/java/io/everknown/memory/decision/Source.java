package io.everknown.memory.decision;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a fact was said.
 *
 * @param turn the turn's id
 * @param sentence the words of the turn that say it; one line each where the turn says it in several ways
 * @param conversation the turn's conversation
 * @param sourceRef the caller's id of the turn, or null
 * @param speaker who said it, or null
 * @param occurredAt when it was said
 */
public record Source(
        UUID turn,
        String sentence,
        String conversation,
        @Nullable String sourceRef,
        @Nullable String speaker,
        Instant occurredAt) {

    /** The ways in which the turn says it, each exactly as it stands there; none once the words were forgotten. */
    public List<String> sentences() {
        return sentence.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The same turn, which also says it in the words of {@code other}. */
    Source alsoSaying(Source other) {
        return sentences().contains(other.sentence)
                ? this
                : new Source(turn, sentence + "\n" + other.sentence, conversation, sourceRef, speaker, occurredAt);
    }

    /** {@code sources} with one more; where its turn is among them, in one more way of saying it. */
    static List<Source> with(List<Source> sources, Source more) {
        return sources.stream().anyMatch(known -> known.turn.equals(more.turn))
                ? sources.stream()
                        .map(known -> known.turn.equals(more.turn) ? known.alsoSaying(more) : known)
                        .toList()
                : Stream.concat(sources.stream(), Stream.of(more)).toList();
    }
}

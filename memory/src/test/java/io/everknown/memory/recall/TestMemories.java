package io.everknown.memory.recall;

import io.everknown.memory.attention.Candidate;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns and facts as a recall finds them. */
public final class TestMemories {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private TestMemories() {}

    /** What a user's speaker said at a place of the conversation "talk", a day a place. */
    public static RecalledMemory turn(String user, String speaker, String words, long position) {
        UUID id = Ids.next();
        Instant at = START.plusSeconds(86_400 * position);
        return memory(
                id,
                MemoryType.TURN,
                user,
                speaker,
                speaker + ": " + words,
                at,
                List.of(new Source(id, words, "talk", null, speaker, at)),
                position);
    }

    /** A fact that one sentence of a turn says. */
    public static RecalledMemory fact(RecalledMemory turn, String text, String sentence) {
        Source said = turn.sources().getFirst();
        return memory(
                Ids.next(),
                MemoryType.FACT,
                turn.user(),
                turn.subject(),
                text,
                turn.validity().from(),
                List.of(new Source(turn.id(), sentence, "talk", null, said.speaker(), said.occurredAt())),
                null);
    }

    /** An insight that rests on other memories. */
    static RecalledMemory insight(String text, List<UUID> origins) {
        RecalledMemory plain = memory(Ids.next(), MemoryType.INSIGHT, "u", "Nora", text, START, List.of(), null);
        return new RecalledMemory(
                plain.id(),
                plain.type(),
                plain.text(),
                plain.user(),
                plain.visibility(),
                plain.subject(),
                null,
                null,
                plain.validity(),
                plain.recordedAt(),
                null,
                null,
                List.of(),
                plain.trust(),
                1,
                0.5,
                1,
                START,
                null,
                null,
                List.of(),
                null,
                new Upkeep(false, null, null, null, origins),
                0);
    }

    public static Candidate candidate(RecalledMemory memory, double cosine, double lexical) {
        return new Candidate(memory, cosine, lexical, 0, 0, null, TokenStates.NONE);
    }

    /** The same with the states of tokens, each of four dimensions. */
    public static Candidate candidate(RecalledMemory memory, double cosine, double lexical, float[]... tokens) {
        return new Candidate(memory, cosine, lexical, 0, 0, null, TokenStates.of(tokens));
    }

    private static RecalledMemory memory(
            UUID id,
            MemoryType type,
            String user,
            String subject,
            String text,
            Instant at,
            List<Source> sources,
            @Nullable Long position) {
        return new RecalledMemory(
                id,
                type,
                text,
                user,
                Visibility.TEAM,
                subject,
                null,
                null,
                Validity.since(at),
                at,
                null,
                null,
                List.of(),
                TrustLevel.USER,
                1,
                0.5,
                1,
                at,
                null,
                null,
                sources,
                position,
                Upkeep.PLAIN,
                0);
    }
}

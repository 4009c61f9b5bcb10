package io.everknown.memory.decision;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of one speaker, Ada, on numbered days. */
record Said(
        Intent intent,
        @Nullable String slot,
        @Nullable String value,
        String text,
        TrustLevel trust,
        int day,
        String speaker) {

    static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    static Said lives(String city, int day) {
        return new Said(Intent.ASSERT, "lives_in", city, "Ada lives in " + city, TrustLevel.USER, day, "Ada");
    }

    static Said plain(String text, int day) {
        return new Said(Intent.ASSERT, null, null, text, TrustLevel.USER, day, "Ada");
    }

    Said by(TrustLevel level) {
        return new Said(intent, slot, value, text, level, day, speaker);
    }

    /** The same, told by somebody else in a conversation of their own. */
    Said from(String other) {
        return new Said(intent, slot, value, text, trust, day, other);
    }

    Said as(Intent other) {
        return new Said(other, slot, value, text, trust, day, speaker);
    }

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    Statement statement() {
        ExtractedFact fact = new ExtractedFact(
                text,
                text,
                "Ada",
                slot,
                value,
                intent,
                value == null
                        ? List.of(new EntityMention("Ada", EntityType.PERSON))
                        : List.of(
                                new EntityMention("Ada", EntityType.PERSON),
                                new EntityMention(value, EntityType.PLACE)),
                List.of(),
                null,
                0.9);
        Source source = new Source(Ids.next(), text, "talk of " + speaker, null, speaker, day(day));
        return new Statement(fact, MemoryType.FACT, source, null, Visibility.PRIVATE, trust, day(day), 0.5, null);
    }
}

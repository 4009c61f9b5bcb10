package io.everknown.graphmodel.postgres;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Facts for tests. */
final class TestFacts {

    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private TestFacts() {}

    static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }

    static Fact fact(String text) {
        return fact(text, null, null, Validity.since(START), START, null, TrustLevel.USER, null, List.of());
    }

    /** A fact for everyone of the tenant. */
    static Fact shared(String text) {
        Fact own = fact(text);
        return new Fact(
                own.id(),
                own.type(),
                own.text(),
                own.subject(),
                own.slot(),
                own.value(),
                own.entities(),
                own.relations(),
                own.validity(),
                own.recordedAt(),
                own.retractedAt(),
                own.supersededBy(),
                own.contradicts(),
                Visibility.TEAM,
                own.trust(),
                own.confidence(),
                own.importance(),
                own.support(),
                own.lastRefreshedAt(),
                own.expiresAt(),
                own.sourceRef(),
                own.sources());
    }

    static Fact lives(String city, Validity validity) {
        return fact("Ada lives in " + city, "lives_in", city, validity, START, null, TrustLevel.USER, null, List.of());
    }

    /** A fact that a turn says with all its words. */
    static Fact saidIn(Turn turn, String text) {
        return fact(text, null, null, Validity.since(START), START, null, TrustLevel.USER, null, List.of(turn));
    }

    /** Anything that a filter may tell apart, within 40 days. */
    static Fact random(Random random, String text) {
        Instant from = day(random.nextInt(40));
        return fact(
                text,
                null,
                null,
                random.nextBoolean()
                        ? Validity.since(from)
                        : new Validity(from, from.plus(Duration.ofDays(random.nextInt(20)))),
                day(random.nextInt(40)),
                random.nextInt(3) == 0 ? day(random.nextInt(40)) : null,
                TrustLevel.values()[random.nextInt(4)],
                random.nextInt(4) == 0 ? day(random.nextInt(40)) : null,
                List.of());
    }

    static Fact fact(
            String text,
            @Nullable String slot,
            @Nullable String value,
            Validity validity,
            Instant recordedAt,
            @Nullable Instant retractedAt,
            TrustLevel trust,
            @Nullable Instant expiresAt,
            List<Turn> said) {
        List<EntityMention> entities = value == null
                ? List.of(new EntityMention("Ada", EntityType.PERSON))
                : List.of(new EntityMention("Ada", EntityType.PERSON), new EntityMention(value, EntityType.PLACE));
        return new Fact(
                Ids.next(),
                MemoryType.FACT,
                text,
                "Ada",
                slot,
                value,
                entities,
                value == null ? List.of() : List.of(new RelationMention("Ada", "lives_in", value)),
                validity,
                recordedAt,
                retractedAt,
                null,
                List.of(),
                Visibility.PRIVATE,
                trust,
                1,
                0.5,
                1,
                recordedAt,
                expiresAt,
                null,
                said.stream()
                        .map(turn -> new Source(
                                turn.id(),
                                turn.content(),
                                turn.conversation(),
                                turn.sourceRef(),
                                turn.speaker(),
                                turn.occurredAt()))
                        .toList());
    }

    /** The same fact, said by other words of its turn. */
    static Fact quoting(Fact fact, String sentence) {
        Source source = fact.sources().getFirst();
        return new Fact(
                fact.id(),
                fact.type(),
                fact.text(),
                fact.subject(),
                fact.slot(),
                fact.value(),
                fact.entities(),
                fact.relations(),
                fact.validity(),
                fact.recordedAt(),
                fact.retractedAt(),
                fact.supersededBy(),
                fact.contradicts(),
                fact.visibility(),
                fact.trust(),
                fact.confidence(),
                fact.importance(),
                fact.support(),
                fact.lastRefreshedAt(),
                fact.expiresAt(),
                fact.sourceRef(),
                List.of(new Source(
                        source.turn(),
                        sentence,
                        source.conversation(),
                        source.sourceRef(),
                        source.speaker(),
                        source.occurredAt())));
    }
}

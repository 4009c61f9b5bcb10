package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A summary or an insight that the service made from facts. It is believed as little as the least trusted of these, is no
 * evidence for anything, and rests on all of them.
 *
 * @param type summary or insight
 * @param text what it says
 * @param subject whom it is about
 * @param entities what it names
 * @param embedding its vector
 * @param origins the facts it rests on, at least one
 */
public record DerivedMemory(
        MemoryType type,
        String text,
        String subject,
        List<EntityMention> entities,
        Embedding embedding,
        List<UUID> origins) {

    private static final double IMPORTANCE = 0.5;

    public DerivedMemory {
        entities = List.copyOf(entities);
        origins = List.copyOf(origins);
        if (type == MemoryType.FACT || type == MemoryType.TURN || origins.isEmpty()) {
            throw new IllegalArgumentException("a summary or an insight that rests on something");
        }
    }

    /**
     * Writes it, in place of {@code instead} if there is one.
     *
     * @param who what made it, for the log
     * @param reason why, for the log
     * @return the memory; empty where something it was to rest on was taken back or forgotten in the meantime
     */
    public Optional<Fact> write(
            SubjectLedger held, Visibility visibility, @Nullable Fact instead, String who, String reason, Instant now) {
        List<Fact> facts =
                origins.stream().flatMap(id -> held.fact(id).stream()).toList();
        boolean gone = facts.size() < origins.size()
                || facts.stream().anyMatch(fact -> fact.retractedAt() != null || fact.type() != MemoryType.FACT);
        if (gone) {
            return Optional.empty();
        }
        Fact made = fact(visibility, leastTrust(facts), now);
        List<WrittenFact> written = new ArrayList<>(List.of(new WrittenFact(made, embedding)));
        Decision decision = new Decision.Add(made, List.of(), reason, 1);
        if (instead != null) {
            Fact old = instead.supersededBy(made.id(), now);
            written.add(new WrittenFact(old, null));
            decision = new Decision.Update(made, old, reason, 1);
        }
        held.record(new Derived(
                List.of(),
                written,
                List.of(new LoggedDecision(Ids.next(), null, decision, List.of())),
                who,
                who,
                null));
        held.rest(made.id(), origins);
        return Optional.of(made);
    }

    private static TrustLevel leastTrust(Collection<Fact> facts) {
        return facts.stream().map(Fact::trust).min(TrustLevel::compareTo).orElse(TrustLevel.UNTRUSTED);
    }

    private Fact fact(Visibility visibility, TrustLevel trust, Instant now) {
        return new Fact(
                Ids.next(),
                type,
                text,
                subject,
                null,
                null,
                entities,
                List.of(),
                Validity.since(now),
                now,
                null,
                null,
                List.of(),
                visibility,
                trust,
                1,
                IMPORTANCE,
                1,
                now,
                null,
                null,
                List.of());
    }
}

package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityMerging;
import io.everknown.memory.entity.NameClaims;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Corrects a fact by hand. Other words or another value make a new version that supersedes the old one; what only
 * describes the version (importance, confidence, expiry, validity) is set on it.
 */
public final class Revise {

    private final FactLedger ledger;
    private final Embedder embedder;
    private final Decider decider;
    private final InstantSource clock;

    public Revise(FactLedger ledger, Embedder embedder, Decider decider, InstantSource clock) {
        this.ledger = ledger;
        this.embedder = embedder;
        this.decider = decider;
        this.clock = clock;
    }

    /**
     * Applies a change.
     *
     * @param scope whose memory it is
     * @param visibility the fact's
     * @return the fact as it stands now, or nothing where there is no such fact in this audience
     * @throws IllegalArgumentException when the change would end the fact before it began
     */
    public Optional<Fact> revise(MemoryScope scope, Visibility visibility, UUID id, Change change) {
        Embedding embedding = change.text() == null
                ? null
                : embedder.embed(List.of(change.text())).getFirst();
        return ledger.serially(scope, visibility, held -> {
            Optional<Fact> found = held.fact(id);
            if (found.isEmpty()) {
                return Optional.<Fact>empty();
            }
            Instant now = clock.instant();
            keep(held, id, change, now);
            Fact described = described(found.get(), change, now);
            String text = change.text();
            if (text == null || embedding == null || text.equals(described.text())) {
                record(held, List.of(new WrittenFact(described, null)), List.of());
                if (change.validTo() != null) {
                    Derivations.after(held, List.of(described), now);
                }
                return Optional.of(described);
            }
            Fact next = worded(described, text, change.value(), now);
            Fact old = found.get().supersededBy(next.id(), now);
            record(
                    held,
                    List.of(new WrittenFact(next, embedding), new WrittenFact(old, null)),
                    List.of(new LoggedDecision(
                            Ids.next(), null, new Decision.Update(next, old, "corrected by hand", 1), List.of())));
            held.pinAs(next.id(), id);
            EntityMerging.correct(held.entities(), sayings(found.get()), named(next), now);
            Derivations.after(held, List.of(old), now);
            return Optional.of(next);
        });
    }

    private static void keep(SubjectLedger held, UUID id, Change change, Instant now) {
        if (Boolean.TRUE.equals(change.archived())) {
            held.archive(List.of(id), now, ArchiveReason.HAND);
        } else if (change.archived() != null) {
            held.restore(List.of(id));
        }
        if (change.pinned() != null) {
            held.pin(id, change.pinned());
        }
    }

    private static Map<UUID, String> sayings(Fact fact) {
        Map<UUID, String> said = new LinkedHashMap<>();
        fact.sources().stream()
                .filter(source -> !source.sentence().isBlank())
                .forEach(source -> said.put(source.turn(), source.sentence()));
        said.put(fact.id(), fact.text());
        return said;
    }

    private static EntityMerging.Said named(Fact fact) {
        return new EntityMerging.Said(fact.id(), NameClaims.read(fact.text(), fact.subject()));
    }

    private void record(SubjectLedger held, List<WrittenFact> facts, List<LoggedDecision> decisions) {
        held.record(new Derived(List.of(), facts, decisions, "by hand", decider.version(), decider.thresholds()));
    }

    private static Fact described(Fact fact, Change change, Instant now) {
        Instant from = change.validFrom() != null
                ? change.validFrom()
                : fact.validity().from();
        Instant to =
                change.validTo() != null ? change.validTo() : fact.validity().to();
        return new Fact(
                fact.id(),
                fact.type(),
                fact.text(),
                fact.subject(),
                fact.slot(),
                fact.value(),
                fact.entities(),
                fact.relations(),
                new Validity(from, to),
                fact.recordedAt(),
                fact.retractedAt(),
                fact.supersededBy(),
                fact.contradicts(),
                fact.visibility(),
                fact.trust(),
                change.confidence() != null ? change.confidence() : fact.confidence(),
                change.importance() != null ? change.importance() : fact.importance(),
                fact.support(),
                Boolean.FALSE.equals(change.archived()) || change.confidence() != null ? now : fact.lastRefreshedAt(),
                change.expiresAt() != null ? change.expiresAt() : fact.expiresAt(),
                fact.sourceRef(),
                fact.sources(),
                change.validFrom() == null && change.validTo() == null ? fact.sayings() : said(fact, from));
    }

    /** Validity set by hand counts more than what was said. */
    private static List<Saying> said(Fact fact, Instant from) {
        return fact.sayings().stream()
                .filter(saying -> !saying.ends())
                .findFirst()
                .map(saying -> List.of(new Saying(
                        saying.id(),
                        from,
                        saying.at(),
                        fact.trust(),
                        saying.voice(),
                        saying.conversation(),
                        saying.turn(),
                        false)))
                .orElse(List.of());
    }

    /** The fact in other words: it rests on the correction alone, and names only what these words still name. */
    private static Fact worded(Fact fact, String text, @Nullable String value, Instant now) {
        String said = EntityMention.key(text);
        String subject = EntityMention.key(fact.subject());
        List<EntityMention> entities = fact.entities().stream()
                .filter(entity -> entity.key().equals(subject) || names(said, entity.key()))
                .toList();
        Set<String> named = entities.stream().map(EntityMention::key).collect(Collectors.toSet());
        List<RelationMention> relations = fact.relations().stream()
                .filter(r ->
                        named.contains(EntityMention.key(r.subject())) && named.contains(EntityMention.key(r.object())))
                .toList();
        return new Fact(
                Ids.next(),
                fact.type(),
                text,
                fact.subject(),
                value == null ? null : fact.slot(),
                value == null ? null : value,
                entities,
                relations,
                Validity.since(now),
                now,
                null,
                null,
                List.of(),
                fact.visibility(),
                fact.trust(),
                1,
                fact.importance(),
                1,
                now,
                fact.expiresAt(),
                fact.sourceRef(),
                List.of());
    }

    /** Whether a name stands in words as a whole: "Ann" is not in "Annabel". */
    private static boolean names(String words, String name) {
        return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])")
                .matcher(words)
                .find();
    }

    /**
     * What to change; null leaves a thing as it is.
     *
     * @param text other words
     * @param value the slot's value in these words; without it the new version sets no slot
     * @param confidence in (0, 1]; what is given one counts as said now
     * @param importance in [0, 1]
     * @param expiresAt when it is to be dropped
     * @param validFrom since when it is true
     * @param validTo until when
     * @param archived whether it is out of recall; what is restored counts as said now
     * @param pinned whether it is essential whatever it says; a new version keeps the pin of the old one
     */
    public record Change(
            @Nullable String text,
            @Nullable String value,
            @Nullable Double confidence,
            @Nullable Double importance,
            @Nullable Instant expiresAt,
            @Nullable Instant validFrom,
            @Nullable Instant validTo,
            @Nullable Boolean archived,
            @Nullable Boolean pinned) {}
}

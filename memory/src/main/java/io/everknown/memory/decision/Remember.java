package io.everknown.memory.decision;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityMerging;
import io.everknown.memory.entity.EntityMerging.Said;
import io.everknown.memory.entity.NameClaims;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes in what is known already as a statement, without a conversation around it. */
public final class Remember {

    private final FactExtractor extractor;
    private final Embedder embedder;
    private final FactLedger ledger;
    private final Decider decider;
    private final InstantSource clock;
    private final MemoryLimit limit;

    public Remember(
            FactExtractor extractor,
            Embedder embedder,
            FactLedger ledger,
            Decider decider,
            InstantSource clock,
            MemoryLimit limit) {
        this.extractor = extractor;
        this.embedder = embedder;
        this.ledger = ledger;
        this.decider = decider;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Decides on statements and records them, all or none.
     *
     * @throws UnknownOriginException when an item rests on a memory that is not there; nothing is kept then
     * @return a decision for each item, in order, and what was archived to make room
     */
    public Remembered remember(MemoryScope scope, Visibility visibility, List<Item> items) {
        Instant now = clock.instant();
        List<Embedding> embeddings =
                embedder.embed(items.stream().map(Item::text).toList());
        List<Reading> readings =
                items.stream().map(item -> read(item, visibility, now)).toList();
        List<UUID> archived = new ArrayList<>();
        List<LoggedDecision> decided = ledger.serially(scope, visibility, held -> {
            List<LoggedDecision> log = new ArrayList<>();
            boolean derived =
                    items.stream().anyMatch(item -> !item.derivedFrom().isEmpty());
            int step = derived ? 1 : items.size();
            for (int from = 0; from < items.size(); from += step) {
                List<LoggedDecision> made =
                        decide(held, visibility, items, readings, embeddings, from, from + step, now);
                rest(held, items.get(from), from, made.getFirst().decision());
                log.addAll(made);
            }
            EntityMerging.decide(
                    held.entities(), log.stream().flatMap(Remember::said).toList(), now);
            Derivations.afterDecisions(held, log, clock.instant());
            archived.addAll(limit.keep(held, decider, clock.instant()));
            return log;
        });
        String extractors = String.join(
                "+",
                readings.stream().map(Reading::extractor).distinct().sorted().toList());
        return new Remembered(
                decided.stream()
                        .map(logged -> DecisionRecord.of(logged, extractors, decider.version(), now))
                        .toList(),
                archived);
    }

    /**
     * What became of statements.
     *
     * @param decisions one for each, in order
     * @param archived memories that had to make room
     */
    public record Remembered(List<DecisionRecord> decisions, List<UUID> archived) {
        public Remembered {
            decisions = List.copyOf(decisions);
            archived = List.copyOf(archived);
        }
    }

    private List<LoggedDecision> decide(
            SubjectLedger held,
            Visibility visibility,
            List<Item> items,
            List<Reading> readings,
            List<Embedding> embeddings,
            int from,
            int to,
            Instant now) {
        DecisionSession session = new DecisionSession(held, decider, clock.instant());
        for (int i = from; i < to; i++) {
            Item item = items.get(i);
            Instant said = item.validFrom() != null ? item.validFrom() : now;
            session.propose(
                    null,
                    new Statement(
                            readings.get(i).fact,
                            item.type(),
                            null,
                            item.sourceRef(),
                            visibility,
                            item.trust(),
                            said,
                            item.importance(),
                            item.expiresAt()),
                    embeddings.get(i));
            session.extractedBy(readings.get(i).extractor);
        }
        return session.finish();
    }

    /** Notes what a summary or an insight rests on, whether it is new or known already. */
    private static void rest(SubjectLedger held, Item item, int index, Decision decision) {
        if (item.derivedFrom().isEmpty()) {
            return;
        }
        for (UUID origin : item.derivedFrom()) {
            Fact fact = held.fact(origin).orElseThrow(() -> new UnknownOriginException(index, origin));
            if (fact.retractedAt() != null) {
                throw new UnknownOriginException(index, origin);
            }
        }
        Fact derived = switch (decision) {
            case Decision.Add add -> add.fact();
            case Decision.Update update -> update.fact();
            case Decision.Delete delete -> null;
            case Decision.Noop noop -> noop.known();
        };
        if (derived != null) {
            held.rest(
                    derived.id(),
                    item.derivedFrom().stream()
                            .filter(origin -> !origin.equals(derived.id()))
                            .distinct()
                            .toList());
        }
    }

    /** A memory is said to rest on one that is not there, of another audience, or taken back. */
    public static final class UnknownOriginException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int item;

        UnknownOriginException(int item, UUID origin) {
            super("there is no memory " + origin + " to rest on");
            this.item = item;
        }

        /** The place of the statement among those handed in. */
        public int item() {
            return item;
        }
    }

    /** What a new fact that is believed says of names. */
    private static Stream<Said> said(LoggedDecision logged) {
        Fact fact = switch (logged.decision()) {
            case Decision.Add add -> add.fact();
            case Decision.Update update -> update.fact();
            case Decision.Delete delete -> null;
            case Decision.Noop noop -> null;
        };
        return fact == null || !fact.trust().outranksOrEquals(TrustLevel.TRUSTED_TOOL)
                ? Stream.of()
                : Stream.of(new Said(fact.id(), NameClaims.read(fact.text(), "The user")));
    }

    /** The item as a statement: its words as given, with the slot and the names that the extractor sees in them. */
    private Reading read(Item item, Visibility visibility, Instant now) {
        Turn turn = new Turn(
                Ids.next(),
                "remember",
                0,
                "user",
                null,
                item.text(),
                now,
                now,
                item.sourceRef(),
                null,
                item.trust(),
                visibility,
                true,
                true);
        var extraction = extractor.extract(turn, List.of());
        List<ExtractedFact> facts = extraction.facts();
        if (facts.size() == 1 && item.type() == MemoryType.FACT) {
            ExtractedFact only = facts.getFirst();
            return new Reading(
                    new ExtractedFact(
                                    item.text(),
                                    item.text(),
                                    only.subject(),
                                    only.slot(),
                                    only.value(),
                                    only.intent(),
                                    only.entities(),
                                    only.relations(),
                                    item.validFrom() != null ? item.validFrom() : only.validFrom(),
                                    1)
                            .unreadIn(only.unread()),
                    extraction.extractor());
        }
        List<EntityMention> named = facts.stream()
                .flatMap(fact -> fact.entities().stream())
                .distinct()
                .toList();
        String subject = facts.isEmpty() ? turn.subject() : facts.getFirst().subject();
        List<EntityMention> entities = named.stream().anyMatch(m -> m.key().equals(EntityMention.key(subject)))
                ? named
                : Stream.concat(Stream.of(new EntityMention(subject, EntityType.PERSON)), named.stream())
                        .toList();
        return new Reading(
                new ExtractedFact(
                        item.text(),
                        item.text(),
                        subject,
                        null,
                        null,
                        ExtractedFact.Intent.ASSERT,
                        entities,
                        facts.stream().flatMap(f -> f.relations().stream()).toList(),
                        item.validFrom(),
                        1),
                extraction.extractor());
    }

    /**
     * A statement handed in.
     *
     * @param type fact, summary or insight
     * @param text its words, not blank
     * @param trust how much its source is believed
     * @param sourceRef the caller's id of where it comes from, or null
     * @param expiresAt when it is to be dropped, or null
     * @param importance in [0, 1]
     * @param validFrom since when it is true, or null for now
     * @param derivedFrom the memories of the same audience that a summary or an insight rests on
     */
    public record Item(
            MemoryType type,
            String text,
            TrustLevel trust,
            @Nullable String sourceRef,
            @Nullable Instant expiresAt,
            double importance,
            @Nullable Instant validFrom,
            List<UUID> derivedFrom) {

        public Item {
            derivedFrom = List.copyOf(derivedFrom);
            if (type == MemoryType.FACT && !derivedFrom.isEmpty()) {
                throw new IllegalArgumentException("a fact rests on its sources alone");
            }
            if (type == MemoryType.TURN || text.isBlank()) {
                throw new IllegalArgumentException("an item is a fact, a summary or an insight, and has words");
            }
        }
    }

    private record Reading(ExtractedFact fact, String extractor) {}
}

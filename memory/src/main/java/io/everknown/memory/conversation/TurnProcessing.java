package io.everknown.memory.conversation;

import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.DecisionSession;
import io.everknown.memory.decision.Derivations;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.decision.Statement;
import io.everknown.memory.decision.SubjectLedger.EmbeddedTurn;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityMerging;
import io.everknown.memory.entity.EntityMerging.Said;
import io.everknown.memory.entity.NameClaims;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes turns in: stores them, extracts their facts, decides on each and records the outcome. Storing comes first and
 * alone, so that a crash at any later point leaves the turn waiting for {@link #derive}.
 */
public final class TurnProcessing {

    /** Turns before a turn that its extraction may look back on. */
    private static final int LOOK_BACK = 4;

    private final TurnLog log;
    private final Extractors extractors;
    private final Embedder embedder;
    private final FactLedger ledger;
    private final Decider decider;
    private final InstantSource clock;
    private final MemoryLimit limit;

    public TurnProcessing(
            TurnLog log,
            Extractors extractors,
            Embedder embedder,
            FactLedger ledger,
            Decider decider,
            InstantSource clock,
            MemoryLimit limit) {
        this.log = log;
        this.extractors = extractors;
        this.embedder = embedder;
        this.ledger = ledger;
        this.decider = decider;
        this.clock = clock;
        this.limit = limit;
    }

    /**
     * Stores turns and derives everything from them.
     *
     * @param turns at least one, in the order they were said
     * @param extract whether facts are wanted; without, turns are only stored and found by their words and meaning
     * @return the turns with the decisions made for them; for a turn that was sent before, those of the first time
     */
    public Processed process(
            MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns, boolean extract) {
        List<Turn> stored = log.append(scope, visibility, conversation, turns, extract);
        List<UUID> archived = new ArrayList<>();
        Usage usage = derive(scope, stored, archived);
        return outcome(scope, stored, usage).archiving(archived);
    }

    /** The decisions made for turns so far. */
    public Processed outcome(MemoryScope scope, List<Turn> turns, Usage usage) {
        List<UUID> ids = turns.stream().map(Turn::id).distinct().toList();
        return new Processed(turns, ledger.decisionsOf(scope, ids), usage, List.of());
    }

    /**
     * Derives from turns of one scope what is not derived yet: facts, decisions, vectors, lexical entries. Safe to call
     * for any turns at any time, from several processes at once.
     *
     * @return what it used
     */
    public Usage derive(MemoryScope scope, List<Turn> turns) {
        return derive(scope, turns, new ArrayList<>());
    }

    private Usage derive(MemoryScope scope, List<Turn> turns, List<UUID> archived) {
        Usage usage = Usage.NONE;
        Map<Visibility, List<Turn>> waiting =
                turns.stream().filter(turn -> !turn.processed()).collect(Collectors.groupingBy(Turn::visibility));
        for (Map.Entry<Visibility, List<Turn>> group : waiting.entrySet()) {
            List<Turn> together = group.getValue();
            List<Extraction> extractions = new ArrayList<>(together.size());
            ModelUsage spent = usage.model();
            for (int i = 0; i < together.size(); i++) {
                Turn turn = together.get(i);
                List<Turn> before = turn.extract() ? before(scope, together, i) : List.of();
                Extraction extraction = extract(scope, turn, before, spent);
                extractions.add(extraction);
                spent = spent.plus(extraction.usage());
            }
            usage = usage.plus(decide(scope, group.getKey(), together, extractions, archived));
        }
        return usage;
    }

    /**
     * Derives from one turn, in sight of its conversation.
     *
     * @param spent what the request it came with has spent on language models so far
     * @return what it used
     */
    public Usage derive(MemoryScope scope, Turn turn, ModelUsage spent) {
        List<Turn> before = turn.extract() ? log.before(scope, turn, LOOK_BACK) : List.of();
        Extraction extraction = extract(scope, turn, before, spent);
        return decide(scope, turn.visibility(), List.of(turn), List.of(extraction), new ArrayList<>());
    }

    private Extraction extract(MemoryScope scope, Turn turn, List<Turn> before, ModelUsage spent) {
        return turn.extract()
                ? extractors.of(scope, spent).extract(turn, before)
                : new Extraction(List.of(), List.of(), "none");
    }

    private Usage decide(
            MemoryScope scope,
            Visibility visibility,
            List<Turn> turns,
            List<Extraction> extractions,
            List<UUID> archived) {
        List<String> texts = Stream.concat(
                        turns.stream().map(Turn::searchText),
                        extractions.stream()
                                .flatMap(extraction -> extraction.facts().stream())
                                .map(ExtractedFact::text))
                .toList();
        List<Embedding> embeddings = embedder.embed(texts);

        archived.addAll(ledger.serially(scope, visibility, held -> {
            Set<UUID> done = held.processed(turns.stream().map(Turn::id).toList());
            Instant now = clock.instant();
            DecisionSession session = new DecisionSession(held, decider, now);
            List<Said> said = new ArrayList<>();
            int next = turns.size();
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                Extraction extraction = extractions.get(i);
                List<Embedding> ofFacts =
                        embeddings.subList(next, next + extraction.facts().size());
                next += extraction.facts().size();
                if (done.contains(turn.id())) {
                    continue;
                }
                session.take(new EmbeddedTurn(turn, embeddings.get(i), mentions(turn, extraction)));
                for (int f = 0; f < ofFacts.size(); f++) {
                    session.propose(
                            turn.id(), statement(turn, extraction.facts().get(f)), ofFacts.get(f));
                }
                extraction.skipped().forEach(skipped -> session.skip(turn.id(), skipped.sentence(), skipped.reason()));
                session.extractedBy(extraction.extractor());
                if (turn.extract() && turn.trust().outranksOrEquals(TrustLevel.TRUSTED_TOOL)) {
                    said.add(new Said(turn.id(), NameClaims.read(turn.content(), LightFactExtractor.name(turn))));
                }
            }
            List<LoggedDecision> log = session.finish();
            EntityMerging.decide(held.entities(), said, now);
            Derivations.afterDecisions(held, log, now);
            return limit.keep(held, decider, now);
        }));
        return new Usage(
                embedder.tokens(texts),
                extractions.stream().map(Extraction::usage).reduce(ModelUsage.NONE, ModelUsage::plus));
    }

    /** The turns of the same conversation before a turn: those of the batch, else those stored before it. */
    private List<Turn> before(MemoryScope scope, List<Turn> batch, int index) {
        Turn turn = batch.get(index);
        List<Turn> here = batch.subList(0, index).stream()
                .filter(earlier -> earlier.conversation().equals(turn.conversation()))
                .toList();
        if (here.size() >= LOOK_BACK || turn.position() < 1) {
            return here.subList(Math.max(0, here.size() - LOOK_BACK), here.size());
        }
        Turn first = here.isEmpty() ? turn : here.getFirst();
        List<Turn> all = new ArrayList<>(log.before(scope, first, LOOK_BACK - here.size()));
        all.addAll(here);
        return all;
    }

    private static Statement statement(Turn turn, ExtractedFact fact) {
        Source source = new Source(
                turn.id(), fact.sentence(), turn.conversation(), turn.sourceRef(), turn.speaker(), turn.occurredAt());
        return new Statement(
                fact, MemoryType.FACT, source, null, turn.visibility(), turn.trust(), turn.occurredAt(), 0.5, null);
    }

    /** What the turn names, its speaker left out: a speaker is in every turn and would lead to all of them. */
    private static List<EntityMention> mentions(Turn turn, Extraction extraction) {
        String speaker = EntityMention.key(turn.subject());
        return extraction.facts().stream()
                .flatMap(fact -> fact.entities().stream())
                .filter(mention -> !mention.key().equals(speaker))
                .distinct()
                .toList();
    }

    /**
     * What became of a batch.
     *
     * @param turns the turns as stored, in the order given
     * @param decisions decisions by turn, in the order decided; turns without any are missing
     * @param usage what it took
     * @param archived memories that had to make room
     */
    public record Processed(
            List<Turn> turns, Map<UUID, List<DecisionRecord>> decisions, Usage usage, List<UUID> archived) {
        public Processed {
            turns = List.copyOf(turns);
            decisions = Map.copyOf(decisions);
            archived = List.copyOf(archived);
        }

        private Processed archiving(List<UUID> ids) {
            return new Processed(turns, decisions, usage, ids);
        }
    }
}

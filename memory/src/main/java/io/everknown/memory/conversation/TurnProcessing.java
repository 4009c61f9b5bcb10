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
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Takes turns in: stores them, extracts their facts, decides on each and records the outcome. Storing comes first and
 * alone, so that a crash at any later point leaves the turn waiting for {@link #derive}.
 */
public final class TurnProcessing {

    /** Turns before a turn that its extraction may look back on. */
    private static final int LOOK_BACK = 4;

    /** Turns that are decided on in one transaction. */
    private static final int STEP = 10;

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
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map.Entry<Visibility, List<Turn>> group : waiting.entrySet()) {
                usage = derive(scope, group.getKey(), group.getValue(), usage, archived, beside);
            }
        }
        return usage;
    }

    /** Some turns at a time; while these are decided on, the next ones are read and embedded. */
    private Usage derive(
            MemoryScope scope,
            Visibility visibility,
            List<Turn> together,
            Usage before,
            List<UUID> archived,
            ExecutorService beside) {
        ModelUsage spent = before.model();
        Usage usage = before;
        Embedded ready = null;
        for (int from = 0; from < together.size(); from += STEP) {
            List<Turn> turns = together.subList(from, Math.min(from + STEP, together.size()));
            List<Extraction> extractions = new ArrayList<>(turns.size());
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                List<Turn> said = turn.extract() ? before(scope, together, from + i) : List.of();
                Extraction extraction = extract(scope, turn, said, spent);
                extractions.add(extraction);
                spent = spent.plus(extraction.usage());
            }
            Embedded next = embed(turns, extractions, beside);
            if (ready != null) {
                usage = usage.plus(decide(scope, visibility, ready, archived));
            }
            ready = next;
        }
        return ready == null ? usage : usage.plus(decide(scope, visibility, ready, archived));
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
        try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
            Embedded embedded = embed(List.of(turn), List.of(extraction), beside);
            return decide(scope, turn.visibility(), embedded, new ArrayList<>());
        }
    }

    private Extraction extract(MemoryScope scope, Turn turn, List<Turn> before, ModelUsage spent) {
        return turn.extract()
                ? extractors.of(scope, spent).extract(turn, before)
                : new Extraction(List.of(), List.of(), "none");
    }

    /** Turns, what was extracted from each, and their vectors once they are there. */
    private record Embedded(
            List<Turn> turns, List<Extraction> extractions, TurnTexts texts, Future<List<Embedding>> embeddings) {

        List<TurnTexts.Vectors> vectors() {
            try {
                return texts.vectors(embeddings.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                CancellationException cancelled = new CancellationException("interrupted while embedding");
                cancelled.initCause(e);
                throw cancelled;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException("embedding failed", e.getCause());
            }
        }
    }

    private Embedded embed(List<Turn> turns, List<Extraction> extractions, ExecutorService beside) {
        TurnTexts texts = TurnTexts.of(turns, extractions);
        return new Embedded(turns, extractions, texts, beside.submit(() -> embedder.embed(texts.texts())));
    }

    private Usage decide(MemoryScope scope, Visibility visibility, Embedded embedded, List<UUID> archived) {
        List<Turn> turns = embedded.turns();
        List<Extraction> extractions = embedded.extractions();
        List<Said> names = names(turns);
        List<TurnTexts.Vectors> vectors = embedded.vectors();

        archived.addAll(ledger.serially(scope, visibility, held -> {
            Set<UUID> done = held.processed(turns.stream().map(Turn::id).toList());
            Instant now = clock.instant();
            DecisionSession session = new DecisionSession(held, decider, now);
            for (int i = 0; i < turns.size(); i++) {
                Turn turn = turns.get(i);
                Extraction extraction = extractions.get(i);
                List<Embedding> ofFacts = vectors.get(i).facts();
                if (done.contains(turn.id())) {
                    continue;
                }
                session.take(new EmbeddedTurn(turn, vectors.get(i).turn(), mentions(turn, extraction)));
                for (int f = 0; f < ofFacts.size(); f++) {
                    session.propose(
                            turn.id(), statement(turn, extraction.facts().get(f)), ofFacts.get(f));
                }
                extraction.skipped().forEach(skipped -> session.skip(turn.id(), skipped.sentence(), skipped.reason()));
                session.extractedBy(extraction.extractor());
            }
            List<Said> said =
                    names.stream().filter(name -> !done.contains(name.memory())).toList();
            List<LoggedDecision> log = session.finish();
            EntityMerging.decide(held.entities(), said, now);
            Derivations.afterDecisions(held, log, now);
            return limit.keep(held, decider, now);
        }));
        return new Usage(
                embedder.tokens(embedded.texts().texts()),
                extractions.stream().map(Extraction::usage).reduce(ModelUsage.NONE, ModelUsage::plus));
    }

    /** What trusted turns say of names. */
    private static List<Said> names(List<Turn> turns) {
        return turns.stream()
                .filter(turn -> turn.extract() && turn.trust().outranksOrEquals(TrustLevel.TRUSTED_TOOL))
                .map(turn -> new Said(turn.id(), NameClaims.read(turn.content(), LightFactExtractor.name(turn))))
                .toList();
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

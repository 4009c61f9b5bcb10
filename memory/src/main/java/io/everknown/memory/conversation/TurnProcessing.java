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
     * @param carry run each time some of the turns were decided on, beside the work on the next ones and never twice at
     *     once, and once where nothing was to be decided; over when this returns
     * @return the turns with the decisions made for them; for a turn that was sent before, those of the first time
     */
    public Processed process(
            MemoryScope scope,
            Visibility visibility,
            String conversation,
            List<NewTurn> turns,
            boolean extract,
            Runnable carry) {
        List<Turn> stored = log.append(scope, visibility, conversation, turns, extract);
        List<UUID> archived = new ArrayList<>();
        Usage usage = derive(scope, stored, archived, carry);
        return outcome(scope, stored, usage).archiving(archived);
    }

    /** {@link #process} with nothing to carry. */
    public Processed process(
            MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns, boolean extract) {
        return process(scope, visibility, conversation, turns, extract, () -> {});
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
        return derive(scope, turns, new ArrayList<>(), () -> {});
    }

    private Usage derive(MemoryScope scope, List<Turn> turns, List<UUID> archived, Runnable carry) {
        Usage usage = Usage.NONE;
        Map<Visibility, List<Turn>> waiting =
                turns.stream().filter(turn -> !turn.processed()).collect(Collectors.groupingBy(Turn::visibility));
        try (Beside beside = new Beside()) {
            for (Map.Entry<Visibility, List<Turn>> group : waiting.entrySet()) {
                usage = derive(scope, group.getKey(), group.getValue(), usage, archived, carry, beside);
            }
            if (waiting.isEmpty()) {
                carry.run();
            }
            beside.finish();
        }
        return usage;
    }

    /** Some turns at a time; while these are decided on, the next ones are embedded and the ones before are carried. */
    private Usage derive(
            MemoryScope scope,
            Visibility visibility,
            List<Turn> together,
            Usage before,
            List<UUID> archived,
            Runnable carry,
            Beside beside) {
        ModelUsage spent = before.model();
        Usage usage = before;
        List<ReadTurn> ready = List.of();
        for (int from = 0; from < together.size(); from += STEP) {
            List<ReadTurn> next = new ArrayList<>(STEP);
            for (int i = from; i < Math.min(from + STEP, together.size()); i++) {
                Turn turn = together.get(i);
                List<Turn> said = turn.extract() ? before(scope, together, i) : List.of();
                ReadTurn read = read(scope, turn, said, spent, beside);
                next.add(read);
                spent = spent.plus(read.extraction().usage());
            }
            if (!ready.isEmpty()) {
                usage = usage.plus(decide(scope, visibility, ready, archived));
                beside.inOrder(carry);
            }
            ready = next;
        }
        if (!ready.isEmpty()) {
            usage = usage.plus(decide(scope, visibility, ready, archived));
            beside.inOrder(carry);
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
        try (Beside beside = new Beside()) {
            ReadTurn read = read(scope, turn, before, spent, beside);
            return decide(scope, turn.visibility(), List.of(read), new ArrayList<>());
        }
    }

    /** What a turn says; its texts are embedded while the next turn is read. */
    private ReadTurn read(MemoryScope scope, Turn turn, List<Turn> before, ModelUsage spent, Beside beside) {
        Extraction extraction = turn.extract()
                ? extractors.of(scope, spent).extract(turn, before)
                : new Extraction(List.of(), List.of(), "none");
        TurnTexts texts = TurnTexts.of(turn, extraction);
        return new ReadTurn(turn, extraction, texts, beside.start(() -> embedder.embed(texts.texts())));
    }

    private Usage decide(MemoryScope scope, Visibility visibility, List<ReadTurn> read, List<UUID> archived) {
        List<Said> names = names(read);
        List<TurnTexts.Vectors> vectors = read.stream().map(ReadTurn::vectors).toList();

        archived.addAll(ledger.serially(scope, visibility, held -> {
            Set<UUID> done =
                    held.processed(read.stream().map(one -> one.turn().id()).toList());
            Instant now = clock.instant();
            DecisionSession session = new DecisionSession(held, decider, now);
            for (int i = 0; i < read.size(); i++) {
                if (!done.contains(read.get(i).turn().id())) {
                    propose(session, read.get(i), vectors.get(i));
                }
            }
            List<Said> said =
                    names.stream().filter(name -> !done.contains(name.memory())).toList();
            List<LoggedDecision> log = session.finish();
            EntityMerging.decide(held.entities(), said, now);
            Derivations.afterDecisions(held, log, now);
            return limit.keep(held, decider, now);
        }));
        return read.stream()
                .map(one -> new Usage(
                        embedder.tokens(one.texts().texts()), one.extraction().usage()))
                .reduce(Usage.NONE, Usage::plus);
    }

    private static void propose(DecisionSession session, ReadTurn read, TurnTexts.Vectors vectors) {
        Turn turn = read.turn();
        Extraction extraction = read.extraction();
        session.take(new EmbeddedTurn(turn, vectors.turn(), mentions(turn, extraction)));
        for (int f = 0; f < vectors.facts().size(); f++) {
            session.propose(
                    turn.id(),
                    statement(turn, extraction.facts().get(f)),
                    vectors.facts().get(f));
        }
        extraction.skipped().forEach(skipped -> session.skip(turn.id(), skipped.sentence(), skipped.reason()));
        session.extractedBy(extraction.extractor());
    }

    /** What trusted turns say of names. */
    private static List<Said> names(List<ReadTurn> read) {
        return read.stream()
                .map(ReadTurn::turn)
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

package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.EmbeddedTurn;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.Probe;
import io.everknown.memory.decision.SubjectLedger.SlotKey;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.InstructionTopic;
import io.everknown.memory.identity.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides a batch of statements in order, each in sight of those before it, and records them in one go. What the store
 * knows is asked once for the whole batch; what the batch itself adds is kept in mind.
 */
public final class DecisionSession {

    /** The most neighbours a decision looks at. */
    private static final int NEIGHBOURS = 8;

    private final SubjectLedger ledger;
    private final Decider decider;
    private final StandingInstructions instructions;
    private final Instant now;

    private final List<EmbeddedTurn> turns = new ArrayList<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final Set<String> extractors = new TreeSet<>();

    private final Map<UUID, Fact> written = new LinkedHashMap<>();
    private final Map<UUID, Embedding> fresh = new LinkedHashMap<>();
    private final Map<UUID, UUID> twins = new LinkedHashMap<>();

    public DecisionSession(SubjectLedger ledger, Decider decider, Instant now) {
        this.ledger = ledger;
        this.decider = decider;
        this.instructions = new StandingInstructions(decider.thresholds().instructions());
        this.now = now;
    }

    /** Counts a turn as processed. */
    public void take(EmbeddedTurn turn) {
        turns.add(turn);
    }

    /** Puts a statement up for decision. */
    public void propose(@Nullable UUID turn, Statement statement, Embedding embedding) {
        proposals.add(new Proposal(turn, statement, embedding, null));
    }

    /** Notes that words are not kept, and why. */
    public void skip(@Nullable UUID turn, String words, String reason) {
        proposals.add(new Proposal(turn, null, null, new Decision.Noop(null, words, reason, 1)));
    }

    /** Names an extractor at work. */
    public void extractedBy(String extractor) {
        extractors.add(extractor);
    }

    /** Decides all that was proposed and records it. */
    public List<LoggedDecision> finish() {
        Set<SlotKey> slots = new LinkedHashSet<>();
        List<Probe> probes = new ArrayList<>();
        List<Map.Entry<Statement, Embedding>> statements = new ArrayList<>();
        for (Proposal proposal : proposals) {
            if (proposal.statement != null && proposal.embedding != null) {
                SlotKey key = slotKey(proposal.statement);
                if (key != null) {
                    slots.add(key);
                }
                probes.add(new Probe(proposal.statement.extracted().text(), proposal.embedding));
                statements.add(Map.entry(proposal.statement, proposal.embedding));
            }
        }
        boolean takesBack = proposals.stream().anyMatch(Proposal::takesBack);
        Map<SlotKey, List<Fact>> histories = ledger.histories(slots);
        List<List<Neighbour>> stored = ledger.neighbours(probes, takesBack ? 0 : decider.leastSimilarity(), NEIGHBOURS);
        ComparedStatements compared = decider.compare(statements, stored);
        SuccessionCandidates succession = SuccessionCandidates.of(ledger, decider.succession(), statements);

        List<Fact> instructed = proposals.stream().anyMatch(Proposal::instructs)
                ? ledger.family(EntityMention.key(InstructionTopic.SUBJECT), InstructionTopic.SLOTS)
                : List.of();

        List<LoggedDecision> log = new ArrayList<>();
        int probe = 0;
        for (Proposal proposal : proposals) {
            if (proposal.skipped != null) {
                log.add(new LoggedDecision(Ids.next(), proposal.turn, proposal.skipped, List.of()));
            } else if (proposal.statement != null && proposal.embedding != null) {
                List<Neighbour> near = stored.get(probe++);
                Statement statement = proposal.instructs()
                        ? placed(proposal.statement, instructed, near, proposal.embedding)
                        : proposal.statement;
                List<Neighbour> neighbours = inSight(near, proposal.embedding, statement);
                List<Fact> history = historyInSight(histories, instructed, statement);
                Decision decision = decider.decide(statement, history, neighbours, now);
                decision = succession.review(decision, statement, proposal.embedding, written, fresh);
                decision = compared.review(decision, statement, near, written, fresh.keySet());
                note(decision, proposal.embedding);
                log.add(new LoggedDecision(Ids.next(), proposal.turn, decision, neighbours));
                closeFurther(proposal, statement, neighbours, decision, log);
            }
        }
        List<WrittenFact> facts = written.values().stream()
                .map(fact -> new WrittenFact(fact, fresh.get(fact.id()), twins.get(fact.id())))
                .toList();
        ledger.record(
                new Derived(turns, facts, log, String.join("+", extractors), decider.version(), decider.thresholds()));
        return log;
    }

    /** A standing instruction in the slot of the known one it speaks of. */
    private Statement placed(Statement statement, List<Fact> known, List<Neighbour> near, Embedding embedding) {
        Map<UUID, Fact> all = new LinkedHashMap<>();
        known.forEach(fact -> all.put(fact.id(), fact));
        written.values().stream()
                .filter(fact -> InstructionTopic.of(fact.slot()) != null)
                .forEach(fact -> all.put(fact.id(), fact));
        return instructions.placed(statement, all.values(), fact -> {
            Embedding own = fresh.get(fact.id());
            return own != null
                    ? embedding.cosine(own)
                    : near.stream()
                            .filter(n -> n.fact().id().equals(fact.id()))
                            .mapToDouble(Neighbour::similarity)
                            .findFirst()
                            .orElse(0);
        });
    }

    /** A topic that is taken back may be told by several facts. */
    private void closeFurther(
            Proposal proposal,
            Statement statement,
            List<Neighbour> neighbours,
            Decision first,
            List<LoggedDecision> log) {
        Decision decision = first;
        while (decision instanceof Decision.Delete && Endings.takesBackTopic(statement)) {
            List<Neighbour> open = neighbours.stream()
                    .map(near -> new Neighbour(written.getOrDefault(near.fact().id(), near.fact()), near.similarity()))
                    .filter(near -> near.fact().open())
                    .toList();
            decision = decider.decide(statement, List.of(), open, now);
            if (decision instanceof Decision.Delete delete) {
                written.put(delete.closed().id(), delete.closed());
                noteChanges(delete);
                log.add(new LoggedDecision(Ids.next(), proposal.turn, delete, open));
            }
        }
    }

    private List<Fact> historyInSight(Map<SlotKey, List<Fact>> histories, List<Fact> instructed, Statement statement) {
        SlotKey key = slotKey(statement);
        if (key == null) {
            return List.of();
        }
        Map<UUID, Fact> versions = new LinkedHashMap<>();
        histories.getOrDefault(key, List.of()).forEach(fact -> versions.put(fact.id(), fact));
        instructed.stream().filter(fact -> key.equals(slotKey(fact))).forEach(fact -> versions.put(fact.id(), fact));
        written.values().stream().filter(fact -> key.equals(slotKey(fact))).forEach(f -> versions.put(f.id(), f));
        versions.replaceAll((id, fact) -> written.getOrDefault(id, fact));
        return List.copyOf(versions.values());
    }

    private List<Neighbour> inSight(List<Neighbour> stored, Embedding embedding, Statement statement) {
        List<Neighbour> all = new ArrayList<>();
        String words = Decider.words(statement.extracted().text());
        boolean takesBack = takesBack(statement);
        for (Neighbour neighbour : stored) {
            Fact fact = written.getOrDefault(neighbour.fact().id(), neighbour.fact());
            boolean seen = fact.open() || (takesBack && written.containsKey(fact.id()));
            if (seen && (takesBack || isNear(fact, neighbour.similarity(), words))) {
                all.add(new Neighbour(fact, neighbour.similarity()));
            }
        }
        fresh.forEach((id, other) -> {
            Fact fact = written.get(id);
            if (fact != null && fact.open()) {
                double similarity = embedding.cosine(other);
                if (takesBack || isNear(fact, similarity, words)) {
                    all.add(new Neighbour(fact, similarity));
                }
            }
        });
        return all;
    }

    private boolean isNear(Fact fact, double similarity, String words) {
        return similarity >= decider.thresholds().neighbour()
                || Decider.words(fact.text()).equals(words);
    }

    /** What is over or to be taken back is named by its topic, which may be far from the statement in meaning. */
    private static boolean takesBack(Statement statement) {
        return statement.extracted().intent() != ExtractedFact.Intent.ASSERT
                || statement.extracted().insteadOf() != null;
    }

    private void note(Decision decision, Embedding embedding) {
        switch (decision) {
            case Decision.Add add -> {
                written.put(add.fact().id(), add.fact());
                fresh.put(add.fact().id(), embedding);
            }
            case Decision.Update update -> {
                written.put(update.fact().id(), update.fact());
                fresh.put(update.fact().id(), embedding);
                written.put(update.superseded().id(), update.superseded());
            }
            case Decision.Delete delete -> written.put(delete.closed().id(), delete.closed());
            case Decision.Noop noop -> {
                if (noop.known() != null) {
                    written.put(noop.known().id(), noop.known());
                }
            }
        }
        noteChanges(decision);
    }

    private void noteChanges(Decision decision) {
        for (Decision.Change change : decision.changed()) {
            written.put(change.fact().id(), change.fact());
            UUID twin = change.twin();
            if (twin != null) {
                note(change.fact().id(), twin);
            }
        }
    }

    /** A part split off has the words of its twin, and so its vector. */
    private void note(UUID split, UUID twin) {
        Embedding known = fresh.get(twin);
        if (known != null) {
            fresh.put(split, known);
        } else {
            twins.put(split, twins.getOrDefault(twin, twin));
        }
    }

    private static @Nullable SlotKey slotKey(Statement statement) {
        String slot = statement.extracted().slot();
        return slot == null
                ? null
                : new SlotKey(EntityMention.key(statement.extracted().subject()), slot);
    }

    private static @Nullable SlotKey slotKey(Fact fact) {
        return fact.slot() == null ? null : new SlotKey(EntityMention.key(fact.subject()), fact.slot());
    }

    private record Proposal(
            @Nullable UUID turn,
            @Nullable Statement statement,
            @Nullable Embedding embedding,
            Decision.@Nullable Noop skipped) {

        boolean instructs() {
            return statement != null && StandingInstructions.is(statement);
        }

        boolean takesBack() {
            return statement != null && DecisionSession.takesBack(statement);
        }
    }
}

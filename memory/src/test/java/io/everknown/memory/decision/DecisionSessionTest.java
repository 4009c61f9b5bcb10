package io.everknown.memory.decision;

import static io.everknown.memory.decision.Said.lives;
import static io.everknown.memory.decision.Said.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.Probe;
import io.everknown.memory.decision.SubjectLedger.SlotKey;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DecisionSessionTest {

    private static final Embedding NORTH = new Embedding(new float[] {1, 0});
    private static final Embedding EAST = new Embedding(new float[] {0, 1});

    @Test
    void aBatchDecidesInSightOfItself() {
        Memory memory = new Memory(List.of());
        List<LoggedDecision> log = decide(memory, lives("Rome", 1), lives("Oslo", 5), lives("Oslo", 6));
        assertThat(log).extracting(logged -> logged.decision().operation()).containsExactly("ADD", "UPDATE", "NOOP");
        assertThat(memory.recorded.facts())
                .as("each fact once, in its final form")
                .extracting(written -> written.fact().value())
                .containsExactly("Rome", "Oslo");
        Fact rome = memory.recorded.facts().getFirst().fact();
        assertThat(rome.validity().to()).isEqualTo(Said.day(5));
        assertThat(memory.recorded.facts().getLast().fact().support()).isEqualTo(2);
    }

    @Test
    void sameWordsInOneBatchAreOneFact() {
        Memory memory = new Memory(List.of());
        assertThat(decide(memory, plain("Ada likes tea", 1), plain("Ada likes tea!", 1)))
                .extracting(logged -> logged.decision().operation())
                .containsExactly("ADD", "NOOP");
    }

    @Test
    void whatTheStoreKnowsAndTheBatchClosedIsClosed() {
        Fact stored = Knowledge.of(lives("Rome", 1)).facts().getFirst();
        Memory memory = new Memory(List.of(stored));
        List<LoggedDecision> log =
                decide(memory, lives("Rome", 3).as(Intent.END), lives("Rome", 4).as(Intent.RETRACT), lives("Oslo", 5));
        assertThat(log).extracting(logged -> logged.decision().operation()).containsExactly("DELETE", "NOOP", "ADD");
        assertThat(memory.recorded.facts())
                .as("a stored fact needs no vector, a new one does")
                .extracting(written -> written.embedding() == null)
                .containsExactly(true, false);
    }

    @Test
    void skippedWordsAreLoggedInTheirPlace() {
        Memory memory = new Memory(List.of());
        DecisionSession session = new DecisionSession(memory, new Decider(DecisionThresholds.DEFAULTS), Knowledge.NOW);
        session.propose(null, lives("Rome", 1).statement(), NORTH);
        session.skip(null, "Hello!", "a greeting");
        session.propose(null, plain("Ada likes tea", 1).statement(), EAST);
        assertThat(session.finish())
                .extracting(logged -> logged.decision().reason())
                .element(1)
                .isEqualTo("a greeting");
        assertThat(memory.recorded.decisions()).hasSize(3);
    }

    private static List<LoggedDecision> decide(Memory memory, Said... all) {
        DecisionSession session = new DecisionSession(memory, new Decider(DecisionThresholds.DEFAULTS), Knowledge.NOW);
        for (Said said : all) {
            session.propose(null, said.statement(), NORTH);
        }
        return session.finish();
    }

    /** A ledger that knows a few facts and keeps what is recorded. */
    private static final class Memory implements SubjectLedger {

        private final List<Fact> facts;
        private Derived recorded =
                new Derived(List.of(), List.<WrittenFact>of(), List.of(), "", "", DecisionThresholds.DEFAULTS);

        private Memory(List<Fact> facts) {
            this.facts = facts;
        }

        @Override
        public Set<UUID> processed(Collection<UUID> turns) {
            return Set.of();
        }

        @Override
        public Optional<Fact> fact(UUID id) {
            return facts.stream().filter(fact -> fact.id().equals(id)).findFirst();
        }

        @Override
        public Map<SlotKey, List<Fact>> histories(Collection<SlotKey> slots) {
            return facts.isEmpty() ? Map.of() : Map.of(new SlotKey("ada", "lives_in"), facts);
        }

        @Override
        public List<Fact> family(String subject, String slots) {
            return facts.stream()
                    .filter(fact -> fact.slot() != null && fact.slot().startsWith(slots))
                    .toList();
        }

        @Override
        public List<List<Neighbour>> neighbours(List<Probe> probes, double minSimilarity, int limit) {
            List<List<Neighbour>> answer = new ArrayList<>();
            probes.forEach(probe -> answer.add(
                    facts.stream().map(fact -> new Neighbour(fact, 0.9)).toList()));
            return answer;
        }

        @Override
        public EntityLedger entities() {
            throw new UnsupportedOperationException("nobody asks for names here");
        }

        @Override
        public List<Salience.Kept> keptBeyond(int most) {
            return List.of();
        }

        @Override
        public List<Fact> archive(Collection<UUID> ids, Instant since, ArchiveReason reason) {
            return List.of();
        }

        @Override
        public List<Fact> restore(Collection<UUID> ids) {
            return List.of();
        }

        @Override
        public void pin(UUID fact, boolean pinned) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void pinAs(UUID fact, UUID other) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Resting> restingOn(Collection<UUID> origins) {
            return List.of();
        }

        @Override
        public void rest(UUID derived, Collection<UUID> origins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void follow(List<Fact> withdrawn, Collection<UUID> stale, Instant since, List<LoggedDecision> log) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release(Collection<UUID> origins) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void record(Derived derived) {
            recorded = derived;
        }
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresEraserTest {

    private static TestRecord record;
    private static Forget forget;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        forget = new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void aForgottenFactLeavesNoWordAndNoIdInAnyTable() {
        MemoryScope scope = TestRecord.someone();
        Turn turn =
                record.take(scope, "talk", "I adore xylophones. Tea is fine.").getFirst();
        Fact fact = quoting(turn, "Ada adores xylophones", "I adore xylophones.");
        Fact tea = quoting(turn, "Ada is fine with tea", "Tea is fine.");
        Fact older = TestFacts.fact("Ada had another hobby").supersededBy(fact.id(), TestFacts.day(3));
        Fact other = TestFacts.fact("Ada hates noise").contradicting(fact.id());
        record.write(scope, List.of(fact, tea, older, other));
        record.drain(scope);
        assertThat(record.tablesWith(scope.tenant(), "xylophone")).isNotEmpty();

        Forget.Forgotten done = forget.forget(scope, fact.id()).orElseThrow();

        assertThat(done.facts()).containsExactly(fact.id());
        assertThat(done.rewritten()).containsExactly(turn.id());
        record.drain(scope);
        assertThat(record.tablesWith(scope.tenant(), "xylophone")).isEmpty();
        assertThat(record.tablesWith(scope.tenant(), fact.id().toString())).isEmpty();
        assertThat(record.tablesWith(scope.tenant(), "Tea is fine"))
                .as("the rest of the turn")
                .isNotEmpty();
        assertThat(forget.forget(scope, fact.id())).as("again").isEmpty();
    }

    @Test
    void aForgottenTurnTakesWhatRestsOnItAlone() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> turns = record.take(scope, "talk", "I adore xylophones", "Once more: tea");
        Fact alone = TestFacts.saidIn(turns.get(0), "Ada adores xylophones");
        Fact both = TestFacts.saidIn(turns.get(0), "Ada drinks tea")
                .confirmed(
                        TestFacts.saidIn(turns.get(1), "x").sources().getFirst(),
                        io.everknown.memory.identity.TrustLevel.USER,
                        TestFacts.START);
        record.write(scope, List.of(alone, both));

        Forget.Forgotten done = forget.forget(scope, turns.get(0).id()).orElseThrow();

        assertThat(done.facts()).containsExactly(alone.id());
        record.drain(scope);
        assertThat(record.tablesWith(scope.tenant(), "xylophone")).isEmpty();
        assertThat(record.tablesWith(scope.tenant(), turns.get(0).id().toString()))
                .isEmpty();
        assertThat(record.tablesWith(scope.tenant(), both.id().toString())).isNotEmpty();
    }

    @Test
    void aTurnHoldsFactsUntilTheLastOneThatRestsOnItIsErased() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> turns = record.take(scope, "talk", "I adore xylophones and tea", "Once more: tea");
        Fact hobby = TestFacts.saidIn(turns.getFirst(), "Ada adores xylophones");
        Fact tea = TestFacts.saidIn(turns.getFirst(), "Ada adores tea");
        record.write(scope, List.of(hobby, tea));

        record.eraser.<Boolean>serially(scope, Visibility.PRIVATE, erasure -> {
            assertThat(erasure.holdsFacts(turns.getFirst().id())).isTrue();
            assertThat(erasure.holdsFacts(turns.getLast().id())).isFalse();
            erasure.eraseFact(hobby.id());
            assertThat(erasure.holdsFacts(turns.getFirst().id())).isTrue();
            erasure.eraseFact(tea.id());
            assertThat(erasure.holdsFacts(turns.getFirst().id())).isFalse();
            return true;
        });
    }

    @Test
    void aTurnThatSaysNothingElseKeepsItsPlaceForTheFactThatRestsOnIt() {
        MemoryScope scope = TestRecord.someone();
        String sentence = "I adore xylophones and tea.";
        Turn turn = record.take(scope, "talk", sentence).getFirst();
        Fact hobby = quoting(turn, "Ada adores xylophones", sentence);
        Fact tea = quoting(turn, "Ada adores tea", sentence);
        record.write(scope, List.of(hobby, tea));

        assertThat(forget.forget(scope, hobby.id()))
                .contains(new Forget.Forgotten(List.of(hobby.id()), List.of(), List.of(turn.id())));

        record.drain(scope);
        assertThat(record.tablesWith(scope.tenant(), "xylophone")).isEmpty();
        assertThat(record.catalogue.load(scope, List.of(tea.id()), null))
                .singleElement()
                .satisfies(kept -> assertThat(kept.sources()).hasSize(1));
        assertThat(record.count(scope.tenant(), "turn WHERE content = '[forgotten]'"))
                .isOne();

        assertThat(forget.forget(scope, tea.id()))
                .contains(new Forget.Forgotten(List.of(tea.id()), List.of(turn.id()), List.of()));

        record.drain(scope);
        for (String table : List.of("turn", "fact", "fact_source", "entity", "mention", "posting")) {
            assertThat(record.count(scope.tenant(), table)).as(table).isZero();
        }
    }

    @Test
    void whenEverythingIsForgottenEveryTableIsEmpty() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> turns = record.take(scope, "talk", "I live in Lisbon", "I like tea");
        List<Fact> facts = new ArrayList<>();
        turns.forEach(turn -> facts.add(TestFacts.saidIn(turn, "Ada said: " + turn.content())));
        record.write(scope, facts);
        turns.forEach(turn -> forget.forget(scope, turn.id()));
        record.drain(scope);
        for (String table :
                List.of("turn", "fact", "fact_source", "entity", "mention", "relation", "posting", "graph_outbox")) {
            assertThat(record.count(scope.tenant(), table)).as(table).isZero();
        }
        assertThat(record.count(scope.tenant(), "lexical_corpus WHERE documents <> 0 OR length <> 0"))
                .isZero();
        assertThat(record.count(scope.tenant(), "decision WHERE text IS NOT NULL"))
                .isZero();
    }

    @Test
    void forgettingTheSameAtOnceCountsOnce() throws Exception {
        MemoryScope scope = TestRecord.someone();
        Fact fact = TestFacts.fact("Ada adores xylophones");
        record.write(scope, List.of(fact, TestFacts.fact("Ada drinks tea")));
        Together.run(6, n -> forget.forget(scope, fact.id()));
        assertThat(record.count(scope.tenant(), "lexical_corpus WHERE documents = 1 AND length = 3"))
                .isOne();
    }

    @Test
    void aTurnForgottenWhileItIsDerivedStaysForgotten() {
        MemoryScope scope = TestRecord.someone();
        Turn turn = record.turns
                .append(scope, Visibility.PRIVATE, "talk", List.of(TestRecord.said("I adore xylophones")), true)
                .getFirst();
        forget.forget(scope, turn.id());
        assertThat(record.ledger.<Boolean>serially(
                        scope,
                        Visibility.PRIVATE,
                        held -> held.processed(List.of(turn.id())).contains(turn.id())))
                .as("nothing is to be derived from it any more")
                .isTrue();
    }

    @Test
    void nobodyForgetsForAnother() {
        MemoryScope scope = TestRecord.someone();
        Fact fact = TestFacts.fact("Ada drinks tea");
        record.write(scope, List.of(fact));
        assertThat(forget.forget(new MemoryScope(scope.tenant(), "bob"), fact.id()))
                .isEmpty();
        assertThat(forget.forget(TestRecord.someone(), fact.id())).isEmpty();
        assertThat(record.count(scope.tenant(), "fact")).isOne();
    }

    private static Fact quoting(Turn turn, String text, String sentence) {
        Fact fact = TestFacts.saidIn(turn, text);
        return TestFacts.quoting(fact, sentence);
    }
}

package io.everknown.memory.decision;

import static io.everknown.memory.decision.Said.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.StatementComparison.Pair;
import io.everknown.memory.decision.StatementComparison.Verdict;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ComparedStatementsTest {

    private static final Embedding ONE = new Embedding(new float[] {1, 0});

    private static final Verdict REPLACES = new Verdict(0.95, 0.02, 0.01);
    private static final Verdict SAME = new Verdict(0.02, 0.95, 0.01);
    private static final Verdict ENDS = new Verdict(0.02, 0.01, 0.95);
    private static final Verdict UNSURE = new Verdict(0.5, 0.2, 0.1);

    private static final String TEN = "Ada's team has ten people";
    private static final String TWELVE = "There are twelve people in Ada's team";

    @Test
    void aNewValueClosesTheOldFactAndIsLinkedToIt() {
        List<Decision> decisions = decide(REPLACES, plain(TEN, 1), plain(TWELVE, 5));
        assertThat(decisions).extracting(Decision::operation).containsExactly("ADD", "UPDATE");
        Decision.Update update = (Decision.Update) decisions.getLast();
        assertThat(update.superseded().validity().to()).isEqualTo(Said.day(5));
        assertThat(update.superseded().supersededBy()).isEqualTo(update.fact().id());
        assertThat(update.reason()).contains(TEN);
    }

    @Test
    void whatWasSaidOfAnEarlierTimeIsSortedInBefore() {
        List<Decision> decisions = decide(REPLACES, plain(TWELVE, 5), plain(TEN, 1));
        Decision.Add earlier = (Decision.Add) decisions.getLast();
        assertThat(earlier.fact().validity().to()).isEqualTo(Said.day(5));
        assertThat(earlier.fact().supersededBy())
                .isEqualTo(((Decision.Add) decisions.getFirst()).fact().id());
    }

    @Test
    void whatIsNotSureIsKeptBesideTheOther() {
        assertThat(decide(UNSURE, plain(TEN, 1), plain(TWELVE, 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "ADD");
    }

    @Test
    void theSameInOtherWordsIsNoNewsUnlessItTellsAnotherFigure() {
        assertThat(decide(SAME, plain(TEN, 1), plain("Ten people are in Ada's team", 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "NOOP");
        assertThat(decide(SAME, plain("Ada paid 30 euros", 1), plain("It was 35 euros that Ada paid", 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "ADD");
    }

    @Test
    void whatHasNoVerbIsComparedToo() {
        assertThat(decide(REPLACES, plain("Ada: Tank of 54 litres", 1), plain("Ada's tank has 200 litres", 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "UPDATE");
        assertThat(decide(
                        SAME,
                        plain("Thursday is when Ada's choir meets", 1),
                        plain("Ada's choir meets on Thursday", 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "NOOP");
    }

    /** The record keeps 0.4 in single precision, and gives back a little more. */
    @Test
    void whatIsSaidInAnotherLanguageIsKnownByHowFarItIsBelieved() {
        assertThat(ComparedStatements.toldAsItWas(stored("Ada: Ich wohne in Köln", 0.4f)))
                .isTrue();
        assertThat(ComparedStatements.toldAsItWas(stored("Ada: Ich wohne in Köln", 0.4)))
                .isTrue();
        assertThat(ComparedStatements.toldAsItWas(stored("Ada: Tank of 54 litres", 0.45f)))
                .isFalse();
    }

    private static Fact stored(String text, double confidence) {
        return new Fact(
                Ids.next(),
                MemoryType.FACT,
                text,
                "Ada",
                null,
                null,
                List.of(),
                List.of(),
                Validity.since(Said.day(1)),
                Said.day(1),
                null,
                null,
                List.of(),
                Visibility.PRIVATE,
                TrustLevel.USER,
                confidence,
                0.5,
                1,
                Said.day(1),
                null,
                null,
                List.of());
    }

    @Test
    void anEndClosesWhatItTellsOf() {
        List<Decision> decisions =
                decide(ENDS, plain(TEN, 1), plain("Ada's team is gone", 5).as(Intent.END));
        assertThat(decisions).extracting(Decision::operation).containsExactly("ADD", "DELETE");
        assertThat(((Decision.Delete) decisions.getLast()).closed().validity().to())
                .isEqualTo(Said.day(5));
    }

    @Test
    void whatIsToldBesideAnEndIsKept() {
        List<Decision> decisions = decide(ENDS, plain(TEN, 1), plain("Ada's team was merged into Bo's", 5));
        assertThat(decisions).extracting(Decision::operation).containsExactly("ADD", "UPDATE");
        assertThat(decisions.getLast().reason()).startsWith("has ended");
    }

    @Test
    void aDenialIsNeverTheSame() {
        assertThat(decide(SAME, plain("Ada likes to swim", 1), plain("Ada does not like to swim", 5)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "ADD");
    }

    @Test
    void nobodySpeaksForAnotherAndTheLessTrustedCloseNothing() {
        assertThat(decide(REPLACES, plain(TEN, 1), plain(TWELVE, 5).from("Bea")))
                .extracting(Decision::operation)
                .containsExactly("ADD", "ADD");
        assertThat(decide(REPLACES, plain(TEN, 1), plain(TWELVE, 5).by(TrustLevel.UNTRUSTED)))
                .extracting(Decision::operation)
                .containsExactly("ADD", "ADD");
    }

    @Test
    void statementsAreComparedInTheFirstPerson() {
        List<Pair> asked = new ArrayList<>();
        decide(asked, UNSURE, plain(TEN, 1), plain("Ada says: It grew, and Ada and others love it", 5));
        assertThat(asked).containsExactly(new Pair("my team has ten people", "It grew, and we love it"));
        assertThat(ComparedStatements.inFirstPerson("The user's dog likes the user (a lot)", "The user"))
                .isEqualTo("my dog likes the user (a lot)");
        assertThat(ComparedStatements.inFirstPerson("a$b (x) asks: go", "a$b (x)"))
                .isEqualTo("go");
    }

    @Test
    void onlyTheNearestAreCompared() {
        List<Pair> asked = new ArrayList<>();
        decide(asked, UNSURE, plain("one", 1), plain("two", 2), plain("three", 3), plain("four", 4), plain("five", 5));
        assertThat(asked).hasSize(1 + 2 + 3 + 3);
    }

    private static List<Decision> decide(Verdict verdict, Said... all) {
        return decide(new ArrayList<>(), verdict, all);
    }

    private static List<Decision> decide(List<Pair> asked, Verdict verdict, Said... all) {
        Decider decider = new Decider(
                DecisionThresholds.DEFAULTS,
                Wording.NONE,
                null,
                new Always(verdict, asked),
                ComparisonThresholds.DEFAULTS);
        List<Map.Entry<Statement, Embedding>> statements = new ArrayList<>();
        List<List<Neighbour>> stored = new ArrayList<>();
        for (Said said : all) {
            statements.add(Map.entry(said.statement(), ONE));
            stored.add(List.of());
        }
        ComparedStatements compared = decider.compare(statements, stored);
        Map<UUID, Fact> written = new LinkedHashMap<>();
        List<Decision> decisions = new ArrayList<>();
        for (Map.Entry<Statement, Embedding> statement : statements) {
            Decision decision = decider.decide(statement.getKey(), List.of(), List.of(), Knowledge.NOW);
            decision =
                    compared.review(decision, statement.getKey(), List.of(), written, new HashMap<>(written).keySet());
            if (decision instanceof Decision.Add add) {
                written.put(add.fact().id(), add.fact());
            }
            decisions.add(decision);
        }
        return decisions;
    }

    private record Always(Verdict verdict, List<Pair> asked) implements StatementComparison {

        @Override
        public String version() {
            return "always";
        }

        @Override
        public List<Verdict> compare(List<Pair> pairs) {
            asked.addAll(pairs);
            return pairs.stream().map(_ -> verdict).toList();
        }
    }
}

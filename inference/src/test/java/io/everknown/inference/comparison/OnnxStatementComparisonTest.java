package io.everknown.inference.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.ComparisonThresholds;
import io.everknown.memory.decision.StatementComparison.Pair;
import io.everknown.memory.decision.StatementComparison.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxStatementComparisonTest {

    private static final OnnxStatementComparison COMPARISON = new OnnxStatementComparison(2);

    @AfterAll
    static void close() throws Exception {
        COMPARISON.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            my team has ten people | There are twelve people in my team now | replaces
            Functions must start with fn_ | From now on start functions with do_ | replaces
            I pay 30 euros a month for the gym | The gym costs I 30 euros monthly | same
            I swim on Tuesdays | I has stopped swimming | ends
            my team has ten people | my sister has ten people in her team | beside
            I love jazz | I live in Rome | beside
            """)
    void tellsWhatANewerStatementDoesToAnOlderOne(String older, String newer, String expected) {
        Verdict verdict = COMPARISON.compare(List.of(new Pair(older, newer))).getFirst();
        ComparisonThresholds limits = ComparisonThresholds.DEFAULTS;
        List<String> told = new ArrayList<>();
        if (verdict.replaces() >= limits.replaces()) {
            told.add("replaces");
        }
        if (verdict.same() >= limits.same()) {
            told.add("same");
        }
        if (verdict.ends() >= limits.ends()) {
            told.add("ends");
        }
        assertThat(told.isEmpty() ? List.of("beside") : told)
                .as("by the limits in force, %s", verdict)
                .containsExactly(expected);
    }

    /** Quantised networks scale activations by what they are given: a pair must not depend on others. */
    @Test
    void aPairsVerdictDependsOnNothingElse() {
        Pair pair = new Pair("I work at a bakery", "I work at the town hall these days");
        Verdict alone = COMPARISON.compare(List.of(pair)).getFirst();
        List<Verdict> many = COMPARISON.compare(Collections.nCopies(20, pair));
        assertThat(many).containsOnly(alone);
        assertThat(COMPARISON
                        .compare(List.of(new Pair("I sing", "I dance"), pair))
                        .getLast())
                .isEqualTo(alone);
    }

    @Test
    void emptyHugeAndForeignStatementsGetAVerdict() {
        List<Verdict> verdicts = COMPARISON.compare(List.of(
                new Pair("", ""),
                new Pair("I like tea. ".repeat(2_000), "I like tea"),
                new Pair("我住在上海", "我现在住在北京"),
                new Pair("🙂", "I has 3")));
        assertThat(verdicts)
                .hasSize(4)
                .allSatisfy(verdict -> assertThat(verdict.replaces() + verdict.same() + verdict.ends())
                        .isBetween(0.0, 1.0));
        assertThat(COMPARISON.compare(List.of())).isEmpty();
    }
}

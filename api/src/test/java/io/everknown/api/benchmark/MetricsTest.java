package io.everknown.api.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Offset<Double> EXACT = within(1e-4);

    /** The evidence stands in places 2 and 5, and one of it nowhere. */
    private static final List<String> RANKED = List.of("a", "X", "b", "c", "Y", "d");

    private static final Set<String> EVIDENCE = Set.of("X", "Y", "Z");

    @Test
    void recallIsTheShareOfTheEvidenceAmongTheFirst() {
        assertThat(Metrics.recall(1, RANKED, EVIDENCE)).isZero();
        assertThat(Metrics.recall(2, RANKED, EVIDENCE)).isCloseTo(1.0 / 3, EXACT);
        assertThat(Metrics.recall(4, RANKED, EVIDENCE)).isCloseTo(1.0 / 3, EXACT);
        assertThat(Metrics.recall(5, RANKED, EVIDENCE)).isCloseTo(2.0 / 3, EXACT);
        assertThat(Metrics.recall(30, RANKED, EVIDENCE)).isCloseTo(2.0 / 3, EXACT);
        assertThat(Metrics.recall(0, List.of(), EVIDENCE)).isZero();
    }

    @Test
    void anyAsksForOneOfIt() {
        assertThat(Metrics.any(1, RANKED, EVIDENCE)).isZero();
        assertThat(Metrics.any(2, RANKED, EVIDENCE)).isEqualTo(1);
        assertThat(Metrics.any(10, RANKED, Set.of("Z"))).isZero();
    }

    @Test
    void theReciprocalRankIsThatOfTheFirst() {
        assertThat(Metrics.reciprocalRank(RANKED, EVIDENCE)).isEqualTo(0.5);
        assertThat(Metrics.reciprocalRank(RANKED, Set.of("Y"))).isEqualTo(0.2);
        assertThat(Metrics.reciprocalRank(RANKED, Set.of("Z"))).isZero();
    }

    @Test
    void theNdcgCountsPlacesByTheirLogarithm() {
        // 1/log2(3) + 1/log2(6) = 0.63093 + 0.38685; of 1 + 0.63093 + 0.5 in the best order.
        assertThat(Metrics.ndcg(10, RANKED, EVIDENCE)).isCloseTo(1.01778 / 2.13093, EXACT);
        // Of the first two places, one has evidence; the best order has it in both.
        assertThat(Metrics.ndcg(2, RANKED, EVIDENCE)).isCloseTo(0.63093 / 1.63093, EXACT);
        assertThat(Metrics.ndcg(10, List.of("X", "Y", "Z"), EVIDENCE)).isCloseTo(1, EXACT);
        assertThat(Metrics.ndcg(10, List.of("a"), EVIDENCE)).isZero();
    }

    @Test
    void aQuantileIsAValueOfTheList() {
        List<Double> values = List.of(5.0, 1.0, 4.0, 2.0, 3.0, 6.0, 7.0, 8.0, 9.0, 10.0);
        assertThat(SpeedLog.quantile(values, 0.5)).isEqualTo(6);
        assertThat(SpeedLog.quantile(values, 0.95)).isEqualTo(10);
        assertThat(SpeedLog.quantile(List.of(), 0.5)).isNaN();
    }
}

package io.everknown.memory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.doubles;

import io.everknown.memory.model.ModelSignals.Signal;
import io.everknown.memory.model.SignalLog.FeedbackCount;
import io.everknown.memory.model.SignalLog.RecallCount;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ModelSignalsTest {

    private Instant now = Instant.parse("2026-11-22T08:03:10Z");
    private final Counts log = new Counts();
    private final ModelSignals signals = new ModelSignals(log, () -> now);

    @Test
    void aBucketTellsADurationToWithinNinePercent() {
        qt().withExamples(2_000)
                .forAll(doubles().between(0.011, 9_000))
                .checkAssert(millis -> assertThat(RankingTime.millis(RankingTime.bucket(millis)))
                        .isCloseTo(millis, Percentage.withPercentage(9.1)));
        assertThat(RankingTime.bucket(0)).isZero();
        assertThat(RankingTime.bucket(1e9)).isEqualTo(80);
    }

    @Test
    void eachVersionAndRouteHasSharesAndPercentilesOfItsOwn() {
        for (int i = 1; i <= 100; i++) {
            signals.recalled("a", ModelRoute.ACTIVE, i <= 50 ? 1 : 4, i % 4 == 0);
        }
        signals.recalled("b", ModelRoute.CANARY_PERCENT, 2, false);
        signals.write();
        log.feedback.add(new FeedbackCount("a", ModelRoute.ACTIVE, 20, 10, 4, 10));
        List<Signal> seen = signals.over(Duration.ofHours(1));

        assertThat(seen).extracting(Signal::version).containsExactly("a", "b");
        Signal active = seen.getFirst();
        assertThat(active.recalls()).isEqualTo(100);
        assertThat(active.degradedShare()).isEqualTo(0.25);
        assertThat(active.usedShare()).isEqualTo(0.2);
        assertThat(active.wrongShare()).isEqualTo(0.1);
        assertThat(active.meanRankOfUsed()).isEqualTo(2.5);
        assertThat(active.rerankP50()).isCloseTo(1, within(0.1));
        assertThat(active.rerankP95()).isCloseTo(4, within(0.4));
        assertThat(seen.getLast().meanRankOfUsed()).isNull();
        assertThat(seen.getLast().usedShare()).isEqualTo(0);
    }

    @Test
    void whatLiesBeforeTheWindowIsNotCounted() {
        signals.recalled("a", ModelRoute.ACTIVE, 1, false);
        signals.write();
        now = now.plus(Duration.ofHours(2));
        signals.recalled("a", ModelRoute.ACTIVE, 1, false);
        signals.write();
        assertThat(signals.over(Duration.ofHours(1)).getFirst().recalls()).isEqualTo(1);
        assertThat(signals.over(Duration.ofHours(3)).getFirst().recalls()).isEqualTo(2);
        signals.write();
        assertThat(signals.over(Duration.ofHours(3)).getFirst().recalls()).isEqualTo(2);
        now = now.plus(ModelSignals.KEPT);
        signals.write();
        assertThat(log.recalls).isEmpty();
    }

    @Test
    void ofWhatWasNeverRecalledNothingIsTold() {
        log.feedback.add(new FeedbackCount("a", ModelRoute.ACTIVE, 1, 0, 0, 0));
        assertThat(signals.over(Duration.ofHours(1)))
                .containsExactly(new Signal("a", ModelRoute.ACTIVE, 0, null, null, null, 1, 0, null, null, null));
    }

    private static final class Counts implements SignalLog {

        private final List<RecallCount> recalls = new ArrayList<>();
        private final List<FeedbackCount> feedback = new ArrayList<>();

        @Override
        public void add(List<RecallCount> counts) {
            recalls.addAll(counts);
        }

        @Override
        public List<RecallCount> recalls(Instant since) {
            return recalls.stream()
                    .filter(count -> !count.since().isBefore(since))
                    .toList();
        }

        @Override
        public List<FeedbackCount> feedback(Instant since) {
            return feedback;
        }

        @Override
        public void clean(Instant before) {
            recalls.removeIf(count -> count.since().isBefore(before));
        }
    }
}

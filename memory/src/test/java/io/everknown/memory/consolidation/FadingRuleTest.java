package io.everknown.memory.consolidation;

import static io.everknown.memory.consolidation.TestMemory.KINDS;
import static io.everknown.memory.consolidation.TestMemory.RULE;
import static io.everknown.memory.consolidation.TestMemory.START;
import static io.everknown.memory.consolidation.TestMemory.day;
import static io.everknown.memory.consolidation.TestMemory.plain;
import static io.everknown.memory.consolidation.TestMemory.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FadingRuleTest {

    private static final double FLOOR = 0.05;

    private static final FadingRule FADING = new FadingRule(
            KINDS,
            RULE,
            Map.of(
                    FactKind.INSTRUCTION, Duration.ZERO,
                    FactKind.INTEREST, Duration.ofDays(365),
                    FactKind.FACT, Duration.ofDays(180),
                    FactKind.EVENT, Duration.ofDays(90)),
            FLOOR);

    @Test
    void halfALifeLaterItIsExactlyHalf() {
        assertThat(confidence(plain().sure(0.8), 0)).isEqualTo(0.8);
        assertThat(confidence(plain().sure(0.8), 180)).isEqualTo(0.4);
        assertThat(confidence(plain().sure(0.8), 360)).isEqualTo(0.2);
        assertThat(confidence(slot("likes/jazz").sure(0.8), 365)).isEqualTo(0.4);
        assertThat(confidence(slot("reading").sure(0.8), 90)).isEqualTo(0.4);
        assertThat(confidence(plain().sure(0.8), 10_000)).isEqualTo(FLOOR);
        assertThat(confidence(plain().sure(0.01), 10_000))
                .as("below the floor already")
                .isEqualTo(0.01);
    }

    @Test
    void itFallsWithTimeAndNeverBelowTheFloor() {
        qt().forAll(
                        integers().between(1, 100),
                        integers().between(0, 5_000),
                        integers().between(0, 5_000),
                        integers().between(0, 2_000))
                .check((hundredths, first, more, life) -> {
                    double stored = hundredths / 100.0;
                    Duration halfLife = Duration.ofDays(life);
                    double sooner = FadingRule.faded(stored, Duration.ofDays(first), halfLife, FLOOR);
                    double later = FadingRule.faded(stored, Duration.ofDays(first + more), halfLife, FLOOR);
                    return sooner <= stored && later <= sooner && later >= Math.min(stored, FLOOR);
                });
    }

    @Test
    void oneHalfLifeMoreHalvesWhateverCameBefore() {
        qt().forAll(
                        integers().between(1, 100),
                        integers().between(0, 3_000),
                        integers().between(1, 2_000))
                .check((hundredths, days, life) -> {
                    double stored = hundredths / 100.0;
                    Duration age = Duration.ofDays(days);
                    Duration halfLife = Duration.ofDays(life);
                    double before = FadingRule.faded(stored, age, halfLife, 0);
                    double after = FadingRule.faded(stored, age.plus(halfLife), halfLife, 0);
                    return Math.abs(after - before / 2) < 1e-12;
                });
    }

    @Test
    void whatIsPinnedOrEssentialAndATurnDoNotFade() {
        assertThat(confidence(plain().pinned(), 10_000)).isEqualTo(0.9);
        assertThat(confidence(slot("diet"), 10_000)).isEqualTo(0.9);
        assertThat(confidence(slot("likes/jazz").times(5), 10_000)).isEqualTo(0.9);
        TestMemory turn = plain().sure(1);
        turn.type = MemoryType.TURN;
        assertThat(confidence(turn, 10_000)).isEqualTo(1);
        assertThat(confidence(slot("instruction/a").by(TrustLevel.UNTRUSTED), 10_000))
                .as("an instruction that is not essential")
                .isEqualTo(0.9);
    }

    @Test
    void ageCountsFromWhenItWasLastSaidOrUsedAndNotBeforeTheServiceKnew() {
        TestMemory imported = plain().sure(0.8);
        imported.lastRefreshedAt = day(-3_000);
        assertThat(confidence(imported, 0)).isEqualTo(0.8);
        assertThat(confidence(imported, 180)).isEqualTo(0.4);
        imported.lastRefreshedAt = day(180);
        assertThat(confidence(imported, 180)).isEqualTo(0.8);
        assertThat(confidence(imported, 100)).as("asked about before").isEqualTo(0.8);
    }

    @Test
    void whatHasEndedOrWasTakenBackFadesNoMore() {
        TestMemory ended = plain().sure(0.8);
        ended.validity = new Validity(START, day(180));
        assertThat(confidence(ended, 5_000)).isEqualTo(0.4);
        TestMemory retracted = plain().sure(0.8);
        retracted.retractedAt = day(90);
        assertThat(confidence(retracted, 5_000)).isCloseTo(0.8 / Math.sqrt(2), within(1e-12));
    }

    private static double confidence(TestMemory memory, long days) {
        return FADING.confidence(memory.get(), day(days));
    }
}

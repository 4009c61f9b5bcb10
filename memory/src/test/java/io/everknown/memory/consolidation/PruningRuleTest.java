package io.everknown.memory.consolidation;

import static io.everknown.memory.consolidation.TestMemory.KINDS;
import static io.everknown.memory.consolidation.TestMemory.RULE;
import static io.everknown.memory.consolidation.TestMemory.day;
import static io.everknown.memory.consolidation.TestMemory.plain;
import static io.everknown.memory.consolidation.TestMemory.slot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.consolidation.PruningRule.Limits;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PruningRuleTest {

    private static final FadingRule FADING = new FadingRule(
            KINDS,
            RULE,
            Map.of(
                    FactKind.PREFERENCE, Duration.ofDays(730),
                    FactKind.INTEREST, Duration.ofDays(365),
                    FactKind.FACT, Duration.ofDays(180),
                    FactKind.EVENT, Duration.ofDays(90)),
            0.05);

    private static final PruningRule PRUNING = new PruningRule(RULE, FADING);
    private static final Limits LIMITS = new Limits(0.2, Duration.ofDays(90), 2);

    @Test
    void aPlainStatementGoesWhenTheDocumentationSays() {
        // 180 days times log2(0.7 / 0.2)
        assertThat(isWeak(plain().sure(0.7), 325)).isFalse();
        assertThat(isWeak(plain().sure(0.7), 326)).isTrue();
        assertThat(isWeak(plain().sure(0.45), 210)).isFalse();
        assertThat(isWeak(plain().sure(0.45), 211)).isTrue();
        TestMemory event = plain().sure(0.7);
        event.saidAt = day(1);
        assertThat(isWeak(event, 162)).isFalse();
        assertThat(isWeak(event, 163)).isTrue();
    }

    @Test
    void allOfItMustHold() {
        TestMemory weak = plain().sure(0.1);
        assertThat(isWeak(weak, 89)).as("young").isFalse();
        assertThat(isWeak(weak, 90)).isTrue();
        assertThat(isWeak(weak.times(2), 5_000)).as("said twice").isFalse();
        assertThat(PRUNING.weak(plain().sure(0.2).get(), new Limits(0.2, Duration.ZERO, 2), day(0)))
                .as("not below")
                .isEmpty();
        TestMemory fresh = plain().sure(0.7);
        fresh.lastRefreshedAt = day(400);
        assertThat(isWeak(fresh, 500)).as("said lately").isFalse();
    }

    @Test
    void itSaysWhy() {
        assertThat(PRUNING.weak(plain().sure(0.7).get(), LIMITS, day(360)).orElseThrow())
                .satisfies(weak -> assertThat(weak.confidence()).isEqualTo(0.175))
                .extracting(PruningRule.Weak::reason)
                .isEqualTo("pruned: its confidence has faded from 0.70 to 0.18, below 0.20;"
                        + " known for 360 days, said once, never used");
    }

    @Test
    void whatIsPinnedOrEssentialNeverGoes() {
        List<String> slots = List.of("instruction/a", "name", "diet", "likes/tea", "reading", "");
        Limits anything = new Limits(1, Duration.ZERO, 1_000);
        qt().forAll(
                        integers().between(0, slots.size() - 1),
                        integers().between(1, 20),
                        integers().between(0, TrustLevel.values().length - 1),
                        integers().between(0, 20_000))
                .check((slot, sure, trust, days) -> {
                    TestMemory memory = slots.get(slot).isEmpty() ? plain() : slot(slots.get(slot));
                    memory.sure(sure / 20.0).by(TrustLevel.values()[trust]);
                    Instant now = day(days);
                    RecalledMemory asItIs = memory.get();
                    boolean goes = PRUNING.weak(asItIs, anything, now).isPresent();
                    boolean goesPinned =
                            PRUNING.weak(memory.pinned().get(), anything, now).isPresent();
                    return !goesPinned && !(goes && RULE.isEssential(asItIs));
                });
    }

    private static boolean isWeak(TestMemory memory, long days) {
        return PRUNING.weak(memory.get(), LIMITS, day(days)).isPresent();
    }
}

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
import io.everknown.memory.identity.Visibility;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EssentialRuleTest {

    @Test
    void whatTheUserSaidOnceOfThemselvesIsEssentialByItsKind() {
        assertThat(isEssential(slot("instruction/answer/language")
                        .about("Standing instructions")
                        .sure(0.8)))
                .isTrue();
        assertThat(isEssential(slot("lives_in"))).isTrue();
        assertThat(isEssential(slot("diet"))).isTrue();
        assertThat(isEssential(slot("likes/jazz"))).isFalse();
        assertThat(isEssential(slot("likes/jazz").times(4))).isFalse();
        assertThat(isEssential(slot("likes/jazz").times(5))).isTrue();
        assertThat(isEssential(plain().times(1_000))).isFalse();
        assertThat(isEssential(plain().pinned().by(TrustLevel.UNTRUSTED))).isTrue();
    }

    @Test
    void nothingOnlyAnAssistantOrAnUntrustedSourceSaidIsEssential() {
        for (TrustLevel level : new TrustLevel[] {TrustLevel.UNTRUSTED, TrustLevel.AGENT}) {
            assertThat(isEssential(slot("instruction/answer/language")
                            .by(level)
                            .times(100)
                            .sure(1)))
                    .as("%s", level)
                    .isFalse();
            assertThat(isEssential(slot("name").by(level).times(100))).isFalse();
        }
        assertThat(isEssential(slot("name").by(TrustLevel.TRUSTED_TOOL))).isTrue();
    }

    @Test
    void itIsTheTellersOwnOrTheNameOfOneOfTheirs() {
        assertThat(KINDS.of(slot("lives_in").about("MAYA").get())).isEqualTo(FactKind.IDENTITY);
        assertThat(KINDS.of(slot("lives_in").about("The user").get())).isEqualTo(FactKind.IDENTITY);
        assertThat(KINDS.of(slot("lives_in").about("u-17").get())).isEqualTo(FactKind.IDENTITY);
        assertThat(KINDS.of(slot("name").about("Maya's sister").get())).isEqualTo(FactKind.IDENTITY);
        assertThat(KINDS.of(slot("lives_in").about("Maya's sister").get())).isEqualTo(FactKind.FACT);
        assertThat(KINDS.of(slot("name").about("Anna's sister").get())).isEqualTo(FactKind.FACT);
        assertThat(KINDS.of(slot("lives_in").about("Anna").get())).isEqualTo(FactKind.FACT);
        assertThat(KINDS.of(slot("deadline/apollo").about("Apollo").get())).isEqualTo(FactKind.FACT);
    }

    @Test
    void whatIsSharedIsNobodysIdentity() {
        TestMemory home = slot("lives_in");
        home.visibility = Visibility.TEAM;
        assertThat(isEssential(home)).isFalse();
        TestMemory instruction = slot("instruction/answer/tone").about("Standing instructions");
        instruction.visibility = Visibility.GLOBAL;
        assertThat(isEssential(instruction)).isTrue();
    }

    @Test
    void aStatementDatedToBeforeItWasSaidIsAnEvent() {
        TestMemory trip = plain();
        trip.saidAt = day(3);
        assertThat(KINDS.of(trip.get())).isEqualTo(FactKind.EVENT);
        assertThat(KINDS.of(plain().get())).isEqualTo(FactKind.FACT);
        TestMemory handedIn = plain();
        handedIn.saidAt = null;
        handedIn.recordedAt = day(3);
        assertThat(KINDS.of(handedIn.get())).isEqualTo(FactKind.FACT);
        trip.type = MemoryType.SUMMARY;
        assertThat(KINDS.of(trip.get())).isEqualTo(FactKind.FACT);
    }

    @Test
    void theWeightIsTheDocumentedOne() {
        Essential home = RULE.weigh(slot("lives_in").sure(0.9).get(), START).orElseThrow();
        assertThat(home.weight()).isCloseTo(0.85 * (0.4 + 0.2 + 0.15 * 0.9) + 0.15, within(1e-9));
        assertThat(RULE.weigh(slot("lives_in").sure(0.9).get(), day(90))
                        .orElseThrow()
                        .weight())
                .isCloseTo(home.weight() - 0.075, within(1e-9));
        assertThat(home.reason()).isEqualTo("who the user is (lives_in), said once, believed as the user's own words");
        assertThat(RULE.weigh(plain().times(3).pinned().get(), START)
                        .orElseThrow()
                        .reason())
                .isEqualTo("pinned, said 3 times, believed as the user's own words");
    }

    @Test
    void instructionsComeBeforeIdentityAndThatBeforePreferences() {
        double instruction = weight(slot("instruction/answer/language")
                .about("Standing instructions")
                .sure(0.8));
        double identity = weight(slot("lives_in"));
        assertThat(instruction).isGreaterThan(identity);
        assertThat(identity).isGreaterThan(weight(slot("diet")));
        assertThat(weight(plain().pinned())).isGreaterThan(identity);
    }

    @Test
    void timeChangesTheWeightAndNeverWhetherItIsEssential() {
        qt().forAll(
                        integers().between(1, 20),
                        integers().between(0, 20),
                        integers().between(0, TrustLevel.values().length - 1),
                        integers().between(0, 4_000))
                .check((times, sure, trust, days) -> {
                    TestMemory memory = slot("likes/jazz")
                            .times(times)
                            .sure(Math.max(0.01, sure / 20.0))
                            .by(TrustLevel.values()[trust]);
                    boolean now = RULE.weigh(memory.get(), START).isPresent();
                    return RULE.weigh(memory.get(), day(days)).isPresent() == now
                            && RULE.isEssential(memory.get()) == now
                            && (!now || weight(memory, days) <= weight(memory, 0))
                            && (!now || weight(memory, days) >= 0 && weight(memory, 0) <= 1);
                });
    }

    @Test
    void itAsksForTheFamiliesThatMayBeEssential() {
        assertThat(RULE.families()).isEqualTo(Set.of("instruction", "name", "lives_in", "diet", "likes"));
    }

    private static boolean isEssential(TestMemory memory) {
        return RULE.isEssential(memory.get());
    }

    private static double weight(TestMemory memory) {
        return weight(memory, 0);
    }

    private static double weight(TestMemory memory, int days) {
        return RULE.weigh(memory.get(), day(days)).orElseThrow().weight();
    }
}

package io.everknown.memory.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.everknown.memory.decision.Salience.Kept;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;

class SalienceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Gen<Kept> memories() {
        return integers()
                .between(0, 10)
                .zip(
                        integers().between(1, 50),
                        integers().between(-10, 2_000),
                        integers().between(0, TrustLevel.values().length - 1),
                        (importance, support, days, trust) -> new Kept(
                                Ids.next(),
                                importance / 10.0,
                                support,
                                NOW.minus(Duration.ofDays(days)),
                                TrustLevel.values()[trust],
                                false));
    }

    @Test
    void liesBetweenNoughtAndOne() {
        qt().forAll(memories()).check(memory -> {
            double salience = Salience.of(memory, NOW);
            return salience >= 0 && salience <= 1;
        });
    }

    @Test
    void growsWithEachOfWhatItGoesBy() {
        qt().forAll(memories(), memories()).check((a, b) -> {
            Kept both = new Kept(
                    a.id(),
                    Math.max(a.importance(), b.importance()),
                    Math.max(a.support(), b.support()),
                    a.lastRefreshedAt().isAfter(b.lastRefreshedAt()) ? a.lastRefreshedAt() : b.lastRefreshedAt(),
                    a.trust().outranksOrEquals(b.trust()) ? a.trust() : b.trust(),
                    false);
            return Salience.of(both, NOW) >= Math.max(Salience.of(a, NOW), Salience.of(b, NOW));
        });
    }

    @Test
    void takesTheLeastOfAll() {
        qt().forAll(lists().of(memories()).ofSizeBetween(1, 30), integers().between(0, 30))
                .check((all, number) -> {
                    Set<UUID> least = new HashSet<>(Salience.least(all, number, NOW));
                    double most = all.stream()
                            .filter(memory -> least.contains(memory.id()))
                            .mapToDouble(memory -> Salience.of(memory, NOW))
                            .max()
                            .orElse(0);
                    return least.size() == Math.min(number, all.size())
                            && all.stream()
                                    .filter(memory -> !least.contains(memory.id()))
                                    .allMatch(memory -> Salience.of(memory, NOW) >= most);
                });
    }

    @Test
    void goesByWhatMattersMost() {
        Kept old = new Kept(Ids.next(), 0.5, 1, NOW.minus(Duration.ofDays(900)), TrustLevel.USER, false);
        Kept vital = new Kept(Ids.next(), 1, 1, NOW.minus(Duration.ofDays(900)), TrustLevel.USER, false);
        Kept rumour = new Kept(Ids.next(), 0.5, 1, NOW.minus(Duration.ofDays(900)), TrustLevel.UNTRUSTED, false);
        assertThat(Salience.least(List.of(vital, old, rumour), 2, NOW)).containsExactly(rumour.id(), old.id());
    }

    @Test
    void aLimitIsAtLeastOne() {
        assertThatThrownBy(() -> new MemoryLimit(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DecisionThresholds(0.75, 0.9, 0.8, 1.2, 0.5, InstructionThresholds.DEFAULTS))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new InstructionThresholds(0.5, Double.NaN, 0.75))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Succession.Reach(0.4, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}

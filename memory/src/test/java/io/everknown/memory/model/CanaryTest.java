package io.everknown.memory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CanaryTest {

    private static final int TENANTS = 20_000;

    @Test
    void aTenantThatIsInStaysInWhenTheShareGrows() {
        qt().withExamples(2_000)
                .forAll(longs().all(), integers().between(0, 100), integers().between(0, 100))
                .checkAssert((seed, one, other) -> {
                    UUID tenant = tenant(seed);
                    boolean inLess = routed(Math.min(one, other), tenant);
                    boolean inMore = routed(Math.max(one, other), tenant);
                    assertThat(inMore || !inLess).isTrue();
                });
    }

    @Test
    void nobodyIsInNoneAndEverybodyInAll() {
        qt().withExamples(2_000).forAll(longs().all()).checkAssert(seed -> {
            assertThat(routed(0, tenant(seed))).isFalse();
            assertThat(routed(100, tenant(seed))).isTrue();
        });
    }

    @Test
    void theShareOfTenantsIsNearThatOfTheCanary() {
        List<UUID> tenants =
                IntStream.range(0, TENANTS).mapToObj(CanaryTest::tenant).toList();
        for (int percent : new int[] {1, 10, 37, 50, 90, 99}) {
            long in = tenants.stream().filter(tenant -> routed(percent, tenant)).count();
            // Five standard deviations of a fair draw.
            double spread = 5 * Math.sqrt(percent / 100.0 * (1 - percent / 100.0) / TENANTS);
            assertThat((double) in / TENANTS).as(percent + " %").isCloseTo(percent / 100.0, within(spread));
        }
    }

    @Test
    void whoIsNamedIsInWhateverTheShare() {
        qt().withExamples(500).forAll(longs().all(), integers().between(0, 100)).checkAssert((seed, percent) -> {
            UUID tenant = tenant(seed);
            Canary canary = new Canary("b", percent, Set.of(tenant, tenant(seed + 1)));
            assertThat(canary.route(tenant)).isEqualTo(ModelRoute.CANARY_ALLOWLIST);
        });
    }

    @Test
    void anotherVersionIsTriedOutOnOthers() {
        long inBoth = IntStream.range(0, TENANTS)
                .mapToObj(CanaryTest::tenant)
                .filter(tenant -> Canary.place("a", tenant) < 50 && Canary.place("b", tenant) < 50)
                .count();
        assertThat((double) inBoth / TENANTS).isCloseTo(0.25, within(0.02));
    }

    @Test
    void placesStayTheSameFromReleaseToRelease() {
        UUID tenant = UUID.fromString("01a1fd05-0000-7000-8000-000000000001");
        // printf 'acan-2/01a1fd05-0000-7000-8000-000000000001' | sha256sum
        assertThat(Canary.place("acan-2", tenant)).isEqualTo(87);
    }

    @Test
    void withoutACanaryEverybodyHasTheActiveVersion() {
        ModelState state = ModelState.shipped(ModelKind.RERANKER, "a");
        qt().withExamples(200).forAll(longs().all()).checkAssert(seed -> {
            assertThat(state.route(tenant(seed))).isEqualTo(ModelRoute.ACTIVE);
            assertThat(state.version(tenant(seed))).isEqualTo("a");
        });
    }

    @Test
    void aShareIsAPercentage() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Canary("b", -1, Set.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Canary("b", 101, Set.of()));
    }

    private static boolean routed(int percent, UUID tenant) {
        ModelState state = new ModelState(ModelKind.RERANKER, "a", false, new Canary("b", percent, Set.of()), 1);
        ModelRoute route = state.route(tenant);
        assertThat(state.version(tenant)).isEqualTo(route == ModelRoute.ACTIVE ? "a" : "b");
        assertThat(route).isNotEqualTo(ModelRoute.CANARY_ALLOWLIST);
        return route == ModelRoute.CANARY_PERCENT;
    }

    private static UUID tenant(long seed) {
        Random random = new Random(seed);
        return new UUID(random.nextLong(), random.nextLong());
    }
}

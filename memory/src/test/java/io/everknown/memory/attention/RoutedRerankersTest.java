package io.everknown.memory.attention;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.attention.Rerankers.Served;
import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.ShippedModel;
import io.everknown.memory.model.TestRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutedRerankersTest {

    private static final ModelKind KIND = ModelKind.RERANKER;
    private static final ModelCard CARD = new ModelCard("none", "Apache-2.0", null, List.of());
    private static final UUID NAMED = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final TestRegistry registry = new TestRegistry();
    private final RerankerFormat format = (version, weights) -> {
        if (weights.length == 0) {
            throw new IllegalArgumentException("empty");
        }
        return new Named(version);
    };
    private final ManageModels models = new ManageModels(
            registry, List.of(new ShippedModel(KIND, "a", new byte[] {1}, CARD)), format, () -> Instant.EPOCH);
    private final RoutedRerankers rerankers =
            new RoutedRerankers(models, registry, format, new RoutedRerankers.Own("a", new Named("a")));

    @BeforeEach
    void register() {
        models.ship();
        models.register(KIND, "b", new byte[] {2}, CARD, "op");
        rerankers.refresh();
    }

    @Test
    void theOwnRerankerServesEverybodyAtFirst() {
        assertThat(rerankers.of(NAMED)).isEqualTo(new Served(new Named("a"), "a", ModelRoute.ACTIVE, false));
        assertThat(registry.reads).isZero();
    }

    @Test
    void aCanaryServesWhomItIsForFromTheNextLookOn() {
        start();
        assertThat(rerankers.of(NAMED).version()).isEqualTo("a");
        rerankers.refresh();
        assertThat(rerankers.of(NAMED)).isEqualTo(new Served(new Named("b"), "b", ModelRoute.CANARY_ALLOWLIST, false));
        assertThat(rerankers.of(OTHER)).isEqualTo(new Served(new Named("a"), "a", ModelRoute.ACTIVE, false));
        models.rollBack(KIND, "op");
        rerankers.refresh();
        assertThat(rerankers.of(NAMED).version()).isEqualTo("a");
    }

    @Test
    void aNetworkIsReadOnceAndNeverInARecall() {
        start();
        rerankers.refresh();
        models.change(KIND, 30, null, "op");
        rerankers.refresh();
        rerankers.of(NAMED);
        models.promote(KIND, false, "op");
        rerankers.refresh();
        rerankers.refresh();
        assertThat(rerankers.of(OTHER)).isEqualTo(new Served(new Named("b"), "b", ModelRoute.ACTIVE, false));
        assertThat(registry.reads).isEqualTo(1);
    }

    @Test
    void forACanaryThatCannotBeReadTheActiveVersionStandsIn() {
        registry.spoil(KIND, "b");
        start();
        rerankers.refresh();
        assertThat(rerankers.of(NAMED)).isEqualTo(new Served(new Named("a"), "a", ModelRoute.ACTIVE, true));
        assertThat(rerankers.of(OTHER).substituted()).isFalse();
    }

    @Test
    void forAnActiveVersionThatCannotBeReadThatOfTheReleaseStandsIn() {
        start();
        models.promote(KIND, false, "op");
        registry.spoil(KIND, "b");
        rerankers.refresh();
        assertThat(rerankers.of(OTHER)).isEqualTo(new Served(new Named("a"), "a", ModelRoute.ACTIVE, true));
    }

    private void start() {
        models.start(KIND, new Canary("b", 0, Set.of(NAMED)), "op");
    }

    private record Named(String name) implements Reranker {

        @Override
        public Ranking rank(CandidateList list) {
            return new Ranking(name, new double[list.candidates().size()]);
        }
    }
}

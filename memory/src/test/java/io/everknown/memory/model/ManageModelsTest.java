package io.everknown.memory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.model.ModelCard.Score;
import io.everknown.memory.model.ModelRefusedException.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManageModelsTest {

    private static final ModelKind KIND = ModelKind.RERANKER;
    private static final UUID TENANT = new UUID(1, 2);
    private static final byte[] GOOD = {1};
    private static final byte[] BAD = {};

    private final TestRegistry registry = new TestRegistry();
    private final ManageModels models = of("a");

    @BeforeEach
    void ship() {
        models.ship();
    }

    @Test
    void theReleasesOwnVersionsServeUntilSomebodyChoosesAnother() {
        assertThat(models.state(KIND)).isEqualTo(ModelState.shipped(KIND, "a"));
        models.ship();
        ManageModels next = of("a2");
        next.ship();

        assertThat(registry.versions(KIND)).extracting(ModelVersion::name).containsExactly("a", "a2");
        assertThat(next.state(KIND).active()).isEqualTo("a2");
        assertThat(registry.history(KIND, null, 9)).extracting(ModelEvent::by).containsOnly(ModelVersion.RELEASE);
    }

    @Test
    void aNewReleaseReplacesNothingThatWasPromoted() {
        register("b", 0.8);
        models.start(KIND, canary("b"), "op");
        models.promote(KIND, false, "op");
        ManageModels next = of("a2");
        next.ship();

        assertThat(next.state(KIND).active()).isEqualTo("b");
        assertThat(registry.version(KIND, "a2")).isPresent();
    }

    @Test
    void promotionMakesTheCanaryActiveAndClearsItsShareAndList() {
        register("b", 0.8);
        models.start(KIND, canary("b"), "op");
        assertThat(models.state(KIND).version(TENANT)).isEqualTo("b");
        models.promote(KIND, false, "op");

        ModelState state = models.state(KIND);
        assertThat(state.active()).isEqualTo("b");
        assertThat(state.canary()).isNull();
        assertThat(state.version(new UUID(9, 9))).isEqualTo("b");
        ModelEvent last = registry.history(KIND, null, 1).getFirst();
        assertThat(last.type()).isEqualTo(ModelEvent.Type.PROMOTED);
        assertThat(last.canary()).isEqualTo(canary("b"));
        assertThat(last.forced()).isFalse();
        assertThat(last.by()).isEqualTo("op");
    }

    @Test
    void rollingBackLeavesTheActiveVersion() {
        register("b", 0.8);
        models.start(KIND, canary("b"), "op");
        models.rollBack(KIND, "op");

        assertThat(models.state(KIND).active()).isEqualTo("a");
        assertThat(models.state(KIND).version(TENANT)).isEqualTo("a");
        assertThat(registry.history(KIND, null, 1).getFirst().type()).isEqualTo(ModelEvent.Type.ROLLED_BACK);
        models.start(KIND, canary("b"), "op");
    }

    @Test
    void whatIsBelowTheActiveVersionOnTheSameSetWantsForce() {
        register("b", 0.6);
        models.start(KIND, canary("b"), "op");
        refused(Reason.SCORE_BELOW_ACTIVE, () -> models.promote(KIND, false, "op"));
        assertThat(models.state(KIND).active()).isEqualTo("a");
        models.promote(KIND, true, "op");

        assertThat(models.state(KIND).active()).isEqualTo("b");
        assertThat(registry.history(KIND, null, 1).getFirst().forced()).isTrue();
    }

    @Test
    void scoresOnAnotherSetOrByAnotherMetricAreNoComparison() {
        ModelCard active = card(new Score("s", "r@10", 0.7));
        assertThat(card(new Score("other", "r@10", 0.1), new Score("s", "r@5", 0.1))
                        .below("a", active))
                .isEmpty();
        assertThat(card(new Score("s", "r@10", 0.7)).below("a", active)).isEmpty();
        assertThat(card(new Score("other", "r@10", 0.9), new Score("s", "r@10", 0.69))
                        .below("a", active))
                .containsExactly(new Score("s", "r@10", 0.69));
        Score own = new Score("mine", "r@10", 0.5);
        assertThat(card(own, new Score("mine", "r@10", 0.6, "b")).below("a", active))
                .isEmpty();
        assertThat(card(own, new Score("mine", "r@10", 0.6, "a")).below("a", active))
                .containsExactly(own);
        assertThat(card(own, new Score("mine", "r@10", 0.4, "a")).below("a", active))
                .isEmpty();
    }

    @Test
    void theSameVersionTwiceIsOneAndAnotherOfItsNameAConflict() {
        ModelVersion first = register("b", 0.8);
        assertThat(register("b", 0.8)).isEqualTo(first);
        refused(Reason.CONFLICT, () -> register("b", 0.9));
        refused(Reason.CONFLICT, () -> models.register(KIND, "b", new byte[] {2}, first.card(), "op"));
        refused(Reason.CONFLICT, () -> register("a", 0.9));
        refused(Reason.INVALID_WEIGHTS, () -> models.register(KIND, "c", BAD, first.card(), "op"));
        assertThat(registry.versions(KIND)).hasSize(2);
    }

    @Test
    void eachStepWantsTheStateBeforeIt() {
        register("b", 0.8);
        register("c", 0.8);
        refused(Reason.CONFLICT, () -> models.promote(KIND, true, "op"));
        refused(Reason.CONFLICT, () -> models.rollBack(KIND, "op"));
        refused(Reason.CONFLICT, () -> models.change(KIND, 5, null, "op"));
        refused(Reason.UNKNOWN_VERSION, () -> models.start(KIND, canary("nothing"), "op"));
        refused(Reason.CONFLICT, () -> models.start(KIND, canary("a"), "op"));
        models.start(KIND, canary("b"), "op");
        refused(Reason.CONFLICT, () -> models.start(KIND, canary("c"), "op"));
    }

    @Test
    void theShareAndTheListChangeEachByItself() {
        register("b", 0.8);
        models.start(KIND, canary("b"), "op");
        assertThat(models.change(KIND, 50, null, "op").canary()).isEqualTo(new Canary("b", 50, Set.of(TENANT)));
        assertThat(models.change(KIND, null, Set.of(), "op").canary()).isEqualTo(new Canary("b", 50, Set.of()));
        long revision = models.state(KIND).revision();
        models.change(KIND, 50, null, "op");
        assertThat(models.state(KIND).revision()).isEqualTo(revision);
    }

    @Test
    void ofTwoChangesAtOnceOneIsRefused() {
        register("b", 0.8);
        models.start(KIND, canary("b"), "op");
        registry.meanwhile = () -> models.promote(KIND, false, "faster");
        refused(Reason.CONFLICT, () -> models.promote(KIND, false, "op"));
        assertThat(registry.history(KIND, null, 9).stream().filter(event -> event.type() == ModelEvent.Type.PROMOTED))
                .extracting(ModelEvent::by)
                .containsExactly("faster");
    }

    @Test
    void whatServesEverybodyAtOnceCannotBeTriedOutOnSome() {
        for (ModelKind kind : List.of(ModelKind.EMBEDDING, ModelKind.SALIENCE)) {
            assertThat(models.state(kind).active()).isEqualTo("a");
            refused(Reason.NOT_ROUTABLE, () -> models.register(kind, "b", GOOD, card(), "op"));
            refused(Reason.NOT_ROUTABLE, () -> models.start(kind, canary("a"), "op"));
            refused(Reason.NOT_ROUTABLE, () -> models.change(kind, 1, null, "op"));
            refused(Reason.NOT_ROUTABLE, () -> models.promote(kind, true, "op"));
            refused(Reason.NOT_ROUTABLE, () -> models.rollBack(kind, "op"));
        }
    }

    private ManageModels of(String shipped) {
        List<ShippedModel> own = List.of(
                new ShippedModel(KIND, shipped, GOOD, card(new Score("s", "r@10", 0.7))),
                new ShippedModel(ModelKind.EMBEDDING, shipped, null, card()),
                new ShippedModel(ModelKind.SALIENCE, shipped, null, card()));
        return new ManageModels(
                registry,
                own,
                (version, weights) -> {
                    if (weights.length == 0) {
                        throw new IllegalArgumentException("empty");
                    }
                },
                () -> Instant.EPOCH);
    }

    private ModelVersion register(String name, double score) {
        return models.register(KIND, name, GOOD, card(new Score("s", "r@10", score)), "op");
    }

    private static Canary canary(String version) {
        return new Canary(version, 0, Set.of(TENANT));
    }

    private static ModelCard card(Score... scores) {
        return new ModelCard("test data", "Apache-2.0", 1L, List.of(scores));
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}

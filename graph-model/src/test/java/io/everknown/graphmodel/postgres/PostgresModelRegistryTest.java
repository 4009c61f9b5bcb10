package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.feedback.JudgedRecall;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelCard.Score;
import io.everknown.memory.model.ModelEvent;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRefusedException;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.ModelState;
import io.everknown.memory.model.ModelVersion;
import io.everknown.memory.model.ShippedModel;
import io.everknown.memory.model.SignalLog.FeedbackCount;
import io.everknown.memory.model.SignalLog.RecallCount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

/** The registry and its signals against Postgres; all tests share one registry, so each clears it. */
class PostgresModelRegistryTest {

    private static final ModelKind KIND = ModelKind.RERANKER;
    private static final byte[] WEIGHTS = {1, 0, -1};
    private static final ModelCard CARD =
            new ModelCard("own conversations", "Apache-2.0", 7L, List.of(new Score("held out", "r@10", 0.7125)));

    private static TestRecord record;

    private final ManageModels models = new ManageModels(
            record.models,
            List.of(
                    new ShippedModel(KIND, "a", WEIGHTS, CARD),
                    new ShippedModel(
                            ModelKind.SALIENCE, "s", null, new ModelCard("rule", "Apache-2.0", null, List.of()))),
            (version, weights) -> {},
            TestRecord.CLOCK);

    @BeforeAll
    static void open() {
        record = TestRecord.shared(8);
    }

    @AfterAll
    static void close() {
        clear();
        record.close();
    }

    @BeforeEach
    void ship() {
        clear();
        models.ship();
    }

    /** As the owner of the tables, since the application may remove nothing here. */
    private static void clear() {
        TestRecord.asOwner("TRUNCATE model_state, model_version, model_event, model_recall_count");
    }

    @Test
    void aVersionComesBackAsItWasKeptWithItsBytes() {
        ModelVersion kept = models.register(KIND, "b", new byte[] {4, 5}, CARD, "op");

        assertThat(record.models.version(KIND, "b")).contains(kept);
        assertThat(record.models.weights(KIND, "b"))
                .hasValueSatisfying(bytes -> assertThat(bytes).containsExactly(4, 5));
        assertThat(record.models.versions(KIND)).extracting(ModelVersion::name).containsExactly("a", "b");
        assertThat(record.models.version(ModelKind.SALIENCE, "s")).hasValueSatisfying(rule -> {
            assertThat(rule.sha256()).isNull();
            assertThat(rule.card().seed()).isNull();
            assertThat(rule.shipped()).isTrue();
        });
        assertThat(record.models.weights(ModelKind.SALIENCE, "s")).isEmpty();
        assertThat(record.models.version(ModelKind.SALIENCE, "b")).isEmpty();
        assertThat(models.register(KIND, "b", new byte[] {4, 5}, CARD, "op")).isEqualTo(kept);
    }

    @Test
    void manyProcessesThatStartAtOnceRegisterTheReleasesVersionsOnce() throws Exception {
        clear();
        inParallel(8, () -> {
            models.ship();
            return true;
        });
        assertThat(record.models.versions(KIND)).hasSize(1);
        assertThat(record.models.history(KIND, null, 99)).hasSize(1);
    }

    @Test
    void aStateComesBackAsItWasMoved() {
        assertThat(record.models.state(KIND, "z")).isEqualTo(ModelState.shipped(KIND, "z"));
        models.register(KIND, "b", WEIGHTS, CARD, "op");
        Canary canary = new Canary("b", 25, Set.of(Ids.next(), Ids.next()));
        ModelState started = models.start(KIND, canary, "op");
        assertThat(models.state(KIND)).isEqualTo(started);
        assertThat(started.canary()).isEqualTo(canary);
        ModelState promoted = models.promote(KIND, false, "op");
        assertThat(models.state(KIND)).isEqualTo(promoted);
        assertThat(record.models.state(KIND, "other").active()).isEqualTo("b");

        assertThat(record.models.history(KIND, null, 99))
                .extracting(ModelEvent::type)
                .containsExactly(
                        ModelEvent.Type.PROMOTED,
                        ModelEvent.Type.CANARY_STARTED,
                        ModelEvent.Type.REGISTERED,
                        ModelEvent.Type.REGISTERED);
        ModelEvent newest = record.models.history(KIND, null, 1).getFirst();
        assertThat(newest.canary()).isEqualTo(canary);
        assertThat(newest.active()).isEqualTo("b");
        assertThat(record.models.history(KIND, newest.id(), 1).getFirst().type())
                .isEqualTo(ModelEvent.Type.CANARY_STARTED);
    }

    @Test
    void ofPromotionsAtTheSameMomentOneSucceeds() throws Exception {
        models.register(KIND, "b", WEIGHTS, CARD, "op");
        models.start(KIND, new Canary("b", 1, Set.of()), "op");
        List<Boolean> done = inParallel(8, () -> {
            try {
                models.promote(KIND, false, "op");
                return true;
            } catch (ModelRefusedException e) {
                assertThat(e.reason()).isEqualTo(ModelRefusedException.Reason.CONFLICT);
                return false;
            }
        });
        assertThat(done).filteredOn(one -> one).hasSize(1);
        assertThat(promotions()).hasSize(1);
    }

    @Test
    void theFirstChangeOfAllIsMadeOnceToo() throws Exception {
        models.register(KIND, "b", WEIGHTS, CARD, "op");
        ModelState from = models.state(KIND);
        List<Boolean> done = inParallel(
                8,
                () -> record.models.move(
                        new ModelState(KIND, "a", false, new Canary("b", 1, Set.of()), from.revision() + 1),
                        new ModelEvent(
                                Ids.next(),
                                KIND,
                                ModelEvent.Type.CANARY_STARTED,
                                "b",
                                "a",
                                null,
                                false,
                                "op",
                                Instant.EPOCH)));
        assertThat(done).filteredOn(one -> one).hasSize(1);
        assertThat(models.state(KIND).revision()).isEqualTo(1);
        assertThat(record.models.history(KIND, null, 99)).hasSize(3);
    }

    @Test
    void theTablesRefuseWhatIsTooLargeAndTheApplicationMayChangeNoVersion() {
        assertThatExceptionOfType(DataIntegrityViolationException.class)
                .isThrownBy(() -> models.register(KIND, "big", new byte[256 * 1024 + 1], CARD, "op"));
        for (String change : List.of(
                "UPDATE model_version SET card = '{}'",
                "DELETE FROM model_version",
                "DELETE FROM model_event",
                "UPDATE service_secret SET secret = ''")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(change)
                    .isThrownBy(() -> record.transactions.callWithoutTenant(
                            sql -> sql.sql(change).update()))
                    .withStackTraceContaining("permission denied");
        }
    }

    @Test
    void processesAddUpWhatTheyCounted() throws Exception {
        Instant since = Instant.parse("2026-11-22T08:00:00Z");
        RecallCount one = new RecallCount("a", ModelRoute.ACTIVE, since, 20, 3, 1);
        RecallCount other = new RecallCount("a", ModelRoute.CANARY_PERCENT, since.plusSeconds(300), 21, 1, 0);
        inParallel(8, () -> {
            record.signals.add(List.of(other, one));
            return true;
        });
        assertThat(record.signals.recalls(since))
                .containsExactlyInAnyOrder(
                        new RecallCount("a", ModelRoute.ACTIVE, since, 20, 24, 8),
                        new RecallCount("a", ModelRoute.CANARY_PERCENT, since.plusSeconds(300), 21, 8, 0));
        assertThat(record.signals.recalls(since.plusSeconds(1))).hasSize(1);
        record.signals.clean(since.plusSeconds(1));
        assertThat(record.signals.recalls(since)).hasSize(1);
    }

    @Test
    void feedbackIsSummedOverTenantsAndNothingElseOfItIsTold() {
        String version = "judged-" + Ids.next();
        Instant at = TestRecord.CLOCK.instant();
        for (int tenant = 0; tenant < 2; tenant++) {
            MemoryScope scope = TestRecord.someone();
            List<UUID> turns = record.take(scope, "c", "tea", "rain", "cake").stream()
                    .map(turn -> turn.id())
                    .toList();
            JudgedRecall recall = new JudgedRecall(
                    Ids.next(), at, version, ModelRoute.CANARY_PERCENT, Map.of(turns.get(0), 1, turns.get(1), 4));
            List<UUID> used = turns.subList(0, 2);
            record.feedback.add(scope, feedback(used, turns.subList(2, 3), recall));
            // A second word on the same recall is no second recall.
            record.feedback.add(scope, feedback(turns.subList(2, 3), List.of(), recall));
        }
        assertThat(record.signals.feedback(at).stream()
                        .filter(count -> count.version().equals(version)))
                .containsExactly(new FeedbackCount(version, ModelRoute.CANARY_PERCENT, 2, 2, 4, 10));
        assertThat(record.signals.feedback(at.plus(1, ChronoUnit.MILLIS)).stream()
                        .filter(count -> count.version().equals(version)))
                .isEmpty();
    }

    private static NewFeedback feedback(List<UUID> used, List<UUID> wrong, JudgedRecall recall) {
        return new NewFeedback("What?", List.of(), used, wrong, null, recall, null);
    }

    private static List<ModelEvent> promotions() {
        return record.models.history(KIND, null, 99).stream()
                .filter(event -> event.type() == ModelEvent.Type.PROMOTED)
                .toList();
    }

    private static <T> List<T> inParallel(int times, Callable<T> call) throws InterruptedException, ExecutionException {
        List<T> results = new ArrayList<>();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> under = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                under.add(calls.submit(call));
            }
            for (Future<T> one : under) {
                results.add(one.get());
            }
        }
        return results;
    }
}

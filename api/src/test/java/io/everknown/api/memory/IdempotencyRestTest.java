package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Sending something again, in a row or at once, is sending it once. */
@ApiTest
class IdempotencyRestTest {

    private static final List<Map<String, Object>> TURNS =
            List.of(turn("I live in Lisbon."), turn("I work at Contoso."));

    private final Stores stores = Stores.shared();

    @Autowired
    private GraphStore graph;

    @Autowired
    private GraphOutbox outbox;

    @Autowired
    private GraphRelay relay;

    private String tenant;
    private MemoryCalls memory;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        ApiClient.User admin = api.newUser();
        tenant = admin.tenant();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "nobody").ofNewUser();
    }

    @Test
    void aRequestRepeatedWithItsKeyChangesNothing() {
        MemoryCalls keyed = memory.with("Idempotency-Key", "k-1");
        MemoryCalls.Taken first = keyed.say("c", TURNS);
        Map<String, Long> rows = stores.rows(tenant);

        MemoryCalls.Taken again = keyed.say("c", TURNS);

        assertThat(again.turnIds()).isEqualTo(first.turnIds()).doesNotHaveDuplicates();
        assertThat(again.decisions()).isEqualTo(first.decisions());
        assertThat(stores.rows(tenant)).isEqualTo(rows);
    }

    @Test
    void aKeyIsForOneRequestAlone() {
        MemoryCalls keyed = memory.with("Idempotency-Key", "k-1");
        keyed.say("c", TURNS);
        Map<String, Long> rows = stores.rows(tenant);

        keyed.process("c", List.of(turn("I live in Porto."), turn("I work at Contoso.")))
                .isProblem(409, "idempotency_conflict");
        keyed.process("c", List.of(TURNS.getFirst())).isProblem(409, "idempotency_conflict");
        keyed.process("c", List.of(TURNS.getFirst(), TURNS.getLast(), turn("Thanks!")))
                .isProblem(409, "idempotency_conflict");
        keyed.process("c", List.of(TURNS.getLast(), TURNS.getFirst())).isProblem(409, "idempotency_conflict");
        keyed.process("other", TURNS).isProblem(409, "idempotency_conflict");
        keyed.process("c", List.of(and(TURNS.getFirst(), "speaker", "Robin"), TURNS.getLast()))
                .isProblem(409, "idempotency_conflict");
        keyed.process("c", List.of(and(TURNS.getFirst(), "occurred_at", "2024-01-01T00:00:00Z"), TURNS.getLast()))
                .isProblem(409, "idempotency_conflict");
        keyed.process("c", TURNS, "scope", "team").isProblem(409, "idempotency_conflict");
        assertThat(stores.rows(tenant)).isEqualTo(rows);

        assertThat(memory.with("Idempotency-Key", "k-2").say("c", TURNS).operations())
                .containsExactly("NOOP", "NOOP");
    }

    @Test
    void aKeyOfOneUserIsFreeForAnother() {
        memory.with("Idempotency-Key", "k-1").say("c", TURNS);
        MemoryCalls other = memory.ofNewUser();

        assertThat(other.with("Idempotency-Key", "k-1")
                        .say("d", "I live in Porto.")
                        .operations())
                .containsExactly("ADD");
    }

    @Test
    void theSameMessageIsTakenOnce() {
        List<Map<String, Object>> message = List.of(and(turn("I live in Lisbon."), "source_ref", "m-1"));
        MemoryCalls.Taken first = memory.say("c", message);

        MemoryCalls.Taken again = memory.say("c", message);

        assertThat(again.turnIds()).isEqualTo(first.turnIds());
        assertThat(items(memory.list("types=turn"))).hasSize(1);
        assertThat(memory.facts(true).getFirst().path("support").asInt()).isEqualTo(1);
        assertThat(memory.say("c", List.of(message.getFirst(), message.getFirst()))
                        .turnIds())
                .containsExactly(first.turnIds().getFirst(), first.turnIds().getFirst());
        assertThat(memory.say("d", message).turnIds()).doesNotContainAnyElementsOf(first.turnIds());
    }

    @Test
    void manyAtOnceAreOne() throws Exception {
        MemoryCalls keyed = memory.with("Idempotency-Key", "k-1");

        List<MemoryCalls.Taken> all = atOnce(IntStream.range(0, 12)
                .<Callable<MemoryCalls.Taken>>mapToObj(i -> () -> keyed.say("c", TURNS))
                .toList());

        assertThat(all.stream().map(MemoryCalls.Taken::turnIds).distinct()).hasSize(1);
        assertThat(all).allSatisfy(taken -> assertThat(taken.operations()).containsExactly("ADD", "ADD"));
        assertThat(items(memory.list("types=turn"))).hasSize(2);
        assertThat(memory.facts(false)).hasSize(2);
        assertThat(items(memory.decisions("limit=200"))).hasSize(2);
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    @Test
    void theSameSaidAtOnceIsOneFact() throws Exception {
        List<MemoryCalls.Taken> all = atOnce(IntStream.range(0, 8)
                .<Callable<MemoryCalls.Taken>>mapToObj(i -> () -> memory.say("c-" + i, "I live in Lisbon."))
                .toList());

        assertThat(all.stream().flatMap(taken -> taken.operations().stream()))
                .containsOnlyOnce("ADD")
                .hasSize(8);
        assertThat(memory.facts(false)).singleElement().satisfies(fact -> {
            assertThat(fact.path("support").asInt()).isEqualTo(8);
            assertThat(fact.path("sources").size()).isEqualTo(8);
        });
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    @Test
    void differentThingsSaidAtOnceAreAllKept() throws Exception {
        List<String> pets = List.of("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse", "Hazel");

        atOnce(pets.stream()
                .<Callable<MemoryCalls.Taken>>map(pet -> () -> memory.say("c", "My neighbour " + pet + " plays chess."))
                .toList());

        assertThat(ok(memory.api().get("/v1/conversations/c/status?user_id=" + memory.user()))
                        .body())
                .hasToString("{\"turns\":8,\"pending\":0}");
        assertThat(memory.list("types=fact&limit=200").raw()).contains(pets);
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    @Test
    void aKeyThatIsNoneIsRefused() {
        memory.with("Idempotency-Key", "k".repeat(201)).process("c", TURNS).isProblem(400, "invalid_request");
        assertThat(memory.api()
                        .with("Idempotency-Key", "k".repeat(200))
                        .post(
                                MemoryCalls.PROCESS,
                                map("conversation_id", "c", "turns", TURNS, "user_id", memory.user()))
                        .status())
                .isEqualTo(200);
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> call : calls) {
                running.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
            List<T> answers = new ArrayList<>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        }
    }
}

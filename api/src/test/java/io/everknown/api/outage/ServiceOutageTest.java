package io.everknown.api.outage;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.localstack.TestStack;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service killed in the middle of a stream of turns. */
class ServiceOutageTest {

    private static final int PER_REQUEST = 4;
    private static final int BEFORE_THE_KILL = 12;
    private static final List<String> NAMES = List.of("Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse");

    @Test
    void everythingAcknowledgedIsThereAfterTheRestartAndFinished(@TempDir Path folder) {
        try (TestStack stack = TestStack.fresh();
                ServiceChild service = new ServiceChild(stack, folder)) {
            service.start();
            ApiClient.User admin = service.api().newUser();
            MemoryCalls memory = new MemoryCalls(service.api().bearer(admin.newApiKey("writer", true)), "alice");
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();

            List<CompletableFuture<Integer>> streams = IntStream.range(0, 2)
                    .mapToObj(stream -> CompletableFuture.supplyAsync(() -> stream(memory, stream, acknowledged)))
                    .toList();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> acknowledged.size() >= BEFORE_THE_KILL * PER_REQUEST);
            service.kill();
            List<Integer> cutOff = streams.stream().map(CompletableFuture::join).toList();
            service.start();

            List<String> known = new ArrayList<>();
            Stores stores = Stores.of(stack);
            stores.owner()
                    .sql("SELECT id::text FROM turn")
                    .query(String.class)
                    .list()
                    .forEach(known::add);
            assertThat(known).containsAll(acknowledged);
            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> {
                assertThat(waiting(stores)).as("turns that are not processed").isZero();
                assertThat(stores.rows(admin.tenant()).get("graph_outbox")).isZero();
            });
            assertThat(acknowledged)
                    .allSatisfy(id -> assertThat(memory.inspect(id).status()).isEqualTo(200));

            for (int stream = 0; stream < cutOff.size(); stream++) {
                send(memory, stream, cutOff.get(stream));
                JsonNode status = ok(memory.api().get("/v1/conversations/c-" + stream + "/status?user_id=alice"))
                        .body();
                assertThat(status.path("turns").asInt())
                        .as("each turn once, the one cut off included")
                        .isEqualTo((cutOff.get(stream) + 1) * PER_REQUEST);
                assertThat(status.path("pending").asInt()).isZero();
            }
            assertThat(memory.facts(false).stream()
                            .map(fact -> fact.path("text").asString()))
                    .doesNotHaveDuplicates();
            assertThat(items(memory.list("types=fact"))).isNotEmpty();
            assertThat(memory.entities().stream().map(e -> e.path("id").asString()))
                    .containsExactlyInAnyOrderElementsOf(stores.owner()
                            .sql("SELECT id::text FROM entity")
                            .query(String.class)
                            .list());
        }
    }

    /** Sends request after request until one gets no answer; gives the number of that one. */
    private static int stream(MemoryCalls memory, int stream, Queue<String> acknowledged) {
        int request = 0;
        try {
            while (true) {
                acknowledged.addAll(send(memory, stream, request).turnIds());
                request++;
            }
        } catch (UncheckedIOException e) {
            return request;
        }
    }

    private static MemoryCalls.Taken send(MemoryCalls memory, int stream, int request) {
        List<Map<String, Object>> turns = IntStream.range(0, PER_REQUEST)
                .mapToObj(n -> and(
                        turn("My friend " + NAMES.get((request + n) % NAMES.size()) + " visited "
                                + NAMES.get((request * PER_REQUEST + n) % NAMES.size()) + "town last week."),
                        "source_ref",
                        "m-" + request + "-" + n))
                .toList();
        return memory.with("Idempotency-Key", "k-" + stream + "-" + request).say("c-" + stream, turns);
    }

    private static long waiting(Stores stores) {
        return stores.owner()
                .sql("SELECT count(*) FROM turn WHERE state <> 'processed'")
                .query(Long.class)
                .single();
    }
}

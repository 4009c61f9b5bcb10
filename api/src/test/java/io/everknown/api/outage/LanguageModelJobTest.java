package io.everknown.api.outage;

import static io.everknown.api.testing.MemoryCalls.PROCESS;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.Stores;
import io.everknown.localstack.TestStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** With a language model the service accepts at once and a worker reads; what is accepted survives the worker. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LanguageModelJobTest {

    private static final String KEY = "sk-not-to-be-logged";

    @TempDir
    private static Path folder;

    private static FakeLanguageModel model;
    private static TestStack stack;
    private static ServiceChild service;
    private static ApiClient.User user;

    @BeforeAll
    static void start() {
        model = new FakeLanguageModel();
        stack = TestStack.fresh();
        service = new ServiceChild(
                stack,
                folder,
                Map.of(
                        "EVERKNOWN_LLM_PROVIDER",
                        "openai",
                        "EVERKNOWN_LLM_MODEL",
                        "fake",
                        "EVERKNOWN_LLM_BASE_URL",
                        model.address(),
                        "EVERKNOWN_LLM_API_KEY",
                        KEY,
                        "EVERKNOWN_LLM_INPUT_PRICE",
                        "2",
                        "EVERKNOWN_LLM_OUTPUT_PRICE",
                        "8",
                        "EVERKNOWN_LLM_TIMEOUT",
                        "60s",
                        "DBSCHEDULER_HEARTBEATINTERVAL",
                        "1s",
                        "EVERKNOWN_WORKER_PENDINGINTERVAL",
                        "1s"));
        service.start();
        user = service.api().newUser();
    }

    @AfterAll
    static void stop() {
        service.close();
        model.close();
        stack.close();
    }

    @Test
    @Order(1)
    void aWriteIsAcceptedAndItsJobTellsWhatBecameOfIt() {
        ApiClient.Answer accepted = send("garden", "My garden has a pear tree.", "The pear tree fails in winter.");
        assertThat(accepted.status()).as(accepted.raw()).isEqualTo(202);
        JsonNode job = ended(accepted.text("job_id"));

        assertThat(job.path("state").asString()).isEqualTo("done");
        assertThat(job.path("attempts").asInt()).isEqualTo(1);
        List<JsonNode> decisions = decisions(job);
        assertThat(decisions).extracting(d -> d.path("operation").asString()).contains("ADD");
        JsonNode first = job.at("/turns/0/decisions/0");
        assertThat(first.path("extractor").asString()).isEqualTo("openai:fake facts-1");
        assertThat(first.at("/fact/text").asString()).isEqualTo("My garden has a pear tree.");
        assertThat(job.at("/turns/1/decisions/0/extractor").asString())
                .as("the second failed")
                .isEqualTo("light-2 instead of openai:fake facts-1: failed");
        assertThat(job.at("/usage/llm_input_tokens").asInt()).isEqualTo(100);
        assertThat(job.at("/usage/llm_output_tokens").asInt()).isEqualTo(10);
        assertThat(job.at("/usage/cost_usd").asDouble()).isEqualTo(0.00028);
        assertThat(job.at("/usage/embedded_tokens").asInt()).isPositive();
        assertThat(status("garden")).isEqualTo("{\"turns\":2,\"pending\":0}");
        assertThat(accepted.raw() + service.logged()).doesNotContain(KEY);
    }

    @Test
    @Order(2)
    void theSameRequestIsTheSameJobAndStrangersSeeNone() {
        Map<String, Object> body = body("kitchen", "The kitchen is blue.");
        ApiClient retrying =
                user.api().with("Idempotency-Key", UUID.randomUUID().toString());
        String job = retrying.post(PROCESS, body).text("job_id");
        assertThat(retrying.post(PROCESS, body).text("job_id")).isEqualTo(job);
        assertThat(decisions(ended(job))).hasSize(1);
        service.api().newUser().api().get("/v1/jobs/" + job).isProblem(404, "not_found");
        user.api().get("/v1/jobs/" + UUID.randomUUID()).isProblem(404, "not_found");
        user.api().get("/v1/jobs/nonsense").isProblem(400, "invalid_type");
    }

    @Test
    @Order(3)
    void whoPrefersToWaitGetsTheDecisions() {
        ApiClient.Answer answer =
                user.api().with("Prefer", "wait=60").post(PROCESS, body("hall", "The hall has seven doors."));
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        assertThat(answer.body().at("/turns/0/decisions/0/operation").asString())
                .isEqualTo("ADD");
        assertThat(answer.body().at("/usage/llm_input_tokens").asInt()).isEqualTo(100);
        assertThat(send("hall", false, "No facts wanted.").status())
                .as("nobody is asked")
                .isEqualTo(200);
    }

    @Test
    @Order(4)
    void aWorkerThatIsKilledIsReplacedAndNothingHappensTwice() {
        String job = send(
                        "roof", "The roof was mended in May.", "It rains slowly through the roof.", "The attic is dry.")
                .text("job_id");
        String behind = send("cellar", "The cellar is damp.").text("job_id");
        await().atMost(Duration.ofSeconds(60)).until(() -> model.asked().contains("It rains slowly through the roof."));
        assertThat(status("roof")).isEqualTo("{\"turns\":3,\"pending\":2}");
        assertThat(job(behind).path("state").asString()).as("in order").isEqualTo("queued");

        service.kill();
        service.start();
        assertThat(status("roof")).as("accepted is kept").startsWith("{\"turns\":3");
        model.gate.countDown();
        JsonNode done = ended(job);

        assertThat(done.path("state").asString()).isEqualTo("done");
        assertThat(done.path("attempts").asInt()).isEqualTo(2);
        done.path("turns")
                .forEach(turn -> assertThat(turn.path("decisions").size()).isEqualTo(1));
        assertThat(model.asked().stream().filter("The roof was mended in May."::equals))
                .hasSize(1);
        assertThat(done.at("/usage/llm_input_tokens").asInt()).isEqualTo(300);
        assertThat(ended(behind).path("state").asString()).isEqualTo("done");
        assertThat(model.asked().indexOf("The cellar is damp."))
                .isGreaterThan(model.asked().lastIndexOf("The attic is dry."));
        List<String> facts = user.api()
                .get("/v1/memory?types=fact&conversation_id=roof&limit=50")
                .body()
                .path("items")
                .valueStream()
                .map(item -> item.path("text").asString())
                .toList();
        assertThat(facts)
                .containsExactlyInAnyOrder(
                        "The roof was mended in May.", "It rains slowly through the roof.", "The attic is dry.");
        assertThat(Stores.of(stack)
                        .owner()
                        .sql("SELECT count(*) FROM job WHERE state <> 'done'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private static ApiClient.Answer send(String conversation, String... contents) {
        return send(conversation, true, contents);
    }

    private static ApiClient.Answer send(String conversation, boolean extract, String... contents) {
        Map<String, Object> body = new java.util.LinkedHashMap<>(body(conversation, contents));
        body.put("extract", extract);
        return user.api().post(PROCESS, body);
    }

    private static Map<String, Object> body(String conversation, String... contents) {
        return map(
                "conversation_id",
                conversation,
                "turns",
                Arrays.stream(contents).map(content -> turn(content)).toList());
    }

    private static JsonNode ended(String job) {
        return await().atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> job(job), answer -> !answer.path("finished_at").isNull());
    }

    private static JsonNode job(String job) {
        ApiClient.Answer answer = user.api().get("/v1/jobs/" + job);
        assertThat(answer.status()).as(answer.raw()).isEqualTo(200);
        return answer.body();
    }

    private static String status(String conversation) {
        return user.api().get("/v1/conversations/" + conversation + "/status").raw();
    }

    private static List<JsonNode> decisions(JsonNode job) {
        return job.path("turns")
                .valueStream()
                .flatMap(turn -> turn.path("decisions").valueStream())
                .toList();
    }
}

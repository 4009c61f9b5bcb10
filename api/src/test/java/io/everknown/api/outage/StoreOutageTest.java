package io.everknown.api.outage;

import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.EverknownApi;
import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.localstack.TestStack;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A store killed under the running service, and back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoreOutageTest {

    private TestStack stack;
    private Stores stores;
    private ConfigurableApplicationContext service;
    private ApiClient.User admin;
    private MemoryCalls memory;

    @BeforeAll
    void start() {
        stack = TestStack.fresh();
        stores = Stores.of(stack);
        Map<String, Object> variables = new HashMap<>(stack.addresses().asEnvironment());
        variables.put("server.port", "0");
        variables.put("EVERKNOWN_WARM_UP", "1s");
        variables.put("spring.datasource.hikari.connection-timeout", "1000");
        service = new SpringApplicationBuilder(EverknownApi.class)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("own stack", variables)))
                .run();
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
        stack.close();
    }

    @BeforeEach
    void newTenant() {
        ApiClient api =
                new ApiClient("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port"));
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
    }

    @Test
    void withoutNeo4jEverythingButTheGraphGoesOnAndTheGraphCatchesUp() {
        memory.say("c", "I live in Lisbon.", "I work at Contoso.");
        String forgotten = memory.say("c", "My sister is called Ines.").factId();

        stack.killNeo4j();

        for (String said : List.of("I moved to Porto.", "I adopted a dog named Quibbly.", "Thanks!")) {
            assertThat(memory.say("d", said).turnIds()).hasSize(1);
        }
        memory.remember("Dana plays the cello.");
        ok(memory.forget(forgotten));
        ApiClient.Answer answer = memory.recall("Where does Dana live?");
        assertThat(answer.body().path("degraded").toString()).contains("\"graph\"");
        assertThat(MemoryCalls.texts(answer)).anyMatch(text -> text.contains("Porto"));
        assertThat(MemoryCalls.texts(memory.recall("Ines", "current_only", false)))
                .noneMatch(text -> text.contains("Ines"));
        assertThat(memory.value("lives_in")).isEqualTo("Porto");
        ApiClient.Answer health = ok(memory.api().get("/health/detailed"));
        assertThat(health.text("status")).isEqualTo("DEGRADED");
        assertThat(health.body().at("/components/neo4j/status").asString()).isEqualTo("DOWN");
        assertThat(health.body().at("/components/postgres/status").asString()).isEqualTo("UP");
        assertThat(health.body().at("/components/graph_outbox/details/depth").asInt())
                .isPositive();
        memory.api().get("/v1/entities?user_id=alice").isProblem(503, "store_unavailable");

        stack.startNeo4j();

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(stores.rows(admin.tenant()).get("graph_outbox"))
                        .isZero());
        // Right after an outage few calls may try the graph at once; each that comes through lets more in.
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                ok(memory.api().get("/health/detailed")).text("status"))
                        .isEqualTo("UP"));
        Stores.graphIsWhatTheRecordSays(
                service.getBean(GraphStore.class),
                service.getBean(GraphOutbox.class),
                service.getBean(GraphRelay.class),
                admin.tenant());
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(memory.recall("Where does Dana live?")
                                .body()
                                .path("degraded")
                                .size())
                        .isZero());
        assertThat(memory.entities().toString())
                .contains("Porto")
                .contains("Quibbly")
                .doesNotContain("Ines");
        assertThat(ok(memory.api().get("/health/detailed")).text("status")).isEqualTo("UP");
    }

    @Test
    void withoutPostgresNothingIsTakenAndAllIsAsBeforeWhenItIsBack() {
        String fact = memory.say("c", "I live in Lisbon.").factId();
        ApiClient signedIn = admin.api();
        Map<String, Object> message = Map.of("conversation_id", "mine", "turns", List.of(turn("I live in Oslo.")));
        Map<String, Object> question = Map.of("query", "Where does Dana live?");
        ok(signedIn.post(MemoryCalls.PROCESS, message));
        ok(signedIn.post(MemoryCalls.RECALL, question));
        Map<String, Long> rows = stores.rows(admin.tenant());

        stack.killPostgres();

        // An access token is checked without the store, so these calls come as far as the memory; a key's do not.
        assertThat(signedIn.post(MemoryCalls.RECALL, question)
                        .isProblem(503, "store_unavailable")
                        .body()
                        .has("items"))
                .isFalse();
        signedIn.post(MemoryCalls.PROCESS, message).isProblem(503, "store_unavailable");
        signedIn.get("/v1/memory?limit=1").isProblem(503, "store_unavailable");
        signedIn.get("/v1/conversations/mine/status").isProblem(503, "store_unavailable");

        memory.process("c", List.of(turn("I moved to Porto."))).isProblem(503, "store_unavailable");
        memory.inspect(fact).isProblem(503, "store_unavailable");
        memory.forget(fact).isProblem(503, "store_unavailable");
        memory.list("limit=1").isProblem(503, "store_unavailable");
        memory.api()
                .post(MemoryCalls.RECALL, Map.of("query", "Where does Dana live?", "user_id", "alice"))
                .isProblem(503, "store_unavailable");

        stack.startPostgres();

        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(memory.inspect(fact).status()).isEqualTo(200));
        assertThat(stores.rows(admin.tenant())).isEqualTo(rows);
        assertThat(memory.say("c", "I moved to Porto.").operations()).containsExactly("UPDATE");
        assertThat(memory.value("lives_in")).isEqualTo("Porto");
        assertThat(memory.recalled("Where does Dana live?")).anyMatch(text -> text.contains("Porto"));
    }
}

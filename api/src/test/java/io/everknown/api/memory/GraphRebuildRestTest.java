package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.RebuildGraph;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class GraphRebuildRestTest {

    private static final String REBUILD = "/v1/graph/rebuild";

    @Autowired
    private ApiClient api;

    @Autowired
    private GraphStore graph;

    @Test
    void anAdminHasTheGraphDrawnAnewWhileItIsAsked() {
        ApiClient.User admin = api.newUser();
        MemoryCalls memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
        memory.say("c", "I live in Lisbon.");
        memory.say("c", "My sister Anna works at Acme.");
        UUID tenant = UUID.fromString(admin.tenant());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !graph.snapshot(tenant).relationships().isEmpty());
        GraphSnapshot before = graph.snapshot(tenant);

        graph.clear(tenant);
        ApiClient.Answer asked = admin.api().post(REBUILD, map());
        assertThat(asked.status()).as(asked.raw()).isEqualTo(202);
        assertThat(memory.recallWhole("Where does my sister work?").raw()).contains("Acme");
        JsonNode done = ended(admin, asked.text("job_id"));
        assertThat(done.path("state").asString()).as(done.toString()).isEqualTo("done");
        assertThat(done.path("kind").asString()).isEqualTo("rebuild-graph");
        assertThat(done.at("/result/memories").asInt()).isGreaterThan(2);
        assertThat(done.at("/progress/done").asInt())
                .isEqualTo(done.at("/progress/total").asInt())
                .isEqualTo(done.at("/result/memories").asInt());
        assertThat(graph.snapshot(tenant)).isEqualTo(before);
    }

    @Test
    void onlyAnAdminMay() {
        ApiClient.User admin = api.newUser();
        api.bearer(admin.newApiKey("writer", true)).post(REBUILD, map()).isProblem(403, "forbidden");
        api.post(REBUILD, map()).isProblem(401, "unauthenticated");
    }

    @Test
    void aTenantHasOneAtATime() {
        assertThat(RebuildGraph.of(Ids.next()).single()).isTrue();
    }

    private static JsonNode ended(ApiClient.User admin, String job) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !ok(admin.api().get("/v1/jobs/" + job))
                        .text("finished_at")
                        .isEmpty());
        return ok(admin.api().get("/v1/jobs/" + job)).body();
    }
}

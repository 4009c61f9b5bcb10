package io.everknown.api.models;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Operators;
import io.everknown.api.testing.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class TrainRestTest {

    private static final String TRAIN = "/v1/models/reranker/train";

    private static final List<String> CITIES = List.of(
            "Lisbon", "Porto", "Braga", "Faro", "Evora", "Sintra", "Aveiro", "Coimbra", "Madrid", "Seville", "Toledo",
            "Bilbao", "Vigo", "Paris", "Lyon", "Nantes", "Rennes", "Oslo", "Bergen", "Turku", "Malmo", "Ghent");

    private final Stores stores = Stores.shared();

    @Autowired
    private ApiClient api;

    @Autowired
    private Operators operators;

    @Test
    void anOperatorsFeedbackBecomesAVersionThatServesNobodyYet() {
        ApiClient operator = operators.signIn();
        ApiClient app =
                api.bearer(operator.post("/v1/api-keys", Map.of("name", "app", "role", "writer", "act_for_users", true))
                        .text("key"));
        MemoryCalls memory = new MemoryCalls(app, "traveller").ofNewUser();
        ApiClient.Answer early = operator.post(TRAIN, Map.of());
        assertThat(early.status()).as(early.raw()).isEqualTo(202);
        assertThat(early.header("Location")).isEqualTo("/v1/jobs/" + early.text("job_id"));
        JsonNode failed = ended(operator, early);
        assertThat(failed.path("state").asString()).isEqualTo("failed");
        assertThat(failed.path("error_code").asString()).isEqualTo("too_little_feedback");

        judge(memory);
        JsonNode first = ended(operator, operator.post(TRAIN, Map.of("seed", 5)));
        assertThat(first.path("state").asString()).as(first.toString()).isEqualTo("done");
        String version = first.at("/result/version").asString();
        JsonNode registered = items(ok(operator.get("/v1/models/reranker/versions"))).stream()
                .filter(known -> known.path("version").asString().equals(version))
                .findFirst()
                .orElseThrow();

        assertThat(registered.at("/card/seed").asLong()).isEqualTo(5);
        assertThat(registered.at("/card/scores/0/value").asDouble())
                .isEqualTo(first.at("/result/r_at_10").asDouble())
                .isBetween(0.0, 1.0);
        assertThat(registered.at("/card/scores/1/of").asString()).startsWith("acan-");
        assertThat(registered.toString()).doesNotContain("Lisbon").doesNotContain(memory.user());
        assertThat(ok(operator.get("/v1/models/reranker")).body().path("canary").isNull())
                .isTrue();

        JsonNode again = ended(operator, operator.post(TRAIN, Map.of("seed", 5)));
        assertThat(weights(again.at("/result/version").asString())).hasSize(40).isEqualTo(weights(version));
    }

    @Test
    void nobodyElseTrains() {
        ApiClient.User other = api.newUser();
        other.api().post(TRAIN, Map.of()).isProblem(403, "forbidden");
        assertThat(items(ok(other.api().get("/v1/jobs?kind=train")))).isEmpty();
    }

    /** Tells of each city in a turn of its own, and says of a question for it that this turn was used. */
    private static void judge(MemoryCalls memory) {
        List<Map<String, Object>> turns = CITIES.stream()
                .map(city -> MemoryCalls.turn("Last summer I visited " + city + " and liked the harbour there."))
                .toList();
        List<String> ids = memory.say("trip", turns).turnIds();
        for (int i = 0; i < CITIES.size(); i++) {
            String question = "When was Dana in " + CITIES.get(i) + "?";
            ok(memory.api()
                    .post(
                            "/v1/memory/feedback",
                            map("query", question, "user_id", memory.user(), "used", List.of(ids.get(i)))));
        }
    }

    private static JsonNode ended(ApiClient operator, ApiClient.Answer accepted) {
        String job = "/v1/jobs/" + accepted.text("job_id");
        return await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> ok(operator.get(job)).body(),
                        shown -> List.of("done", "failed", "cancelled")
                                .contains(shown.path("state").asString()));
    }

    /** Its weights without its name. */
    private List<String> weights(String version) {
        return stores.owner()
                .sql("SELECT convert_from(weights, 'UTF8') FROM model_version WHERE kind = 'reranker' AND name = ?")
                .param(version)
                .query(String.class)
                .single()
                .lines()
                .filter(line -> !line.startsWith("version="))
                .toList();
    }
}

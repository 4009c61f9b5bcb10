package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class ReflectRestTest {

    private static final String REFLECT = "/v1/memory/reflect";
    private static final String CONSOLIDATE = "/v1/memory/consolidate";
    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");

    @Autowired
    private ApiClient api;

    private ApiClient.User admin;
    private MemoryCalls memory;

    @BeforeEach
    void register() {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "nobody").ofNewUser();
    }

    private void moves(MemoryCalls of) {
        of.say("c", MONDAY, "I live in Oslo.");
        of.say("c", MONDAY.plus(Duration.ofDays(30)), "I moved to Bergen!");
    }

    @Test
    void aChangeBecomesAnInsightThatIsReplacedAndWithdrawnWithWhatItRestsOn() {
        moves(memory);
        JsonNode insight = only(reflected(memory));
        assertThat(insight.path("text").asString())
                .isEqualTo("Dana's “lives in” has changed once: Oslo (since 10 March 2025), then Bergen"
                        + " (since 9 April 2025).");
        assertThat(insight.path("question").asString()).isEqualTo("What has changed about Dana's “lives in”?");
        assertThat(insight.path("sources")).hasSize(2);
        assertThat(shown(insight).path("type").asString()).isEqualTo("insight");
        JsonNode same = only(reflected(memory));
        assertThat(same.path("id")).as("found again, not piled up").isEqualTo(insight.path("id"));
        assertThat(same.path("fresh").asBoolean()).isFalse();

        memory.say("c", MONDAY.plus(Duration.ofDays(60)), "I moved to Tromsø!");
        JsonNode next = only(reflected(memory));
        assertThat(next.path("text").asString()).contains("has changed 2 times", "Tromsø");
        assertThat(shown(insight).path("superseded_by")).isEqualTo(next.path("id"));

        ok(memory.forget(next.at("/sources/0").asString()));
        assertThat(shown(next).path("status").asString()).isEqualTo("retracted");
        assertThat(memory.recalled("Where does Dana live?", "types", List.of("insight")))
                .isEmpty();
    }

    @Test
    void insightsTakeNothingOfTheBudgetOfWhatTheyRestOn() {
        moves(memory);
        String insight = only(reflected(memory)).path("text").asString();
        assertThat(memory.recalled("Where does Dana live?", "budget", map("max_items", 1)))
                .doesNotContain(insight);
        assertThat(memory.recalled("Where does Dana live?", "types", List.of("insight")))
                .containsExactly(insight);
    }

    @Test
    void aNightIsAJobOfTheTenantAndOfNobodyElses() {
        moves(memory);
        MemoryCalls second = memory.ofNewUser();
        moves(second);
        MemoryCalls stranger = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), memory.user());
        moves(stranger);

        ApiClient.Answer accepted = admin.api().post(CONSOLIDATE, map());
        assertThat(accepted.status()).as(accepted.raw()).isEqualTo(202);
        String id = accepted.body().path("job_id").asString();
        JsonNode done = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> ok(admin.api().get("/v1/jobs/" + id)).body(),
                        job -> job.path("state").asString().equals("done"));

        assertThat(done.at("/result/reflect").asInt()).isEqualTo(2);
        assertThat(done.at("/result/merge").asInt()).isZero();
        for (MemoryCalls one : List.of(memory, second)) {
            assertThat(ok(one.list("types=insight")).body().path("items")).hasSize(1);
        }
        assertThat(ok(stranger.list("types=insight")).body().path("items")).isEmpty();
    }

    @Test
    void onlyTheWindowAndEnoughTrustCount() {
        moves(memory);
        assertThat(reflected(memory, "window", map("from", "2020-01-01T00:00:00Z", "to", "2020-01-02T00:00:00Z")))
                .isEmpty();
        MemoryCalls other = memory.ofNewUser();
        other.remember("I live in Oslo.", "trust_level", "untrusted", "valid_from", "2025-01-01T00:00:00Z");
        other.remember("I live in Bergen.", "trust_level", "untrusted", "valid_from", "2025-02-01T00:00:00Z");
        assertThat(reflected(other)).isEmpty();
        JsonNode insight = only(reflected(other, "min_trust", "untrusted"));
        assertThat(ok(other.inspect(insight.path("id").asString()))
                        .body()
                        .at("/memory/trust_level")
                        .asString())
                .isEqualTo("untrusted");
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        reflect(memory, "window", map("from", "2025-01-02T00:00:00Z", "to", "2025-01-01T00:00:00Z"))
                .isProblem(400, "invalid_request");
        reflect(memory, "window", map("since", "2025-01-02T00:00:00Z")).isProblem(400, "unknown_field");
        reflect(memory, "scope", "team").isProblem(403, "forbidden");
        memory.api().post(CONSOLIDATE, map()).isProblem(403, "forbidden");
        admin.api().post(CONSOLIDATE, map("steps", List.of("dream"))).isProblem(400, "invalid_type");
        admin.api().post(CONSOLIDATE, map("user_id", "*")).isProblem(400, "invalid_request");
    }

    private JsonNode shown(JsonNode insight) {
        return ok(memory.inspect(insight.path("id").asString())).body().path("memory");
    }

    private static JsonNode only(JsonNode insights) {
        assertThat(insights).as(insights.toString()).hasSize(1);
        return insights.get(0);
    }

    private static JsonNode reflected(MemoryCalls of, Object... fields) {
        return ok(reflect(of, fields)).body().path("insights");
    }

    private static ApiClient.Answer reflect(MemoryCalls of, Object... fields) {
        return of.api().post(REFLECT, and(map("user_id", of.user()), fields));
    }
}

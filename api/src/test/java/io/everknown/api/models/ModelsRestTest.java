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
import io.everknown.inference.ranking.RankingNetwork;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class ModelsRestTest {

    private static final String RERANKER = "/v1/models/reranker";
    private static final String CANARY = RERANKER + "/canary";
    private static final String SHIPPED = RankingNetwork.model().name();
    private static final String WEIGHTS = Base64.getEncoder()
            .encodeToString(Objects.requireNonNull(RankingNetwork.model().weights()));
    private static final String SET =
            RankingNetwork.model().card().scores().getFirst().set();

    private final Stores stores = Stores.shared();

    @Autowired
    private ApiClient api;

    @Autowired
    private Operators operators;

    private ApiClient operator = new ApiClient("");
    private ApiClient.User ours = new ApiClient.User("", "", "", "", "", operator);
    private MemoryCalls memory = new MemoryCalls(operator, "");

    @BeforeEach
    void register() {
        operator = operators.signIn();
        ours = api.newUser();
        memory = new MemoryCalls(api.bearer(ours.newApiKey("writer", true)), "alice");
    }

    /** All other tests of this process are served by what the release ships. */
    @AfterEach
    void serveAsAtFirst() {
        operator.post(CANARY + "/rollback", Map.of());
        if (!ok(operator.get(RERANKER)).body().at("/active/version").asString().equals(SHIPPED)) {
            ok(operator.post(CANARY, Map.of("version", SHIPPED)));
            ok(operator.post(CANARY + "/promote", Map.of("force", true)));
        }
    }

    @Test
    void anybodySeesWhatServesItsTenantAndOperatorsTheRest() {
        String version = registered(0.8);
        ok(operator.post(CANARY, Map.of("version", version, "tenants", List.of(ours.tenant()))));
        JsonNode seen =
                ok(api.bearer(ours.newApiKey("reader", false)).get(RERANKER)).body();

        assertThat(seen.at("/active/version").asString()).isEqualTo(SHIPPED);
        assertThat(seen.at("/active/shipped").asBoolean()).isTrue();
        assertThat(seen.at("/active/sha256").asString()).hasSize(64);
        assertThat(seen.at("/canary/version/version").asString()).isEqualTo(version);
        assertThat(seen.at("/canary/tenants").isNull()).isTrue();
        assertThat(seen.at("/canary/version/created_by").isNull()).isTrue();
        assertThat(seen.at("/route/version").asString()).isEqualTo(version);
        assertThat(seen.at("/route/model_route").asString()).isEqualTo("canary_allowlist");
        JsonNode whole = ok(operator.get(RERANKER)).body();
        assertThat(whole.at("/canary/tenants/0").asString()).isEqualTo(ours.tenant());
        assertThat(whole.at("/route/model_route").asString()).isEqualTo("active");
        api.get(RERANKER).isProblem(401, "unauthenticated");
    }

    @Test
    void adminsOfOtherTenantsChangeAndSeeNothingOfTheOperators() {
        ApiClient admin = ours.api();
        admin.get(RERANKER + "/versions").isProblem(403, "forbidden");
        admin.get(RERANKER + "/history").isProblem(403, "forbidden");
        admin.get(RERANKER + "/signals").isProblem(403, "forbidden");
        admin.post(RERANKER + "/versions", version("mine", 0.9)).isProblem(403, "forbidden");
        admin.post(CANARY, Map.of("version", SHIPPED)).isProblem(403, "forbidden");
        admin.patch(CANARY, Map.of("rollout_percent", 5)).isProblem(403, "forbidden");
        admin.post(CANARY + "/promote", Map.of()).isProblem(403, "forbidden");
        admin.post(CANARY + "/rollback", Map.of()).isProblem(403, "forbidden");
        ApiClient writer = api.bearer(
                ok201(operator.post("/v1/api-keys", Map.of("name", "w", "role", "writer", "act_for_users", false)))
                        .text("key"));
        writer.post(CANARY, Map.of("version", SHIPPED)).isProblem(403, "forbidden");
        assertThat(ok(operator.get(RERANKER)).body().path("canary").isNull()).isTrue();
    }

    @Test
    void aCanaryServesItsTenantsUntilItIsPromotedForAll() {
        MemoryCalls others = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "bob");
        memory.say("c", "I live in Lisbon.");
        others.say("c", "I live in Porto.");
        String version = registered(0.8);
        assertThat(ranked(memory)).isEqualTo(SHIPPED + " active");
        ok(operator.post(CANARY, Map.of("version", version, "tenants", List.of(ours.tenant()))));
        assertThat(ranked(memory)).isEqualTo(version + " canary_allowlist");
        assertThat(ranked(others)).isEqualTo(SHIPPED + " active");
        ok(operator.patch(CANARY, Map.of("rollout_percent", 100, "tenants", List.of())));
        assertThat(ranked(memory)).isEqualTo(version + " canary_percent");
        assertThat(ranked(others)).isEqualTo(version + " canary_percent");

        JsonNode promoted = ok(operator.post(CANARY + "/promote", Map.of())).body();
        assertThat(promoted.at("/active/version").asString()).isEqualTo(version);
        assertThat(promoted.path("canary").isNull()).isTrue();
        assertThat(promoted.path("chosen").asBoolean()).isTrue();
        assertThat(ranked(others)).isEqualTo(version + " active");
        assertThat(types(3)).containsExactly("promoted", "canary_changed", "canary_started");
    }

    @Test
    void aRollbackLeavesTheActiveVersion() {
        memory.say("c", "I live in Lisbon.");
        ok(operator.post(CANARY, Map.of("version", registered(0.8), "rollout_percent", 100)));
        ok(operator.post(CANARY + "/rollback", Map.of()));
        assertThat(ranked(memory)).isEqualTo(SHIPPED + " active");
        assertThat(types(2)).containsExactly("rolled_back", "canary_started");
        operator.post(CANARY + "/rollback", Map.of()).isProblem(409, "model_conflict");
    }

    @Test
    void whatIsWorseThanTheActiveVersionIsPromotedByForceAlone() {
        ok(operator.post(CANARY, Map.of("version", registered(0.1), "rollout_percent", 1)));
        operator.post(CANARY + "/promote", Map.of()).isProblem(409, "score_below_active");
        operator.post(CANARY + "/promote", Map.of("force", false)).isProblem(409, "score_below_active");
        ok(operator.post(CANARY + "/promote", Map.of("force", true)));
        JsonNode event = ok(operator.get(RERANKER + "/history?limit=1")).body().at("/items/0");
        assertThat(event.path("forced").asBoolean()).isTrue();
        assertThat(event.at("/scores/0/value").asDouble()).isEqualTo(0.1);
        assertThat(event.path("rollout_percent").asInt()).isEqualTo(1);
    }

    @Test
    void aCanaryThatCannotBeReadIsStoodInForAndNamed() {
        memory.say("c", "I live in Lisbon.");
        String version = registered(0.8);
        stores.owner()
                .sql("UPDATE model_version SET weights = 'version=x' WHERE name = ?")
                .param(version)
                .update();
        ok(operator.post(CANARY, Map.of("version", version, "tenants", List.of(ours.tenant()))));
        JsonNode answer = memory.recall("Where does Dana live?").body();

        assertThat(answer.path("degraded").valueStream().map(JsonNode::asString))
                .contains("model");
        assertThat(answer.path("model_version").asString()).isEqualTo(SHIPPED);
        assertThat(answer.path("model_route").asString()).isEqualTo("active");
        assertThat(answer.path("items").isEmpty()).isFalse();
    }

    @Test
    void feedbackThatNamesItsRecallCountsForWhatRankedIt() {
        memory.say("c", "I live in Lisbon.", "I work at Acme.");
        String version = registered(0.8);
        ok(operator.post(CANARY, Map.of("version", version, "tenants", List.of(ours.tenant()))));
        JsonNode answer = memory.recall("Where does Dana live?").body();
        List<String> ids = answer.path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
        assertThat(ids).hasSizeGreaterThan(1);
        Map<String, Object> told = map(
                "query",
                "Where?",
                "user_id",
                "alice",
                "used",
                List.of(ids.get(1)),
                "wrong",
                List.of(ids.getFirst()),
                "recall_id",
                answer.path("recall_id").asString());
        ok(memory.api().post("/v1/memory/feedback", told));

        JsonNode signal = await().atMost(Duration.ofSeconds(20))
                .until(() -> signal(version), seen -> seen.path("recalls").asLong() == 1);
        assertThat(signal.path("model_route").asString()).isEqualTo("canary_allowlist");
        assertThat(signal.path("used_share").asDouble()).isEqualTo(1);
        assertThat(signal.path("wrong_share").asDouble()).isEqualTo(1);
        assertThat(signal.path("mean_rank_of_used").asDouble()).isEqualTo(2);
        assertThat(signal.path("rerank_p95_ms").asDouble()).isPositive();
        assertThat(signal.path("degraded_share").isNumber()).isTrue();
    }

    @Test
    void aRecallOfAnotherTenantCannotBeJudged() {
        memory.say("c", "I live in Lisbon.");
        String theirs = memory.recall("Where does Dana live?").text("recall_id");
        MemoryCalls others = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");
        String fact = others.say("c", "I live in Porto.").factId();
        for (String name : List.of(theirs, "x", theirs + "A")) {
            JsonNode problem = others.api()
                    .post(
                            "/v1/memory/feedback",
                            map("query", "Where?", "user_id", "alice", "used", List.of(fact), "recall_id", name))
                    .isProblem(400, "invalid_request")
                    .body();
            assertThat(problem.at("/errors/0/field").asString()).isEqualTo("recall_id");
        }
    }

    @Test
    void oneVersionOfWhatCannotBeRoutedServesEverybody() {
        for (String kind : List.of("embedding", "salience")) {
            String path = "/v1/models/" + kind;
            JsonNode seen = ok(ours.api().get(path)).body();
            assertThat(seen.path("routable").asBoolean()).isFalse();
            assertThat(seen.at("/route/version").asString())
                    .isEqualTo(seen.at("/active/version").asString())
                    .isNotBlank();
            operator.post(path + "/versions", version("v", 1)).isProblem(409, "model_not_routable");
            operator.post(path + "/canary", Map.of("version", "v")).isProblem(409, "model_not_routable");
            operator.post(path + "/canary/promote", Map.of()).isProblem(409, "model_not_routable");
            operator.post(path + "/canary/rollback", Map.of()).isProblem(409, "model_not_routable");
        }
        ours.api().get("/v1/models/oracle").isProblem(404, "not_found");
        operator.get("/v1/models/oracle/history").isProblem(404, "not_found");
    }

    @Test
    void whatIsWrongWithAVersionIsTold() {
        String path = RERANKER + "/versions";
        refused("version", MemoryCalls.and(version("v", 1), "version", "Big Name"));
        refused("weights", MemoryCalls.and(version("v", 1), "weights", " "));
        refused("weights", MemoryCalls.and(version("v", 1), "weights", "A"));
        refused("weights", MemoryCalls.and(version("v", 1), "weights", "QUFB".repeat(90_000)));
        refused("card", MemoryCalls.and(version("v", 1), "card", null));
        refused("card.licence", MemoryCalls.and(version("v", 1), "card", Map.of("data", "d", "licence", "")));
        Map<String, Object> score = Map.of("set", "s", "metric", "m", "value", 1);
        refused(
                "card.scores",
                MemoryCalls.and(
                        version("v", 1), "card", Map.of("data", "d", "licence", "l", "scores", List.of(score, score))));
        Map<String, Object> other = MemoryCalls.and(
                version("v", 1), "weights", Base64.getEncoder().encodeToString("version=v\nweight=1".getBytes()));
        operator.post(path, other).isProblem(400, "invalid_model");
        operator.post(path, version("fusion-1", 1)).isProblem(400, "invalid_model");
        operator.post(path, version(SHIPPED, 1)).isProblem(409, "model_conflict");
        operator.post(path, MemoryCalls.and(version("v", 1), "stars", 5)).isProblem(400, "unknown_field");
        assertThat(items(ok(operator.get(path))))
                .noneMatch(known -> known.path("version").asString().equals("v"));
    }

    @Test
    void whatIsWrongWithACanaryIsTold() {
        operator.post(CANARY, Map.of("version", "nothing")).isProblem(404, "not_found");
        operator.post(CANARY, Map.of("version", SHIPPED)).isProblem(409, "model_conflict");
        operator.post(CANARY, Map.of("version", SHIPPED, "rollout_percent", 101))
                .isProblem(400, "invalid_request");
        operator.post(CANARY, Map.of("version", SHIPPED, "tenants", List.of("x")))
                .isProblem(400, "invalid_type");
        operator.patch(CANARY, Map.of("rollout_percent", 5)).isProblem(409, "model_conflict");
        for (String window : List.of("soon", "30s", "31d", "-1h")) {
            operator.get(RERANKER + "/signals?window=" + window).isProblem(400, "invalid_request");
        }
        for (String window : List.of("90m", "7d", "PT36H")) {
            ok(operator.get(RERANKER + "/signals?window=" + window));
        }
    }

    private JsonNode signal(String version) {
        return items(ok(operator.get(RERANKER + "/signals?window=1h"))).stream()
                .filter(seen -> seen.path("version").asString().equals(version))
                .findFirst()
                .orElseGet(() -> tools.jackson.databind.node.MissingNode.getInstance());
    }

    private static String ranked(MemoryCalls who) {
        ApiClient.Answer answer = who.recallWhole("Where does Dana live?");
        return answer.text("model_version") + " " + answer.text("model_route");
    }

    private List<String> types(int newest) {
        return items(ok(operator.get(RERANKER + "/history?limit=" + newest))).stream()
                .map(event -> event.path("type").asString())
                .toList();
    }

    private String registered(double score) {
        String version = "v-" + UUID.randomUUID();
        ok201(operator.post(RERANKER + "/versions", version(version, score)));
        return version;
    }

    private static Map<String, Object> version(String name, double score) {
        return map(
                "version",
                name,
                "weights",
                WEIGHTS,
                "card",
                Map.of(
                        "data",
                        "conversations of our own",
                        "licence",
                        "Apache-2.0",
                        "seed",
                        7,
                        "scores",
                        List.of(Map.of("set", SET, "metric", "r@10", "value", score))));
    }

    private void refused(String field, Map<String, Object> request) {
        JsonNode problem = operator.post(RERANKER + "/versions", request)
                .isProblem(400, "invalid_request")
                .body();
        assertThat(problem.at("/errors/0/field").asString()).isEqualTo(field);
    }

    private static ApiClient.Answer ok201(ApiClient.Answer answer) {
        assertThat(answer.status()).as(answer.raw()).isEqualTo(201);
        return answer;
    }
}

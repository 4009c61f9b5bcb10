package io.everknown.api.docs;

import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The routes and meters that other programs rely on. */
@ApiTest
class ContractTest {

    @Autowired
    private ApiClient api;

    @Test
    void theDocumentListsEveryRouteOfTheContract() {
        JsonNode paths = api.get("/v3/api-docs").body().path("paths");
        Set<String> routes = new TreeSet<>();
        paths.propertyNames()
                .forEach(path -> paths.path(path)
                        .propertyNames()
                        .forEach(method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path)));

        assertThat(routes)
                .contains(
                        "POST /v1/auth/register",
                        "POST /v1/auth/login",
                        "POST /v1/api-keys",
                        "POST /v1/memory/process-turn",
                        "GET /v1/conversations/{conversation_id}/status",
                        "POST /v1/memory/remember",
                        "POST /v1/memory/recall",
                        "POST /v1/memory/feedback",
                        "GET /v1/memory/feedback/labelled",
                        "GET /v1/models/{kind}",
                        "POST /v1/models/reranker/train",
                        "GET /v1/models/{kind}/versions",
                        "POST /v1/models/{kind}/versions",
                        "GET /v1/models/{kind}/history",
                        "GET /v1/models/{kind}/signals",
                        "POST /v1/models/{kind}/canary",
                        "PATCH /v1/models/{kind}/canary",
                        "POST /v1/models/{kind}/canary/promote",
                        "POST /v1/models/{kind}/canary/rollback",
                        "GET /v1/memory",
                        "GET /v1/memory/{id}",
                        "PATCH /v1/memory/{id}",
                        "DELETE /v1/memory/{id}",
                        "DELETE /v1/memory",
                        "GET /v1/memory/decisions",
                        "POST /v1/memory/merge-duplicates",
                        "GET /v1/memory/merges",
                        "POST /v1/memory/merges/{id}/undo",
                        "POST /v1/memory/compact",
                        "POST /v1/memory/reflect",
                        "POST /v1/memory/consolidate",
                        "GET /v1/entities",
                        "GET /v1/entities/{id}/graph",
                        "GET /v1/jobs",
                        "GET /v1/jobs/{id}",
                        "GET /v1/jobs/dead-letters",
                        "GET /v1/jobs/periodic",
                        "POST /v1/graph/rebuild",
                        "POST /v1/jobs/{id}/retry",
                        "POST /v1/jobs/{id}/discard",
                        "POST /v1/jobs/{id}/cancel",
                        "GET /health",
                        "GET /health/detailed");
    }

    @Test
    void theDocumentSpellsFieldsAndValuesAsTheRoutesDo() {
        JsonNode schemas = api.get("/v3/api-docs").body().at("/components/schemas");

        assertThat(schemas.at("/ProcessTurnRequest/properties").propertyNames())
                .containsExactlyInAnyOrder("conversation_id", "turns", "user_id", "scope", "extract");
        assertThat(schemas.at("/RecallRequest/properties").propertyNames())
                .contains("query", "context", "conversation_id", "current_only", "as_of", "known_at", "min_trust");
        assertThat(schemas.at("/MemoryView/properties/type/enum").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("fact", "turn", "summary", "insight");
    }

    @Test
    void thePageForPrometheusHasTheMetersOfTheService() {
        MemoryCalls memory = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");
        memory.say("c", "I live in Lisbon.");
        memory.recallWhole("Where does Dana live?");

        String page = api.get("/actuator/prometheus").raw();

        assertThat(page)
                .contains(
                        "everknown_graph_outbox_depth",
                        "everknown_graph_relayed_total",
                        "everknown_graph_pushes_left_total",
                        "everknown_turns_finished_late_total",
                        "everknown_jobs_queued{kind=\"extract\"}",
                        "everknown_jobs_oldest_wait_seconds{kind=\"extract\"}",
                        "everknown_recall_ranking_seconds_count{role=\"active\"}",
                        "resilience4j_circuitbreaker_state");
        for (String stage : List.of("embed", "vector", "lexical", "graph", "rerank", "pack", "total")) {
            assertThat(page).contains("everknown_recall_stage_seconds_count{stage=\"" + stage + "\"}");
        }
    }

    @Test
    void healthTellsOfEachPart() {
        ApiClient.Answer health = ok(api.newUser().api().get("/health/detailed"));

        assertThat(health.text("status")).as(health.raw()).isEqualTo("UP");
        for (String part : List.of("postgres", "neo4j", "embedding", "graph_outbox")) {
            JsonNode component = health.body().path("components").path(part);
            assertThat(component.path("status").asString()).as(part).isEqualTo("UP");
            assertThat(component.path("latency_ms").asDouble()).isNotNegative();
        }
    }
}

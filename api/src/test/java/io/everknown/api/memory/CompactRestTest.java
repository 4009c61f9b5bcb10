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
class CompactRestTest {

    private static final String COMPACT = "/v1/memory/compact";
    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");

    @Autowired
    private ApiClient api;

    private MemoryCalls memory;

    @BeforeEach
    void register() {
        memory = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody").ofNewUser();
    }

    private void pottery(MemoryCalls of) {
        String[] said = {
            "I live in Oslo.",
            "My pottery kiln broke down.",
            "I sell bowls at the harbour market.",
            "The new glaze turned out too dark.",
            "My pottery teacher is called Ingrid.",
            "I moved to Bergen!",
            "My pottery studio has three wheels."
        };
        for (int day = 0; day < said.length; day++) {
            of.say("c", MONDAY.plus(Duration.ofDays(day)), said[day]);
        }
    }

    @Test
    void aSummaryFitsItsBudgetNamesItsSourcesAndReplacesTheOneBefore() {
        pottery(memory);
        JsonNode made = ok(compact(memory, "target_tokens", 60)).body();

        assertThat(made.path("tokens").asInt()).isBetween(1, 60);
        assertThat(made.path("input_tokens").asInt())
                .isGreaterThan(made.path("tokens").asInt());
        assertThat(made.path("saved_tokens").asInt())
                .isEqualTo(
                        made.path("input_tokens").asInt() - made.path("tokens").asInt());
        assertThat(made.path("text").asString()).contains("March 2025: ").doesNotContain("Oslo");
        JsonNode kept = shown(made);
        assertThat(kept.path("type").asString()).isEqualTo("summary");
        assertThat(ids(kept.path("derived_from"))).containsExactlyInAnyOrderElementsOf(ids(made.path("sources")));
        assertThat(ok(compact(memory, "target_tokens", 60)).body().path("id"))
                .as("nothing new, the same summary")
                .isEqualTo(made.path("id"));

        memory.say("c", MONDAY.plus(Duration.ofDays(9)), "I fired the pottery kiln for the first time.");
        JsonNode next = ok(compact(memory, "target_tokens", 60)).body();
        if (!next.path("text").equals(made.path("text"))) {
            assertThat(shown(made).path("superseded_by")).isEqualTo(next.path("id"));
        }
        assertThat(ok(memory.list("types=summary")).body().path("items")).hasSize(1);
    }

    @Test
    void forgettingASourceWithdrawsTheSummary() {
        pottery(memory);
        JsonNode made = ok(compact(memory, "target_tokens", 60)).body();
        ok(memory.forget(made.at("/sources/0").asString()));
        assertThat(shown(made).path("status").asString()).isEqualTo("retracted");
    }

    @Test
    void summariesAreNoEvidenceAndTakeNothingOfTheBudgetOfTheirSources() {
        pottery(memory);
        JsonNode made = ok(compact(memory, "target_tokens", 60)).body();
        JsonNode again = ok(compact(memory, "target_tokens", 200)).body();
        assertThat(ids(again.path("sources"))).doesNotContain(made.path("id").asString());
        assertThat(memory.recalled("What about the pottery?", "budget", map("max_items", 3)))
                .noneMatch(text -> text.equals(made.path("text").asString()));
        assertThat(memory.recalled("What about the pottery?", "types", List.of("summary")))
                .contains(made.path("text").asString());
    }

    @Test
    void withAKeyTheSameRequestGetsTheSameSummary() {
        pottery(memory);
        MemoryCalls keyed = memory.with("Idempotency-Key", "k-1");
        JsonNode first = ok(compact(keyed)).body();
        memory.say("c", "My pottery oven is green.");
        JsonNode second = ok(compact(keyed)).body();
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("text")).isEqualTo(first.path("text"));
        compact(keyed, "target_tokens", 50).isProblem(409, "idempotency_conflict");
    }

    @Test
    void aJobMakesItLater() {
        pottery(memory);
        ApiClient.Answer accepted = compact(memory, "async", true);
        assertThat(accepted.status()).as(accepted.raw()).isEqualTo(202);
        String id = accepted.body().path("job_id").asString();
        JsonNode done = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> ok(memory.api().get("/v1/jobs/" + id + "?user_id=" + memory.user()))
                                .body(),
                        job -> job.path("state").asString().equals("done"));
        JsonNode result = done.path("result");
        assertThat(result.path("saved_tokens").asInt()).isNotNegative();
        assertThat(ok(memory.inspect(result.path("memory_id").asString()))
                        .body()
                        .at("/memory/type")
                        .asString())
                .isEqualTo("summary");
    }

    @Test
    void withoutStoreNothingIsKeptAndOthersSeeNothing() {
        pottery(memory);
        JsonNode made =
                ok(compact(memory, "store", false, "output_type", "bullets")).body();
        assertThat(made.has("id")).isFalse();
        assertThat(made.path("text").asString().lines()).allMatch(line -> line.startsWith("- "));
        assertThat(ok(memory.list("types=summary")).body().path("items")).isEmpty();

        MemoryCalls stranger = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), memory.user());
        for (MemoryCalls other : List.of(stranger, memory.ofNewUser())) {
            JsonNode none = ok(compact(other)).body();
            assertThat(none.path("text").asString()).isEmpty();
            assertThat(none.path("sources")).isEmpty();
        }
        assertThat(ok(compact(memory, "scope", "team")).body().path("sources"))
                .as("what only one user may read is in no shared summary")
                .isEmpty();
    }

    @Test
    void untrustedFactsAreLeftOutOnDemandAndLowerTheTrustElse() {
        memory.remember("Nora's pottery kiln is broken.");
        memory.remember("Nora's pottery kiln is made of gold.", "trust_level", "untrusted");
        assertThat(shown(ok(compact(memory)).body()).path("trust_level").asString())
                .isEqualTo("untrusted");
        JsonNode trusted = ok(compact(memory, "min_trust", "user")).body();
        assertThat(trusted.path("text").asString()).doesNotContain("gold");
        assertThat(shown(trusted).path("trust_level").asString()).isEqualTo("user");
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        compact(memory, "query", " ").isProblem(400, "invalid_request");
        compact(memory, "target_tokens", 0).isProblem(400, "invalid_request");
        compact(memory, "input_max_tokens", 200_000).isProblem(400, "invalid_request");
        compact(memory, "output_type", "poem").isProblem(400, "invalid_type");
        compact(memory, "async", true, "store", false).isProblem(400, "invalid_request");
        compact(memory, "scope", "global").isProblem(403, "forbidden");
        compact(memory, "words", 5).isProblem(400, "unknown_field");
    }

    private JsonNode shown(JsonNode made) {
        return ok(memory.inspect(made.path("id").asString())).body().path("memory");
    }

    private static List<String> ids(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }

    private static ApiClient.Answer compact(MemoryCalls of, Object... fields) {
        return of.api().post(COMPACT, and(map("user_id", of.user(), "query", "What about the pottery?"), fields));
    }
}

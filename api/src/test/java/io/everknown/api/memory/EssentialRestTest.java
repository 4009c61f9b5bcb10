package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.memory.consolidation.Weighing;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class EssentialRestTest {

    @Autowired
    private ApiClient api;

    @Autowired
    private Weighing weighing;

    private ApiClient.User admin;
    private MemoryCalls memory;

    @BeforeEach
    void register() {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
    }

    @Test
    void instructionsAndWhoTheUserIsComeFirstWithTheirReasons() {
        memory.say(
                "c",
                "I live in Lisbon.",
                "We watched a film on the beach yesterday.",
                "I like jazz.",
                "I am a vegetarian.",
                "Always answer in French.");

        ApiClient.Answer answer = essential("");
        List<JsonNode> items = items(answer);

        assertThat(items)
                .extracting(item -> item.path("kind").asString())
                .containsExactly("instruction", "identity", "preference");
        JsonNode home = items.get(1);
        assertThat(home.path("text").asString()).contains("Lisbon");
        assertThat(home.path("type").asString()).isEqualTo("fact");
        assertThat(home.path("reason").asString())
                .isEqualTo("who the user is (lives_in), said once, believed as the user's own words");
        assertThat(home.path("weight").asDouble()).isBetween(0.7, 0.8);
        assertThat(home.path("sources").path(0).path("speaker").asString()).isEqualTo("Dana");
        assertThat(items)
                .extracting(item -> item.path("weight").asDouble())
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(answer.text("context").lines())
                .hasSize(3)
                .element(1)
                .asString()
                .contains("Lisbon");
        assertThat(answer.body().path("total_tokens").asInt())
                .isEqualTo(items.stream()
                        .mapToInt(item -> item.path("tokens").asInt())
                        .sum());
    }

    @Test
    void itKeepsWithinTheBudget() {
        memory.say("c", "I live in Lisbon.", "I am a vegetarian.", "Always answer in French.");
        int all = essential("").body().path("total_tokens").asInt();
        ApiClient.Answer less = essential("&max_tokens=" + (all - 1));
        assertThat(less.body().path("total_tokens").asInt()).isLessThan(all);
        assertThat(items(less)).hasSize(2);
        assertThat(items(essential("&max_tokens=" + all))).hasSize(3);
        assertThat(items(essential("&max_tokens=1"))).isEmpty();
        for (String wrong : List.of("max_tokens=0", "max_tokens=100001")) {
            get("&" + wrong).isProblem(400, "invalid_request");
        }
        get("&max_tokens=few").isProblem(400, "invalid_type");
        get("&scope=everyone").isProblem(400, "invalid_type");
    }

    @Test
    void everyChangeShowsInTheVeryNextAnswer() {
        String lisbon = memory.say("c", "I live in Lisbon.").factId();
        assertThat(texts(essential(""))).containsExactly("Dana lives in Lisbon.");
        String porto = memory.say("c", "I moved to Porto.").factId();
        assertThat(ids()).containsExactly(porto).doesNotContain(lisbon);
        ok(memory.patch(porto, map("archived", true)));
        assertThat(ids()).isEmpty();
        ok(memory.patch(porto, map("archived", false)));
        assertThat(ids()).containsExactly(porto);
        ok(memory.patch(porto, map("expires_at", "2026-01-01T00:00:00Z")));
        assertThat(ids()).isEmpty();
        ok(memory.patch(porto, map("expires_at", "2900-01-01T00:00:00Z")));
        assertThat(ids()).containsExactly(porto);
        ok(memory.forget(porto));
        assertThat(ids()).doesNotContain(porto);

        String diet = memory.say("c", "I am a vegetarian.").factId();
        assertThat(ids()).contains(diet);
        memory.say("c", "Forget that I am a vegetarian.");
        assertThat(ids()).doesNotContain(diet);
    }

    @Test
    void aPinMakesAnythingEssentialAndGoesOnToItsCorrection() {
        String fact = memory.remember("The garage code is 4711.")
                .path("fact")
                .path("id")
                .asString();
        assertThat(ids()).doesNotContain(fact);
        JsonNode pinned = ok(memory.patch(fact, map("pinned", true))).body();
        assertThat(pinned.path("pinned").asBoolean()).isTrue();
        assertThat(items(essential("")).getFirst().path("reason").asString()).startsWith("pinned");
        JsonNode inspected = ok(memory.inspect(fact)).body();
        assertThat(inspected.path("memory").path("pinned").asBoolean()).isTrue();
        assertThat(inspected.path("essential").path("reason").asString()).startsWith("pinned");

        String corrected =
                ok(memory.patch(fact, map("text", "The garage code is 4712."))).text("id");
        assertThat(ids()).containsExactly(corrected);
        ok(memory.patch(corrected, map("pinned", false)));
        assertThat(ids()).isEmpty();
        assertThat(ok(memory.inspect(corrected)).body().path("essential").isNull())
                .isTrue();
        memory.patch(corrected, map("pinned", "yes")).isProblem(400, "invalid_type");
    }

    @Test
    void theWorkersWeighingIsKeptWithItsReason() {
        String home = memory.say("c", "I live in Lisbon.").factId();
        JsonNode before = ok(memory.inspect(home)).body().path("essential");
        assertThat(before.path("since").isNull()).isTrue();
        Instant then = Instant.now();
        weighing.run();
        JsonNode first = ok(memory.inspect(home)).body().path("essential");
        weighing.run();
        JsonNode second = ok(memory.inspect(home)).body().path("essential");

        assertThat(first.path("reason")).isEqualTo(before.path("reason"));
        assertThat(Instant.parse(first.path("since").asString())).isAfterOrEqualTo(then);
        assertThat(second.path("since")).isEqualTo(first.path("since"));
        assertThat(Instant.parse(second.path("weighed_at").asString()))
                .isAfter(Instant.parse(first.path("weighed_at").asString()));
    }

    @Test
    void onlyWhatTheAskerMaySeeIsInIt() {
        memory.say("c", "I live in Lisbon.");
        ok(admin.api()
                .post(
                        "/v1/memory/remember",
                        map(
                                "items",
                                List.of(map("type", "fact", "text", "Always answer in French.")),
                                "scope",
                                "global")));
        MemoryCalls bob = memory.of("bob");
        bob.say("c", "I live in Bergen.");
        MemoryCalls stranger = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");

        assertThat(texts(essential(""))).hasSize(2).anyMatch(text -> text.contains("Lisbon"));
        assertThat(texts(essential("&scope=private"))).containsExactly("Dana lives in Lisbon.");
        assertThat(texts(essential("&scope=global"))).containsExactly("Always answer in French.");
        assertThat(essential("&scope=team").text("context")).isEmpty();
        assertThat(texts(ok(bob.api().get("/v1/memory/essential?user_id=bob"))))
                .hasSize(2)
                .noneMatch(text -> text.contains("Lisbon"));
        assertThat(texts(ok(stranger.api().get("/v1/memory/essential?user_id=alice"))))
                .isEmpty();
        String home = items(essential("&scope=private")).getFirst().path("id").asString();
        bob.patch(home, map("pinned", true)).isProblem(404, "not_found");
        stranger.patch(home, map("pinned", true)).isProblem(404, "not_found");
        api.bearer(admin.newApiKey("reader", false))
                .get("/v1/memory/essential?user_id=alice")
                .isProblem(403, "forbidden");
        String shared = items(essential("&scope=global")).getFirst().path("id").asString();
        memory.patch(shared, map("pinned", true)).isProblem(403, "forbidden");
    }

    private List<String> ids() {
        return items(essential("")).stream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private ApiClient.Answer essential(String parameters) {
        return ok(get(parameters));
    }

    private ApiClient.Answer get(String parameters) {
        return memory.api().get("/v1/memory/essential?user_id=alice" + parameters);
    }
}

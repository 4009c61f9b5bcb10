package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Summaries and insights follow what they rest on. */
@ApiTest
class DerivedRestTest {

    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");

    private MemoryCalls memory;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        memory = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody").ofNewUser();
    }

    @Test
    void forgettingWithdrawsInACascade() {
        String fact = id(memory.remember("Nora collects teapots."));
        String summary = id(memory.remember("Nora is a collector.", "type", "summary", "derived_from", List.of(fact)));
        String insight =
                id(memory.remember("A teapot would please her.", "type", "insight", "derived_from", List.of(summary)));
        assertThat(shown(insight).at("/derived_from/0").asString()).isEqualTo(summary);

        JsonNode forgotten = ok(memory.forget(fact)).body();

        assertThat(forgotten.path("withdrawn").valueStream().map(JsonNode::asString))
                .containsExactly(summary, insight);
        assertThat(shown(summary).path("status").asString()).isEqualTo("retracted");
        assertThat(shown(summary).path("derived_from")).isEmpty();
        assertThat(reason(summary)).isEqualTo("withdrawn: what it rests on was forgotten");
        assertThat(reason(insight)).isEqualTo("withdrawn: what it rests on was taken back");
        assertThat(memory.recalled("teapot collector")).isEmpty();
    }

    @Test
    void whatIsSupersededLeavesItStale() {
        String home = memory.say("c", MONDAY, "I live in Oslo.")
                .decision()
                .at("/fact/id")
                .asString();
        String summary =
                id(memory.remember("Dana is at home in Norway.", "type", "summary", "derived_from", List.of(home)));
        assertThat(shown(summary).path("stale_since").isNull()).isTrue();

        memory.say("c", MONDAY.plusSeconds(86_400), "I moved to Rome.");

        assertThat(shown(summary).path("stale_since").isNull()).isFalse();
        assertThat(shown(summary).path("status").asString()).isEqualTo("current");
        assertThat(reason(summary)).startsWith("stale: ");
        ApiClient.Answer answer = memory.recallWhole("Where is Dana at home?", "types", List.of("summary"));
        assertThat(items(answer))
                .singleElement()
                .satisfies(item -> assertThat(item.path("stale_since").isNull()).isFalse());
        assertThat(answer.body().path("context").asString()).contains("(stale: what it rests on has changed)");

        memory.remember("Dana is at home in Norway.", "type", "summary", "derived_from", List.of(home));
        assertThat(shown(summary).path("stale_since").isNull())
                .as("derived anew")
                .isTrue();
    }

    @Test
    void takingBackWithdraws() {
        String home = memory.say("c", MONDAY, "I live in Oslo.")
                .decision()
                .at("/fact/id")
                .asString();
        String summary =
                id(memory.remember("Dana is at home in Norway.", "type", "summary", "derived_from", List.of(home)));
        memory.say("c", MONDAY.plusSeconds(60), "Forget that I live in Oslo.");
        assertThat(shown(summary).path("status").asString()).isEqualTo("retracted");
    }

    @Test
    void restsOnWhatIsThereAlone() {
        String fact = id(memory.remember("Nora collects teapots."));
        assertThat(refused(memory, "fact", fact)).isEqualTo("items[0].derived_from");
        assertThat(refused(memory.ofNewUser(), "summary", fact)).isEqualTo("items[0].derived_from");
        assertThat(refused(memory, "summary", "01a1fcfc-0000-7000-8000-000000000000"))
                .isEqualTo("items[0].derived_from");
        assertThat(memory.facts(false)).as("nothing was kept").hasSize(1);
    }

    @Test
    void archivedByHandIsOutOfRecallAndComesBack() {
        String fact = id(memory.remember("Nora collects teapots."));
        JsonNode archived = ok(memory.patch(fact, map("archived", true))).body();
        assertThat(archived.path("status").asString()).isEqualTo("archived");
        assertThat(memory.recalled("teapots")).isEmpty();
        assertThat(memory.facts(true))
                .singleElement()
                .satisfies(one -> assertThat(one.path("status").asString()).isEqualTo("archived"));

        ok(memory.patch(fact, map("archived", false)));
        assertThat(memory.recalled("teapots")).containsExactly("Nora collects teapots.");
    }

    private static String refused(MemoryCalls by, String type, String origin) {
        ApiClient.Answer answer = by.api()
                .post(
                        MemoryCalls.REMEMBER,
                        map(
                                "user_id",
                                by.user(),
                                "items",
                                List.of(map("type", type, "text", "A summary.", "derived_from", List.of(origin)))));
        assertThat(answer.status()).isEqualTo(400);
        return answer.body().at("/errors/0/field").asString();
    }

    private JsonNode shown(String id) {
        return ok(memory.inspect(id)).body().path("memory");
    }

    private String reason(String id) {
        return ok(memory.inspect(id)).body().at("/decisions/0/reason").asString();
    }

    private static String id(JsonNode decision) {
        return decision.at("/fact/id").asString();
    }
}

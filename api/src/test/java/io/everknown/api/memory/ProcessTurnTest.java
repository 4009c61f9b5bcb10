package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessTurnTest {

    private static final Instant MONDAY = Instant.parse("2025-03-03T09:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2025-03-07T09:00:00Z");

    private MemoryCalls application;
    private MemoryCalls memory;

    @BeforeAll
    void register(@Autowired ApiClient api) {
        application = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody");
    }

    @BeforeEach
    void newUser() {
        memory = application.ofNewUser();
    }

    @Test
    void aFirstValueIsAddedWithAllThatBelongsToIt() {
        MemoryCalls.Taken taken = memory.say("c", List.of(and(turn("I live in Lisbon.", MONDAY), "source_ref", "m-1")));

        assertThat(taken.answer().body().at("/turns/0/source_ref").asString()).isEqualTo("m-1");
        JsonNode decision = taken.decision();
        assertThat(decision.path("operation").asString()).isEqualTo("ADD");
        assertThat(decision.path("reason").asString()).isNotBlank();
        assertThat(decision.path("confidence").asDouble()).isGreaterThan(0).isLessThanOrEqualTo(1);
        assertThat(decision.path("target_id").isNull()).isTrue();
        JsonNode fact = decision.path("fact");
        assertThat(fact.path("text").asString()).contains("Dana").contains("Lisbon");
        assertThat(fact.path("slot").asString()).isEqualTo("lives_in");
        assertThat(fact.path("value").asString()).isEqualTo("Lisbon");
        assertThat(fact.path("entities").valueStream().map(e -> e.path("name").asString()))
                .contains("Dana", "Lisbon");
        assertThat(fact.at("/relations/0/subject").asString()).isEqualTo("Dana");
        assertThat(fact.at("/relations/0/type").asString()).isEqualTo("lives_in");
        assertThat(fact.at("/relations/0/object").asString()).isEqualTo("Lisbon");
        JsonNode usage = taken.answer().body().path("usage");
        assertThat(usage.propertyNames())
                .containsExactlyInAnyOrder("llm_input_tokens", "llm_output_tokens", "embedded_tokens", "cost_usd");
        assertThat(usage.path("embedded_tokens").asInt()).isPositive();
        assertThat(usage.path("llm_input_tokens").asInt()).isZero();
    }

    @Test
    void aMoveIsAnUpdateThatSupersedes() {
        String old = memory.say("c", MONDAY, "I live in Lisbon.").factId();

        JsonNode moved = memory.say("c", FRIDAY, "I moved to Porto.").decision();

        assertThat(moved.path("operation").asString()).isEqualTo("UPDATE");
        assertThat(moved.path("target_id").asString()).isEqualTo(old);
        assertThat(moved.path("reason").asString()).contains("Lisbon").contains("Porto");
        assertThat(memory.value("lives_in")).isEqualTo("Porto");
        JsonNode before = memory.inspect(old).body().path("memory");
        assertThat(before.path("valid_to").asString()).isEqualTo(FRIDAY.toString());
        assertThat(before.path("superseded_by").asString())
                .isEqualTo(moved.path("fact").path("id").asString());
    }

    @Test
    void theSameAgainIsNoNewFact() {
        String known = memory.say("c", "I live in Lisbon.").factId();

        JsonNode again = memory.say("c", "I live in Lisbon!").decision();

        assertThat(again.path("operation").asString()).isEqualTo("NOOP");
        assertThat(again.path("target_id").asString()).isEqualTo(known);
        assertThat(again.path("reason").asString()).contains("before");
        assertThat(memory.facts(false)).hasSize(1);
        assertThat(memory.facts(true).getFirst().path("support").asInt()).isEqualTo(2);
        assertThat(memory.facts(true).getFirst().path("sources").size()).isEqualTo(2);
    }

    @Test
    void chitChatIsKeptAsATurnAlone() {
        MemoryCalls.Taken taken = memory.say("c", "Hello!", "Thanks a lot!", "Good luck!");

        assertThat(taken.operations()).isNotEmpty().containsOnly("NOOP");
        assertThat(taken.decisions()).allSatisfy(decision -> {
            assertThat(decision.path("reason").asString()).isNotBlank();
            assertThat(decision.path("fact").path("id").isNull()).isTrue();
        });
        assertThat(memory.facts(false)).isEmpty();
        assertThat(items(memory.list("types=turn"))).hasSize(3);
    }

    @Test
    void whatIsTakenBackIsDeletedAndNoLongerRecalled() {
        String fact = memory.say("c", MONDAY, "I work at Contoso.").factId();

        JsonNode back =
                memory.say("c", FRIDAY, "Forget what I said about Contoso.").decision();

        assertThat(back.path("operation").asString()).isEqualTo("DELETE");
        assertThat(back.path("target_id").asString()).isEqualTo(fact);
        assertThat(back.path("reason").asString()).isNotBlank();
        assertThat(memory.facts(true)).isEmpty();
        assertThat(memory.recalled("Where does Dana work?", "types", List.of("fact")))
                .isEmpty();
        assertThat(memory.inspect(fact).body().at("/memory/retracted_at").asString())
                .isNotBlank();
    }

    @Test
    void whatIsTakenBackByItsTopicHasEveryWordOfIt() {
        String red = memory.remember("Dana keeps a red bicycle in the cellar.")
                .at("/fact/id")
                .asString();
        String blue = memory.remember("Dana keeps a blue bicycle at the office.")
                .at("/fact/id")
                .asString();

        JsonNode back =
                memory.say("c", "Forget what I said about the red bicycle.").decision();

        assertThat(back.path("operation").asString()).isEqualTo("DELETE");
        assertThat(back.path("target_id").asString()).isEqualTo(red);
        assertThat(ids(memory.facts(true))).containsExactly(blue);
    }

    @Test
    void aTopicOfWhichOnlySomeWordsAreKnownTakesNothingBack() {
        String red = memory.remember("Dana keeps a red bicycle in the cellar.")
                .at("/fact/id")
                .asString();
        String piano = memory.remember("Dana bought a green piano at an auction.")
                .at("/fact/id")
                .asString();

        JsonNode back =
                memory.say("c", "Forget what I said about the green bicycle.").decision();

        assertThat(back.path("operation").asString()).isEqualTo("NOOP");
        assertThat(ids(memory.facts(true))).containsExactlyInAnyOrder(red, piano);
    }

    @Test
    void whatHasEndedIsClosedAndWasTrueBefore() {
        String fact = memory.say("c", MONDAY, "I work at Contoso.").factId();

        JsonNode ended = memory.say("c", FRIDAY, "I no longer work at Contoso.").decision();

        assertThat(ended.path("operation").asString()).isEqualTo("DELETE");
        assertThat(ended.path("target_id").asString()).isEqualTo(fact);
        assertThat(memory.facts(true)).isEmpty();
        assertThat(memory.recalled(
                        "Where does Dana work?",
                        "types",
                        List.of("fact"),
                        "as_of",
                        MONDAY.plusSeconds(3600).toString()))
                .singleElement()
                .asString()
                .contains("Contoso");
    }

    @Test
    void oneRequestDecidesEachTurnInSightOfThoseBefore() {
        MemoryCalls.Taken taken = memory.say("c", "I live in Lisbon.", "I live in Lisbon.", "I moved to Porto.");

        assertThat(taken.operations()).containsExactly("ADD", "NOOP", "UPDATE");
        assertThat(memory.value("lives_in")).isEqualTo("Porto");
    }

    @Test
    void allOfALongRequestIsInTheGraphWhenItIsAnswered() {
        List<Map<String, Object>> turns = IntStream.range(0, 35)
                .mapToObj(i -> turn(
                        "I live in " + List.of("Lisbon", "Bergen", "Graz").get(i % 3) + ".", MONDAY.plusSeconds(i)))
                .toList();
        MemoryCalls.Taken taken = memory.say("c", turns);
        assertThat(taken.turnIds()).hasSize(35);
        long waiting = Stores.shared()
                .owner()
                .sql("SELECT count(*) FROM graph_outbox WHERE user_id = ?")
                .param(memory.user())
                .query(Long.class)
                .single();
        assertThat(waiting).isZero();
        assertThat(memory.entities().toString()).contains("Lisbon", "Bergen", "Graz");
    }

    @Test
    void turnsAreStoredWithoutFactsWhereNoneAreWanted() {
        ok(memory.process("c", List.of(turn("I live in Lisbon.")), "extract", false));

        assertThat(memory.facts(false)).isEmpty();
        assertThat(memory.recalled("Lisbon")).singleElement().asString().contains("I live in Lisbon.");
        assertThat(status("c").path("pending").asInt()).isZero();
    }

    @Test
    void aConversationTellsHowFarItIs() {
        memory.say("c-1", "I live in Lisbon.", "Thanks!");

        assertThat(status("c-1").path("turns").asInt()).isEqualTo(2);
        assertThat(status("c-1").path("pending").asInt()).isZero();
        memory.api()
                .get("/v1/conversations/none/status?user_id=" + memory.user())
                .isProblem(404, "not_found");
        MemoryCalls other = application.ofNewUser();
        other.api().get("/v1/conversations/c-1/status?user_id=" + other.user()).isProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "team/room",
                "https://chat.example.org/rooms/7?thread=2#last",
                "../../health",
                "a//b",
                "100%2F",
                "a;b=c",
                "a\\b",
                "two words+plus",
                ".hidden",
                "...",
                "line\nbreak",
                "Gespräch ☕ 会话"
            })
    void aConversationMayBeCalledAnything(String id) {
        memory.say(id, "I live in Lisbon.", "Thanks!");

        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(status(encoded).path("turns").asInt()).isEqualTo(2);
        memory.api()
                .get("/v1/conversations/" + encoded + "x/status?user_id=" + memory.user())
                .isProblem(404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void aNameThatNoPathCanHoldIsRefused(String id) {
        assertThat(memory.process(id, List.of(turn("I live in Lisbon.")))
                        .isProblem(400, "invalid_request")
                        .body()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("conversation_id");
        assertThat(memory.facts(false)).isEmpty();
    }

    @Test
    void decisionsAreListedNewestFirstPageByPage() {
        memory.say("c", "I live in Lisbon.", "I work at Contoso.", "Thanks!", "I moved to Porto.");
        memory.say("c", "I live in Porto.");

        List<String> whole = ids(items(ok(memory.decisions("limit=200"))));
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            ApiClient.Answer page = ok(memory.decisions("limit=2" + cursor));
            paged.addAll(ids(items(page)));
            cursor = page.body().path("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        } while (cursor != null && paged.size() < 50);

        assertThat(whole).hasSize(5).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(whole);
        assertThat(items(ok(memory.decisions("limit=1")))
                        .getFirst()
                        .path("operation")
                        .asString())
                .isEqualTo("NOOP");
    }

    @Test
    void decisionsOfOneMemoryAreThoseAboutIt() {
        String lisbon = memory.say("c", "I live in Lisbon.").factId();
        memory.say("c", "I work at Contoso.");
        memory.say("c", "I moved to Porto.");

        assertThat(items(ok(memory.decisions("memory_id=" + lisbon))).stream()
                        .map(d -> d.path("operation").asString()))
                .containsExactly("UPDATE", "ADD");
    }

    private JsonNode status(String conversation) {
        return ok(memory.api().get("/v1/conversations/" + conversation + "/status?user_id=" + memory.user()))
                .body();
    }

    private static List<String> ids(List<JsonNode> items) {
        return items.stream().map(item -> item.path("id").asString()).toList();
    }
}

package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Inspecting, listing, correcting and handing in memories. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MemoryRestTest {

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
    void aFactTellsItsHistoryAndItsDecisions() {
        String first = memory.say("c", MONDAY, "I live in Lisbon.").factId();
        String second = memory.say("c", FRIDAY, "I moved to Porto.").factId();

        JsonNode inspected = ok(memory.inspect(second)).body();

        assertThat(inspected.at("/memory/id").asString()).isEqualTo(second);
        assertThat(inspected.path("history").valueStream().map(v -> v.path("id").asString()))
                .containsExactly(first, second);
        assertThat(inspected.at("/history/0/superseded_by").asString()).isEqualTo(second);
        assertThat(inspected
                        .path("decisions")
                        .valueStream()
                        .map(d -> d.path("operation").asString()))
                .containsExactly("UPDATE");
        assertThat(inspected.at("/memory/sources/0/conversation_id").asString()).isEqualTo("c");
    }

    @Test
    void aTurnTellsTheDecisionsMadeForIt() {
        MemoryCalls.Taken taken = memory.say("c", "I live in Lisbon. I work at Contoso.");

        JsonNode inspected = ok(memory.inspect(taken.turnIds().getFirst())).body();

        assertThat(inspected.at("/memory/type").asString()).isEqualTo("turn");
        assertThat(inspected.path("decisions").size()).isEqualTo(2);
        assertThat(inspected.path("history").size()).isZero();
    }

    @Test
    void aListPagedThroughHoldsEverythingOnce() {
        memory.say("c", "I live in Lisbon.", "I work at Contoso.", "I moved to Porto.", "My sister is called Ines.");
        memory.say("d", "I adopted a dog named Quibbly.", "Thanks!");
        memory.remember("Dana plays the cello.");

        for (String filter : List.of("current_only=true", "current_only=false", "types=fact", "types=turn")) {
            List<String> whole = ids(ok(memory.list(filter + "&limit=200")));
            for (int limit : List.of(1, 2, 3, 5)) {
                List<String> paged = new ArrayList<>();
                String cursor = "";
                while (cursor != null) {
                    ApiClient.Answer page = ok(memory.list(filter + "&limit=" + limit + cursor));
                    assertThat(items(page)).hasSizeLessThanOrEqualTo(limit);
                    paged.addAll(ids(page));
                    assertThat(paged).hasSizeLessThanOrEqualTo(whole.size());
                    cursor = page.body().path("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
                }
                assertThat(paged).as(filter + " by " + limit).isEqualTo(whole).doesNotHaveDuplicates();
            }
        }
        assertThat(ids(memory.list("current_only=false")).size())
                .isGreaterThan(ids(memory.list("current_only=true")).size());
    }

    @Test
    void otherWordsMakeANewVersion() {
        String old = memory.say("c", MONDAY, "I live in Lisbon.").factId();

        JsonNode corrected = ok(memory.patch(old, map("text", "Dana lives in Setubal", "value", "Setubal")))
                .body();

        assertThat(corrected.path("id").asString()).isNotEqualTo(old);
        assertThat(corrected.path("text").asString()).isEqualTo("Dana lives in Setubal");
        assertThat(corrected.path("slot").asString()).isEqualTo("lives_in");
        assertThat(memory.value("lives_in")).isEqualTo("Setubal");
        JsonNode before = ok(memory.inspect(old)).body();
        assertThat(before.at("/memory/superseded_by").asString())
                .isEqualTo(corrected.path("id").asString());
        assertThat(before.path("history").size()).isEqualTo(2);
        assertThat(before.at("/decisions/0/operation").asString()).isEqualTo("UPDATE");
        assertThat(memory.recalled("Where does Dana live?", "types", List.of("fact")))
                .containsExactly("Dana lives in Setubal");
    }

    @Test
    void whatDescribesAFactIsSetOnIt() {
        String id = memory.say("c", MONDAY, "I live in Lisbon.").factId();
        Instant later = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.MILLIS);

        JsonNode patched = ok(memory.patch(
                        id,
                        map(
                                "importance",
                                0.9,
                                "confidence",
                                0.4,
                                "expires_at",
                                later.toString(),
                                "valid_from",
                                "2024-01-01T00:00:00Z")))
                .body();

        assertThat(patched.path("id").asString()).isEqualTo(id);
        assertThat(patched.path("importance").asDouble()).isEqualTo(0.9);
        assertThat(patched.path("confidence").asDouble()).isEqualTo(0.4);
        assertThat(Instant.parse(patched.path("expires_at").asString())).isEqualTo(later);
        assertThat(patched.path("valid_from").asString()).isEqualTo("2024-01-01T00:00:00Z");
        assertThat(memory.recalled("Where does Dana live?", "types", List.of("fact"), "as_of", "2024-06-01T00:00:00Z"))
                .hasSize(1);
        ok(memory.patch(id, map("valid_to", "2025-01-01T00:00:00Z")));
        assertThat(memory.facts(true)).isEmpty();
        ok(memory.patch(id, map("expires_at", "2024-01-01T00:00:00Z")));
        assertThat(memory.facts(false)).isEmpty();
    }

    @Test
    void aPatchThatMakesNoSenseIsRefused() {
        MemoryCalls.Taken taken = memory.say("c", MONDAY, "I live in Lisbon.");
        String id = taken.factId();

        memory.patch(id, map("valid_to", "2020-01-01T00:00:00Z")).isProblem(400, "invalid_request");
        memory.patch(id, map("text", "  ")).isProblem(400, "invalid_request");
        memory.patch(id, map("value", "Porto")).isProblem(400, "invalid_request");
        memory.patch(id, map("confidence", 0)).isProblem(400, "invalid_request");
        memory.patch(id, map("importance", 1.5)).isProblem(400, "invalid_request");
        memory.patch(id, map("slot", "x")).isProblem(400, "unknown_field");
        memory.patch(id, map("text", 7)).isProblem(400, "invalid_type");
        memory.patch(taken.turnIds().getFirst(), map("importance", 1)).isProblem(400, "invalid_request");
        assertThat(memory.value("lives_in")).isEqualTo("Lisbon");
    }

    @Test
    void whatIsHandedInHoldsSinceItsStart() {
        JsonNode decision =
                memory.remember("Dana lives in Evora.", "valid_from", "2020-05-01T00:00:00Z", "source_ref", "crm-7");

        assertThat(decision.path("operation").asString()).isEqualTo("ADD");
        assertThat(decision.path("turn_id").isNull()).isTrue();
        assertThat(memory.recalled("Where does Dana live?", "as_of", "2021-01-01T00:00:00Z"))
                .containsExactly("Dana lives in Evora.");
        assertThat(memory.recalled("Where does Dana live?", "as_of", "2020-04-30T00:00:00Z"))
                .isEmpty();
        JsonNode item = items(memory.recallWhole("Where does Dana live?")).getFirst();
        assertThat(item.at("/sources/0/source_ref").asString()).isEqualTo("crm-7");
        assertThat(item.at("/sources/0/turn_id").isNull()).isTrue();
    }

    @Test
    void whatIsExpiredIsNotFoundAnyMore() {
        memory.remember(
                "Dana plays the cello.",
                "expires_at",
                Instant.now().plusSeconds(3600).toString());
        memory.remember(
                "Dana plays the oboe.",
                "expires_at",
                Instant.now().minusSeconds(3600).toString());

        assertThat(memory.recalled("Which instrument does Dana play?", "current_only", false))
                .containsExactly("Dana plays the cello.");
        assertThat(texts(memory.list("current_only=false"))).containsExactly("Dana plays the cello.");
    }

    @Test
    void theSameHandedInTwiceIsKeptOnce() {
        memory.remember("Dana plays the cello.");

        JsonNode again = memory.remember("Dana plays the cello.");

        assertThat(again.path("operation").asString()).isEqualTo("NOOP");
        assertThat(memory.facts(false)).hasSize(1);
    }

    @Test
    void itemsAreDecidedInOrder() {
        List<Map<String, Object>> handed = List.of(
                map("type", "fact", "text", "Dana plays the cello."),
                map("type", "insight", "text", "Dana is patient.", "importance", 1, "trust_level", "agent"),
                map("type", "summary", "text", "Dana talked about music."));

        JsonNode decisions = ok(application
                        .api()
                        .post(MemoryCalls.REMEMBER, map("items", handed, "user_id", memory.user())))
                .body()
                .path("decisions");

        assertThat(decisions.valueStream().map(d -> d.at("/fact/text").asString()))
                .containsExactly("Dana plays the cello.", "Dana is patient.", "Dana talked about music.");
        JsonNode insight = items(memory.list("types=insight")).getFirst();
        assertThat(insight.path("importance").asDouble()).isEqualTo(1);
        assertThat(insight.path("trust_level").asString()).isEqualTo("agent");
    }

    @Test
    void entitiesAndTheirGraphHoldWhatWasSaid() {
        memory.say("c", "I live in Lisbon.", "My sister is called Ines.", "I work at Contoso.");

        assertThat(memory.entities().stream().map(e -> e.path("name").asString()))
                .contains("Dana", "Lisbon", "Contoso");
        JsonNode dana = memory.entities().stream()
                .filter(entity -> entity.path("name").asString().equals("Dana"))
                .findFirst()
                .orElseThrow();
        JsonNode around = ok(memory.api()
                        .get("/v1/entities/" + dana.path("id").asString() + "/graph?user_id=" + memory.user()))
                .body();

        assertThat(around.at("/entities/0/name").asString()).isEqualTo("Dana");
        assertThat(around.path("entities").valueStream().map(e -> e.path("name").asString()))
                .contains("Lisbon", "Contoso");
        assertThat(around.path("relations")
                        .valueStream()
                        .map(r -> r.path("type").asString()))
                .contains("lives_in", "works_at");
        assertThat(around.path("relations").valueStream())
                .allMatch(relation -> relation.path("current").asBoolean());
        assertThat(items(ok(memory.api().get("/v1/entities?query=lisb&user_id=" + memory.user()))).stream()
                        .map(e -> e.path("name").asString()))
                .containsExactly("Lisbon");
    }

    @Test
    void entitiesPagedThroughAreListedOnce() {
        memory.say("c", "I live in Lisbon.", "My sister is called Ines.", "I work at Contoso.", "I moved to Porto.");
        List<String> whole =
                memory.entities().stream().map(e -> e.path("id").asString()).toList();
        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            ApiClient.Answer page = ok(memory.api().get("/v1/entities?limit=2&user_id=" + memory.user() + cursor));
            paged.addAll(ids(page));
            assertThat(paged).hasSizeLessThanOrEqualTo(whole.size());
            cursor = page.body().path("next_cursor").isNull() ? null : "&cursor=" + page.text("next_cursor");
        }

        assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates().hasSizeGreaterThan(3);
    }

    @Test
    void aRelationThatEndedIsShownAsPast() {
        memory.say("c", MONDAY, "I live in Lisbon.");
        memory.say("c", FRIDAY, "I moved to Porto.");
        String lisbon = memory.entities().stream()
                .filter(entity -> entity.path("name").asString().equals("Lisbon"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();

        JsonNode relations = ok(memory.api().get("/v1/entities/" + lisbon + "/graph?user_id=" + memory.user()))
                .body()
                .path("relations");

        assertThat(relations.size()).isEqualTo(1);
        assertThat(relations.at("/0/current").asBoolean()).isFalse();
    }

    private static List<String> ids(ApiClient.Answer answer) {
        return items(answer).stream().map(item -> item.path("id").asString()).toList();
    }
}

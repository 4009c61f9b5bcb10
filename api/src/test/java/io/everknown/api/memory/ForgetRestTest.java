package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What is forgotten is gone from every store, and nothing else is. */
@ApiTest
class ForgetRestTest {

    private static final Instant MONDAY = Instant.parse("2025-03-03T09:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2025-03-07T09:00:00Z");

    private final Stores stores = Stores.shared();

    @Autowired
    private GraphStore graph;

    @Autowired
    private GraphOutbox outbox;

    @Autowired
    private GraphRelay relay;

    private String tenant;
    private MemoryCalls application;
    private MemoryCalls memory;

    /** A tenant for each test, since a word must be gone from the whole of it. */
    @BeforeEach
    void register(@Autowired ApiClient api) {
        ApiClient.User admin = api.newUser();
        tenant = admin.tenant();
        application = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "nobody");
        memory = application.ofNewUser();
    }

    @Test
    void aFactIsGoneFromEveryStoreWithTheWordsThatSaidIt() {
        MemoryCalls.Taken taken =
                memory.say("c", "I live in Zanzibar. I work at Contoso. The garden was full of bees today.");
        String fact = idOf(taken, "Zanzibar");

        JsonNode forgotten = ok(memory.forget(fact)).body();

        assertThat(forgotten.path("facts").valueStream().map(JsonNode::asString))
                .contains(fact);
        assertThat(forgotten.path("rewritten").valueStream().map(JsonNode::asString))
                .containsExactlyElementsOf(taken.turnIds());
        memory.inspect(fact).isProblem(404, "not_found");
        memory.forget(fact).isProblem(404, "not_found");
        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        assertThat(memory.recalled("Where does Dana work?")).anyMatch(text -> text.contains("Contoso"));
        assertThat(memory.recalled("bees in the garden", "types", List.of("turn")))
                .singleElement()
                .asString()
                .contains("The garden was full of bees today.")
                .contains("I work at Contoso.")
                .contains("[forgotten]");
    }

    @Test
    void aUserWhoIsErasedIsGoneFromEveryStoreAndOthersStay() {
        memory.say("c", "I live in Zanzibar. My sister Bibi works at Contoso.");
        ok(memory.process("c", List.of(turn("Our team meets in Zanzibar on Mondays.")), "scope", "team"));
        MemoryCalls other = application.ofNewUser();
        other.say("c", "I live in Bergen.");
        assertThat(memory.entities()).isNotEmpty();

        JsonNode erased = ok(memory.erase(memory.user())).body();

        assertThat(erased.path("erased").asInt()).isGreaterThanOrEqualTo(5);
        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        isGone("Bibi", "Where does Bibi work?");
        assertThat(memory.entities()).isEmpty();
        assertThat(items(memory.decisions(""))).isEmpty();
        assertThat(stores.mentioning(tenant, memory.user())).allMatch(row -> row.startsWith("audience_version"));
        assertThat(other.recalled("Where do I live?")).anyMatch(text -> text.contains("Bergen"));
        assertThat(ok(memory.erase(memory.user())).body().path("erased").asInt())
                .isZero();
        memory.say("c", "I live in Zanzibar.");
        assertThat(memory.recalled("Where do I live?")).anyMatch(text -> text.contains("Zanzibar"));
    }

    @Test
    void erasingNeedsTheNameOfAUserWhomTheCallerMayActFor(@Autowired ApiClient api) {
        memory.say("c", "I live in Zanzibar.");
        ApiClient.User stranger = api.newUser();
        new MemoryCalls(api.bearer(stranger.accessToken()), memory.user())
                .erase(memory.user())
                .isProblem(403, "forbidden");
        ok(new MemoryCalls(api.bearer(stranger.newApiKey("writer", true)), memory.user()).erase(memory.user()));
        memory.api().delete("/v1/memory").isProblem(400, "invalid_request");
        assertThat(memory.recalled("Where do I live?")).anyMatch(text -> text.contains("Zanzibar"));
    }

    @Test
    void aTurnIsGoneWithTheFactsThatItAloneSaid() {
        memory.say("c", "I work at Contoso.");
        MemoryCalls.Taken taken = memory.say("c", "I live in Zanzibar. I work at Contoso.");
        String turn = taken.turnIds().getFirst();

        JsonNode forgotten = ok(memory.forget(turn)).body();

        assertThat(forgotten.path("turns").valueStream().map(JsonNode::asString))
                .containsExactly(turn);
        memory.inspect(turn).isProblem(404, "not_found");
        memory.inspect(idOf(taken, "Zanzibar")).isProblem(404, "not_found");
        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        assertThat(memory.facts(true)).singleElement().satisfies(fact -> {
            assertThat(fact.path("text").asString()).contains("Contoso");
            assertThat(fact.path("sources").size()).isEqualTo(1);
        });
        assertThat(memory.list("types=turn").body().path("items").size()).isEqualTo(1);
    }

    @Test
    void aFactSaidInManyTurnsIsTakenOutOfAll() {
        String fact = memory.say("c", "I live in Zanzibar. It rains a lot in the mountains.")
                .decisions()
                .getFirst()
                .at("/fact/id")
                .asString();
        memory.say("d", "I live in Zanzibar!", "I live in Zanzibar. I work at Contoso.");

        JsonNode forgotten = ok(memory.forget(fact)).body();

        assertThat(forgotten.path("turns").size()).isEqualTo(1);
        assertThat(forgotten.path("rewritten").size()).isEqualTo(2);
        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        assertThat(memory.recalled("Contoso")).isNotEmpty();
    }

    @Test
    void aFactSaidTwiceInOneTurnIsTakenOutOfItTwice() {
        String fact = memory.say(
                        "c",
                        "I live in Zanzibar. The garden was full of bees today. I live in Zanzibar! \nI\u2019m living in"
                                + "  Zanzibar \uD83D\uDE00")
                .decisions()
                .getFirst()
                .at("/fact/id")
                .asString();

        ok(memory.forget(fact));

        isGone("Zanzibar", "Zanzibar");
        assertThat(memory.recalled("bees in the garden", "types", List.of("turn")))
                .singleElement()
                .asString()
                .contains("The garden was full of bees today.");
    }

    @Test
    void factsOfOneSentenceAreForgottenOneAfterTheOther() {
        MemoryCalls.Taken taken =
                memory.say("c", "I live in Zanzibar and I work at Contoso. The garden was full of bees today.");
        assertThat(taken.operations()).contains("ADD");

        ok(memory.forget(idOf(taken, "Zanzibar")));
        ok(memory.forget(idOf(taken, "Contoso")));

        isGone("Zanzibar", "Zanzibar");
        isGone("Contoso", "Contoso");
        assertThat(memory.recalled("bees in the garden", "types", List.of("turn")))
                .singleElement()
                .asString()
                .contains("The garden was full of bees today.");
    }

    @Test
    void aMessageOfOneSentenceKeepsTheFactThatStillRestsOnIt() {
        MemoryCalls.Taken taken = memory.say("c", "I live in Zanzibar and I work at Contoso.");
        String message = taken.turnIds().getFirst();

        JsonNode first = ok(memory.forget(idOf(taken, "Zanzibar"))).body();

        assertThat(first.path("turns").isEmpty()).isTrue();
        assertThat(first.path("rewritten").valueStream().map(JsonNode::asString))
                .containsExactly(message);
        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        assertThat(memory.value("works_at")).isEqualTo("Contoso");
        assertThat(ok(memory.inspect(message)).body().at("/memory/text").asString())
                .endsWith("[forgotten]")
                .doesNotContain("Contoso");
        assertThat(memory.inspect(idOf(taken, "Contoso"))
                        .body()
                        .at("/memory/sources/0/turn_id")
                        .asString())
                .isEqualTo(message);

        JsonNode second = ok(memory.forget(idOf(taken, "Contoso"))).body();

        assertThat(second.path("turns").valueStream().map(JsonNode::asString))
                .as("nothing rests on the mark any more")
                .containsExactly(message);
        isGone("Contoso", "Contoso");
        assertThat(items(memory.list("current_only=false"))).isEmpty();
        assertThat(stores.rows(tenant).get("turn")).isZero();
    }

    @Test
    void aForgottenTurnKeepsTheFactThatAnotherTurnSaysToo() {
        MemoryCalls.Taken first = memory.say("c", "I work at Contoso. I live in Zanzibar.");
        String fact = idOf(first, "Contoso");
        String again = memory.say("d", "I work at Contoso.").turnIds().getFirst();

        JsonNode forgotten = ok(memory.forget(first.turnIds().getFirst())).body();

        assertThat(forgotten.path("facts").valueStream().map(JsonNode::asString))
                .containsExactly(idOf(first, "Zanzibar"));
        JsonNode kept = ok(memory.inspect(fact)).body();
        assertThat(kept.at("/memory/sources")
                        .valueStream()
                        .map(s -> s.path("turn_id").asString()))
                .containsExactly(again);
        assertThat(memory.value("works_at")).isEqualTo("Contoso");
        isGone("Zanzibar", "Where does Dana live? Zanzibar");

        ok(memory.forget(again));

        memory.inspect(fact).isProblem(404, "not_found");
        isGone("Contoso", "Where does Dana work? Contoso");
    }

    @Test
    void aValueThatWasForgottenIsNotToldByTheReasonsOfOthers() {
        String later = memory.say("c", FRIDAY, "I live in Zanzibar.").factId();
        memory.say("c", MONDAY, "I live in Lisbon.");

        ok(memory.forget(later));

        isGone("Zanzibar", "Zanzibar");
        assertThat(memory.recalled("Lisbon", "current_only", false)).isNotEmpty();
    }

    @Test
    void aSupersededVersionIsForgottenAloneAndItsSuccessorStays() {
        String old = memory.say("c", MONDAY, "I live in Zanzibar.").factId();
        String current = memory.say("c", FRIDAY, "I moved to Porto.").factId();

        ok(memory.forget(old));

        isGone("Zanzibar", "Where did Dana live? Zanzibar");
        assertThat(memory.value("lives_in")).isEqualTo("Porto");
        assertThat(memory.inspect(current).body().path("history").size()).isEqualTo(1);
    }

    @Test
    void theSuccessorIsForgottenAndTheOldVersionPointsNowhere() {
        String old = memory.say("c", MONDAY, "I live in Lisbon.").factId();
        String current = memory.say("c", FRIDAY, "I moved to Zanzibar.").factId();

        ok(memory.forget(current));

        isGone("Zanzibar", "Where does Dana live? Zanzibar");
        assertThat(memory.inspect(old).body().at("/memory/superseded_by").isNull())
                .isTrue();
    }

    @Test
    void whatWasCorrectedByHandIsForgottenVersionByVersion() {
        String old = memory.say("c", MONDAY, "I live in Lisbon.").factId();
        String next = ok(memory.patch(old, map("text", "Dana lives in Zanzibar", "value", "Zanzibar")))
                .text("id");

        ok(memory.forget(next));

        isGone("Zanzibar", "Zanzibar");
        ok(memory.forget(old));
        isGone("Lisbon", "Lisbon");
    }

    @Test
    void whatWasHandedInIsForgottenToo() {
        String id = memory.remember("Dana owns a Zanzibari drum.", "source_ref", "crm-9")
                .at("/fact/id")
                .asString();

        ok(memory.forget(id));

        isGone("Zanzibari", "Zanzibari drum");
        assertThat(stores.mentioning(tenant, "crm-9")).isEmpty();
    }

    @Test
    void whatWasForgottenMayBeSaidAgain() {
        Map<String, Object> message = and(turn("I live in Zanzibar. I work at Contoso."), "source_ref", "m-1");
        MemoryCalls.Taken taken = memory.say("c", List.of(message));
        ok(memory.forget(idOf(taken, "Zanzibar")));

        assertThat(memory.process("c", List.of(message)).status())
                .as("a client that sends its batch again is not stopped by it")
                .isEqualTo(200);
        isGone("Zanzibar", "Zanzibar");

        assertThat(memory.say("c", "I live in Zanzibar.").operations()).containsExactly("ADD");
        assertThat(memory.value("lives_in")).isEqualTo("Zanzibar");
    }

    @Test
    void whileOneUserForgetsTheOtherRemembers() {
        MemoryCalls other = application.ofNewUser();
        String mine = memory.say("c", "I live in Reykjavik.").factId();
        String others = other.say("c", "I live in Reykjavik.").factId();

        memory.forget(others).isProblem(404, "not_found");
        ok(memory.forget(mine));

        assertThat(other.value("lives_in")).isEqualTo("Reykjavik");
        assertThat(memory.recalled("Reykjavik", "current_only", false)).isEmpty();
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    private void isGone(String word, String question) {
        assertThat(memory.recalled(question, "current_only", false, "budget", map("max_items", 200)))
                .noneMatch(text -> text.contains(word));
        assertThat(memory.list("current_only=false&limit=200").raw()).doesNotContain(word);
        assertThat(memory.decisions("limit=200").raw()).doesNotContain(word);
        assertThat(memory.entities().toString()).doesNotContain(word);
        assertThat(stores.mentioning(tenant, word)).isEmpty();
        assertThat(stores.orphans(tenant)).isEmpty();
        assertThat(Stores.mentioning(graph, tenant, word)).isEmpty();
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    private static String idOf(MemoryCalls.Taken taken, String value) {
        return taken.decisions().stream()
                .map(decision -> decision.path("fact"))
                .filter(fact -> fact.path("text").asString("").contains(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError(taken.answer().raw()))
                .path("id")
                .asString();
    }
}

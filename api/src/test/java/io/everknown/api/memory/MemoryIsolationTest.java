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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Two tenants that call their users, conversations and messages alike; and the users of one. */
@ApiTest
class MemoryIsolationTest {

    private static final String QUESTION = "Where does Dana live and work? Lisbon Reykjavik Contoso";

    private final Stores stores = Stores.shared();

    @Autowired
    private ApiClient api;

    private ApiClient.User ourAdmin;
    private ApiClient.User theirAdmin;
    private MemoryCalls ours;
    private MemoryCalls theirs;

    @BeforeEach
    void twoTenants() {
        ourAdmin = api.newUser();
        theirAdmin = api.newUser();
        ours = new MemoryCalls(api.bearer(ourAdmin.newApiKey("writer", true)), "alice");
        theirs = new MemoryCalls(api.bearer(theirAdmin.newApiKey("writer", true)), "alice");
    }

    @Test
    void tenantsThatNameEverythingAlikeNeverMeet() {
        List<Map<String, Object>> message = List.of(and(turn("I live in Lisbon."), "source_ref", "m-1"));
        MemoryCalls.Taken mine = ours.with("Idempotency-Key", "k").say("c", message);
        MemoryCalls.Taken their = theirs.with("Idempotency-Key", "k").say("c", message);
        theirs.say("c", "I moved to Reykjavik.", "I work at Contoso.");

        assertThat(their.turnIds()).doesNotContainAnyElementsOf(mine.turnIds());
        assertThat(their.operations()).containsExactly("ADD");
        assertThat(ours.value("lives_in")).isEqualTo("Lisbon");
        assertThat(theirs.value("lives_in")).isEqualTo("Reykjavik");
        assertThat(ours.recalled(QUESTION, "current_only", false))
                .isNotEmpty()
                .noneMatch(text -> text.contains("Reykjavik") || text.contains("Contoso"));
        assertThat(ours.entities().toString()).contains("Lisbon").doesNotContain("Contoso");
        assertThat(ours.decisions("limit=200").raw()).doesNotContain("Reykjavik");
        assertThat(ours.list("current_only=false").raw()).doesNotContain("Reykjavik");
        assertThat(ok(ours.api().get("/v1/conversations/c/status?user_id=alice"))
                        .body()
                        .path("turns")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void anotherTenantsIdsAreUnknownOnEveryRoute() {
        MemoryCalls.Taken taken = theirs.say("c", "I live in Reykjavik.");
        String fact = taken.factId();
        String turn = taken.turnIds().getFirst();
        String entity = theirs.entities().getFirst().path("id").asString();
        Map<String, Long> before = stores.rows(theirAdmin.tenant());

        for (String id : List.of(fact, turn, UUID.randomUUID().toString())) {
            ours.inspect(id).isProblem(404, "not_found");
            ours.forget(id).isProblem(404, "not_found");
            ours.patch(id, map("importance", 1)).isProblem(404, "not_found");
            ours.patch(id, map("text", "Dana lives nowhere")).isProblem(404, "not_found");
            ourAdmin.api().delete("/v1/memory/" + id).isProblem(404, "not_found");
        }
        ours.api().get("/v1/entities/" + entity + "/graph?user_id=alice").isProblem(404, "not_found");
        assertThat(items(ok(ours.decisions("memory_id=" + fact)))).isEmpty();
        assertThat(stores.rows(theirAdmin.tenant())).isEqualTo(before);
        assertThat(theirs.value("lives_in")).isEqualTo("Reykjavik");
    }

    @Test
    void anotherTenantsCursorsLeadNowhere() {
        theirs.say("c", "I live in Reykjavik.", "I work at Contoso.", "Thanks!");
        ours.say("c", "I live in Lisbon.");
        String list = theirs.list("limit=1").text("next_cursor");
        String decisions = theirs.decisions("limit=1").text("next_cursor");
        String entities = theirs.api().get("/v1/entities?limit=1&user_id=alice").text("next_cursor");

        assertThat(ours.list("cursor=" + list).raw())
                .doesNotContain("Reykjavik")
                .doesNotContain("Contoso");
        ours.decisions("cursor=" + decisions).isProblem(400, "invalid_request");
        assertThat(ours.api()
                        .get("/v1/entities?user_id=alice&cursor=" + entities)
                        .raw())
                .doesNotContain("Reykjavik")
                .doesNotContain("Contoso");
    }

    @Test
    void usersOfOneTenantKeepTheirOwn() {
        MemoryCalls bob = ours.of("bob");
        String alices = ours.say("c", "I live in Lisbon.").factId();
        bob.say("c", "I live in Reykjavik.");
        String bobsEntity = bob.entities().stream()
                .filter(entity -> entity.path("name").asString().equals("Reykjavik"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();

        assertThat(ours.recalled(QUESTION, "current_only", false)).noneMatch(text -> text.contains("Reykjavik"));
        assertThat(bob.recalled(QUESTION, "current_only", false)).noneMatch(text -> text.contains("Lisbon"));
        bob.inspect(alices).isProblem(404, "not_found");
        bob.forget(alices).isProblem(404, "not_found");
        bob.patch(alices, map("importance", 1)).isProblem(404, "not_found");
        ours.api().get("/v1/entities/" + bobsEntity + "/graph?user_id=alice").isProblem(404, "not_found");
        assertThat(ours.recalled(QUESTION, "conversation_id", "c")).noneMatch(text -> text.contains("Reykjavik"));
    }

    @Test
    void whoMayNotActForUsersSpeaksForItselfAlone() {
        ours.say("c", "I live in Lisbon.");
        ApiClient key = api.bearer(ourAdmin.newApiKey("writer", false));
        MemoryCalls asAlice = new MemoryCalls(key, "alice");

        asAlice.process("c", List.of(turn("I moved to Porto."))).isProblem(403, "forbidden");
        key.post(MemoryCalls.RECALL, map("query", QUESTION, "user_id", "alice")).isProblem(403, "forbidden");
        key.post(MemoryCalls.REMEMBER, map("items", List.of(map("type", "fact", "text", "x y")), "user_id", "alice"))
                .isProblem(403, "forbidden");
        asAlice.list("limit=5").isProblem(403, "forbidden");
        asAlice.decisions("limit=5").isProblem(403, "forbidden");
        key.get("/v1/entities?user_id=alice").isProblem(403, "forbidden");
        key.get("/v1/conversations/c/status?user_id=alice").isProblem(403, "forbidden");
        ourAdmin.api().get("/v1/memory?user_id=alice").isProblem(403, "forbidden");
        assertThat(items(ok(ourAdmin.api().get("/v1/memory")))).isEmpty();
        assertThat(ours.value("lives_in")).isEqualTo("Lisbon");
    }

    @Test
    void whatATeamSharesItsMembersSeeAndNobodyElse() {
        MemoryCalls bob = ours.of("bob");
        MemoryCalls.Taken taken = new MemoryCalls.Taken(
                ok(ours.process("c", List.of(turn("The standup moved to Reykjavik street.")), "scope", "team")));
        ok(ours.api()
                .post(
                        MemoryCalls.REMEMBER,
                        map(
                                "items",
                                List.of(map("type", "fact", "text", "The Contoso office closes at six.")),
                                "scope",
                                "team",
                                "user_id",
                                "alice")));

        assertThat(bob.recalled("When does the Contoso office close?")).anyMatch(text -> text.contains("six"));
        assertThat(bob.recalled("standup Reykjavik street")).anyMatch(text -> text.contains("Reykjavik"));
        JsonNode seen = ok(bob.inspect(taken.turnIds().getFirst())).body();
        assertThat(seen.at("/memory/user_id").asString()).isEqualTo("alice");
        assertThat(seen.at("/memory/scope").asString()).isEqualTo("team");
        assertThat(theirs.recalled("When does the Contoso office close?")).isEmpty();
        theirs.inspect(taken.turnIds().getFirst()).isProblem(404, "not_found");
        assertThat(items(ok(bob.decisions("limit=10"))))
                .as("decisions are their maker's")
                .isEmpty();
    }

    @Test
    void onlyAnAdminWritesForEverybody() {
        MemoryCalls admin = new MemoryCalls(api.bearer(ourAdmin.newApiKey("admin", true)), "root");
        ours.process("c", List.of(turn("Contoso ships on Friday.")), "scope", "global")
                .isProblem(403, "forbidden");
        MemoryCalls.Taken taken = new MemoryCalls.Taken(
                ok(admin.process("c", List.of(turn("Contoso ships on Friday.")), "scope", "global")));
        String turn = taken.turnIds().getFirst();

        assertThat(ours.recalled("When does Contoso ship?")).anyMatch(text -> text.contains("Friday"));
        assertThat(theirs.recalled("When does Contoso ship?")).isEmpty();
        ours.forget(turn).isProblem(403, "forbidden");
        taken.decisions().stream()
                .map(decision -> decision.at("/fact/id").asString(""))
                .filter(id -> !id.isEmpty())
                .forEach(id -> ours.patch(id, map("importance", 1)).isProblem(403, "forbidden"));
        ok(admin.forget(turn));
        assertThat(ours.recalled("When does Contoso ship?")).isEmpty();
    }

    @Test
    void aReaderReadsAndWritesNothing() {
        String fact = ours.say("c", "I live in Lisbon.").factId();
        MemoryCalls reader = new MemoryCalls(api.bearer(ourAdmin.newApiKey("reader", true)), "alice");
        Map<String, Long> before = stores.rows(ourAdmin.tenant());

        assertThat(reader.value("lives_in")).isEqualTo("Lisbon");
        assertThat(reader.recalled(QUESTION)).isNotEmpty();
        assertThat(reader.entities()).isNotEmpty();
        ok(reader.inspect(fact));
        ok(reader.decisions("limit=1"));
        reader.process("c", List.of(turn("I moved to Porto."))).isProblem(403, "forbidden");
        reader.api()
                .post(
                        MemoryCalls.REMEMBER,
                        map("items", List.of(map("type", "fact", "text", "a b c")), "user_id", "alice"))
                .isProblem(403, "forbidden");
        reader.patch(fact, map("importance", 1)).isProblem(403, "forbidden");
        reader.forget(fact).isProblem(403, "forbidden");
        assertThat(stores.rows(ourAdmin.tenant())).isEqualTo(before);
    }

    @Test
    void eachOfManyUsersGetsAsManyAsItAsksFor() {
        List<MemoryCalls> users =
                IntStream.range(0, 30).mapToObj(n -> ours.of("user-" + n)).toList();
        for (MemoryCalls user : users) {
            ok(user.process(
                    "c",
                    IntStream.range(0, 12)
                            .mapToObj(n -> turn("Note " + n + " of " + user.user() + ": the boat sails at dawn."))
                            .toList(),
                    "extract",
                    false));
        }

        for (MemoryCalls user : users) {
            assertThat(user.recalled("When does the boat sail?", "budget", map("max_items", 10)))
                    .hasSize(10)
                    .allMatch(text -> text.contains(" of " + user.user() + ":"));
        }
    }
}

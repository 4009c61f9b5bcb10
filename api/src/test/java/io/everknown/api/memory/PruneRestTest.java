package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class PruneRestTest {

    private static final String PRUNE = "/v1/memory/prune";

    @Autowired
    private ApiClient api;

    private ApiClient.User admin;
    private MemoryCalls memory;

    @BeforeEach
    void register() {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
    }

    @Test
    void aDryRunListsWithReasonsWhatARunArchivesAndUndoBringsBack() {
        String boiler = memory.say("c", "The boiler in the cellar makes a strange noise.")
                .factId();
        String home = memory.say("c", "I live in Lisbon.").factId();
        assertThat(items(ok(prune(memory)))).as("nothing is weak yet").isEmpty();

        JsonNode listed = only(ok(prune(memory, "dry_run", true, "below_confidence", 1, "older_than_days", 0)));
        assertThat(listed.path("id").asString()).isEqualTo(boiler);
        assertThat(listed.path("reason").asString())
                .matches("pruned: its confidence has faded from 0\\.\\d\\d to 0\\.\\d\\d, below 1\\.00;"
                        + " known for 0 days, said once, never used");
        assertThat(listed.path("kind").asString()).isEqualTo("fact");
        assertThat(memory.recalled("What about the boiler?")).anyMatch(text -> text.contains("boiler"));

        ApiClient.Answer done = ok(prune(memory, "below_confidence", 1, "older_than_days", 0));
        assertThat(done.body().path("dry_run").asBoolean()).isFalse();
        assertThat(only(done).path("id").asString()).isEqualTo(boiler);
        assertThat(memory.recalled("What about the boiler?")).noneMatch(text -> text.contains("boiler"));
        JsonNode inspected = ok(memory.inspect(boiler)).body();
        assertThat(inspected.path("memory").path("archive_reason").asString()).isEqualTo("pruned");
        assertThat(inspected.path("decisions").path(0).path("reason").asString())
                .startsWith("pruned: ");

        ok(memory.patch(boiler, map("archived", false)));
        assertThat(memory.recalled("What about the boiler?")).anyMatch(text -> text.contains("boiler"));
        assertThat(texts(ok(memory.list("types=fact")))).hasSize(2);
        assertThat(ok(memory.inspect(home)).body().path("memory").path("status").asString())
                .isEqualTo("current");
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        prune(memory, "below_confidence", 1.1).isProblem(400, "invalid_request");
        prune(memory, "below_confidence", -0.1).isProblem(400, "invalid_request");
        prune(memory, "older_than_days", -1).isProblem(400, "invalid_request");
        prune(memory, "support_below", 0).isProblem(400, "invalid_request");
        prune(memory, "scope", "everyone").isProblem(400, "invalid_type");
        prune(memory, "dry_run", "perhaps").isProblem(400, "invalid_type");
        prune(memory, "dryrun", true).isProblem(400, "unknown_field");
    }

    @Test
    void nobodyPrunesWhatIsSomebodyElses() {
        String fact = memory.say("c", "The boiler in the cellar makes a strange noise.")
                .factId();
        ok(memory.api()
                .post(
                        MemoryCalls.REMEMBER,
                        map(
                                "items",
                                List.of(map("type", "fact", "text", "The office closes at noon on Fridays.")),
                                "scope",
                                "team")));
        MemoryCalls stranger = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");
        Object[] everything = {"below_confidence", 1, "older_than_days", 0, "support_below", 100};

        assertThat(items(ok(prune(memory.of("bob"), everything)))).isEmpty();
        assertThat(items(ok(prune(stranger, everything)))).isEmpty();
        prune(memory, "scope", "team").isProblem(403, "forbidden");
        api.bearer(admin.newApiKey("writer", false))
                .post(PRUNE, map("user_id", "alice"))
                .isProblem(403, "forbidden");
        api.bearer(admin.newApiKey("reader", true))
                .post(PRUNE, map("user_id", "alice"))
                .isProblem(403, "forbidden");
        assertThat(ok(memory.inspect(fact)).body().path("memory").path("status").asString())
                .isEqualTo("current");
        JsonNode shared = only(ok(admin.api()
                .post(PRUNE, map("scope", "team", "dry_run", true, "below_confidence", 1.0, "older_than_days", 0))));
        assertThat(shared.path("text").asString()).contains("office");
    }

    private static JsonNode only(ApiClient.Answer answer) {
        assertThat(items(answer)).as(answer.raw()).hasSize(1);
        return items(answer).getFirst();
    }

    private static ApiClient.Answer prune(MemoryCalls of, Object... fields) {
        return of.api().post(PRUNE, and(map("user_id", of.user()), fields));
    }
}

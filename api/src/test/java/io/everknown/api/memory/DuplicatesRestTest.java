package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Facts that say the same and were not known to when they came: here, because one was corrected into the other. */
@ApiTest
class DuplicatesRestTest {

    private static final String MERGE = "/v1/memory/merge-duplicates";
    private static final String MERGES = "/v1/memory/merges";

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
    void aMergeIsListedRecalledAsOneAndTakenBack() {
        String one = remembered("Nora's boiler makes a strange noise.");
        String other = corrected("Nora's boiler smells of paint.", "Nora's boiler makes a strange noise!");
        assertThat(memory.facts(true)).hasSize(2);

        JsonNode planned = only(ok(merge(memory, "dry_run", true)).body().path("merges"));
        assertThat(planned.has("id")).isFalse();
        assertThat(memory.facts(true)).as("a dry run does nothing").hasSize(2);

        JsonNode made = only(ok(merge(memory)).body().path("merges"));
        assertThat(made.at("/reason").asString()).isEqualTo("says the same in the same words");
        String survivor = made.at("/survivor/id").asString();
        String merged = made.at("/merged/id").asString();
        assertThat(new String[] {survivor, merged}).containsExactlyInAnyOrder(one, other);
        assertThat(memory.recalled("What about the boiler?")).hasSize(1);
        JsonNode closed = ok(memory.inspect(merged)).body();
        assertThat(closed.at("/memory/status").asString()).isEqualTo("merged");
        assertThat(closed.at("/memory/superseded_by").asString()).isEqualTo(survivor);
        assertThat(closed.at("/decisions/0/reason").asString()).startsWith("merged: another fact says the same");
        ok(memory.patch(merged, map("archived", false)));
        assertThat(memory.facts(true)).as("not back by restoring").hasSize(1);
        assertThat(only(page(memory)).path("id")).isEqualTo(made.path("id"));
        assertThat(ok(merge(memory)).body().path("merges")).isEmpty();

        JsonNode undone = ok(undo(memory, made.path("id").asString())).body();
        assertThat(undone.path("undone_at").isNull()).isFalse();
        assertThat(memory.facts(true)).hasSize(2);
        undo(memory, made.path("id").asString()).isProblem(409, "merge_conflict");
        assertThat(ok(merge(memory)).body().path("merges")).as("apart for good").isEmpty();
    }

    @Test
    void nobodyMergesOrSeesWhatIsSomebodyElses() {
        remembered("Nora's boiler makes a strange noise.");
        corrected("Nora's boiler smells of paint.", "Nora's boiler makes a strange noise!");
        MemoryCalls stranger = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");
        assertThat(ok(merge(stranger)).body().path("merges")).isEmpty();
        assertThat(ok(merge(memory.of("bob"))).body().path("merges")).isEmpty();
        merge(memory, "scope", "team").isProblem(403, "forbidden");
        api.bearer(admin.newApiKey("reader", true))
                .post(MERGE, map("user_id", "alice"))
                .isProblem(403, "forbidden");

        String id = only(ok(merge(memory)).body().path("merges")).path("id").asString();
        undo(stranger, id).isProblem(404, "not_found");
        undo(memory.of("bob"), id).isProblem(404, "not_found");
        assertThat(page(stranger)).isEmpty();
        assertThat(page(memory.of("bob"))).isEmpty();
        ok(undo(memory, id));
    }

    @Test
    void whatIsWrongWithARequestIsTold() {
        merge(memory, "scope", "everyone").isProblem(400, "invalid_type");
        merge(memory, "dryrun", true).isProblem(400, "unknown_field");
        undo(memory, UUID.randomUUID().toString()).isProblem(404, "not_found");
        memory.api().get(MERGES + "?cursor=x").isProblem(400, "invalid_request");
        memory.api().get(MERGES + "?limit=0").isProblem(400, "invalid_request");
    }

    private String remembered(String text) {
        return memory.remember(text).at("/fact/id").asString();
    }

    private String corrected(String text, String into) {
        return ok(memory.patch(remembered(text), map("text", into)))
                .body()
                .path("id")
                .asString();
    }

    private static JsonNode page(MemoryCalls of) {
        return ok(of.api().get(MERGES + "?user_id=" + of.user())).body().path("items");
    }

    private static JsonNode only(JsonNode list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static ApiClient.Answer undo(MemoryCalls of, String id) {
        return of.api().post(MERGES + "/" + id + "/undo?user_id=" + of.user(), map());
    }

    private static ApiClient.Answer merge(MemoryCalls of, Object... fields) {
        return of.api().post(MERGE, and(map("user_id", of.user()), fields));
    }
}

package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** One entity under several names: recorded, explained, taken back, drawn anew, and nobody else's. */
@ApiTest
class EntityMergesRestTest {

    private final Stores stores = Stores.shared();

    @Autowired
    private ApiClient api;

    @Autowired
    private GraphStore graph;

    @Autowired
    private GraphOutbox outbox;

    @Autowired
    private GraphRelay relay;

    private ApiClient.User admin;
    private MemoryCalls memory;

    @BeforeEach
    void newTenant() {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "dana");
    }

    @Test
    void aSisterAndHerNameAreOneAndSayWhy() {
        memory.say("c", "My sister plays the cello.", "My sister Anna moved to Bergen.");

        JsonNode merge = merge("Dana's sister", "Anna");
        assertThat(merge.path("state").asString()).isEqualTo("merged");
        assertThat(merge.path("kind").asString()).isEqualTo("role");
        assertThat(merge.path("reason").asString()).contains("Dana's sister", "Anna", "said");
        assertThat(merge.at("/said/0/sentence").asString()).isEqualTo("My sister Anna moved to Bergen.");
        JsonNode anna = entity("Anna");
        assertThat(names(anna)).contains("anna", "dana's sister");
        assertThat(memory.entities()).noneMatch(e -> e.path("name").asString().equals("Dana's sister"));
        assertThat(around(merge.at("/alias/id").asString())
                        .at("/entities/0/name")
                        .asString())
                .as("the id that gave way leads to the one that stays")
                .isEqualTo("Anna");
        assertThat(memory.recalled("Which instrument does Anna play?", "types", List.of("fact")))
                .anyMatch(text -> text.contains("cello"));
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());
    }

    @Test
    void twoSistersStayTwoAndSoDoTwoOfOneName() {
        memory.say("c", "My sister Anna lives in Oslo.");
        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("merged");
        memory.say("c", "My sister Maria lives in Graz.");

        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("role_shared");
        assertThat(merge("Dana's sister", "Maria").path("against").asString()).contains("Anna", "Maria");
        assertThat(entity("Anna").path("id")).isNotEqualTo(entity("Maria").path("id"));

        MemoryCalls other = memory.of("bo");
        other.say("c", "My father Karl is seventy.", "My son Karl is eight.");
        assertThat(other.entities().stream().map(e -> e.path("name").asString()))
                .contains("Dana's father", "Dana's son");
        assertThat(other.entities().stream()
                        .filter(e -> Set.of("Dana's father", "Dana's son")
                                .contains(e.path("name").asString()))
                        .map(EntityMergesRestTest::names))
                .as("both are found by the name")
                .allMatch(names -> names.contains("karl"));
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());
    }

    @Test
    void whatWasForgottenMergesNoMore() {
        memory.say("c", "My sister plays the cello.");
        String said =
                memory.say("d", "My sister Anna moved to Bergen.").turnIds().getFirst();
        memory.say("e", "I had lunch with Anna.");
        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("merged");

        ok(memory.forget(said));

        assertThat(merges()).isEmpty();
        assertThat(names(entity("Dana's sister"))).doesNotContain("anna");
        assertThat(names(entity("Anna"))).doesNotContain("dana's sister");
        assertThat(stores.mentioning(admin.tenant(), "Bergen")).isEmpty();
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());
    }

    @Test
    void whatIsCorrectedByHandMergesWhatTheNewWordsSay() {
        memory.say("c", "My sister plays the cello.");
        String said = memory.say("d", "My sister is called Anna.").factId();
        memory.say("e", "I had lunch with Anna. I met Maria at the harbour.");
        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("merged");

        ok(memory.patch(said, map("text", "Dana's sister is called Maria", "value", "Maria")));

        assertThat(merges()).hasSize(1);
        assertThat(merge("Dana's sister", "Maria").path("state").asString()).isEqualTo("merged");
        assertThat(names(entity("Anna"))).doesNotContain("dana's sister");
        assertThat(names(entity("Maria"))).contains("dana's sister");
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());
    }

    @Test
    void aMergeIsTakenBackForGood() {
        memory.say("c", "My sister plays the cello.", "My sister Anna moved to Bergen.");
        JsonNode merge = merge("Dana's sister", "Anna");

        JsonNode undone = ok(memory.api()
                        .post(
                                "/v1/entities/" + entity("Anna").path("id").asString() + "/unmerge",
                                map(
                                        "merge_id",
                                        merge.path("id").asString(),
                                        "reason",
                                        "Two people.",
                                        "user_id",
                                        "dana")))
                .body();

        assertThat(undone.path("state").asString()).isEqualTo("undone");
        assertThat(undone.path("against").asString()).isEqualTo("Two people.");
        assertThat(names(entity("Dana's sister"))).doesNotContain("anna");
        memory.say("c", "My sister Anna called me.");
        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("undone");
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());
    }

    @Test
    void entitiesAreMergedByHandAndApartAgain() {
        memory.say("c", "I had lunch with Nora.", "I went rowing with Gigi.");
        String nora = entity("Nora").path("id").asString();
        String gigi = entity("Gigi").path("id").asString();

        JsonNode merge = ok(memory.api()
                        .post("/v1/entities/" + nora + "/merge", map("entity_id", gigi, "user_id", "dana")))
                .body();

        assertThat(merge.path("kind").asString()).isEqualTo("hand");
        assertThat(names(entity("Nora"))).contains("gigi");
        assertThat(entity("Nora").path("facts").asInt()).isEqualTo(2);
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, admin.tenant());

        ok(memory.api()
                .post(
                        "/v1/entities/" + nora + "/unmerge",
                        map("merge_id", merge.path("id").asString(), "user_id", "dana")));
        assertThat(entity("Gigi").path("facts").asInt()).isEqualTo(1);
        assertThat(names(entity("Nora"))).doesNotContain("gigi");
        memory.api()
                .post("/v1/entities/" + nora + "/merge", map("entity_id", nora, "user_id", "dana"))
                .isProblem(400, "invalid_request");
        memory.api()
                .post("/v1/entities/" + nora + "/merge", map("entity_id", UUID.randomUUID(), "user_id", "dana"))
                .isProblem(404, "not_found");
    }

    @Test
    void nobodyElsesNamesAreSeenOrMerged() {
        memory.say("c", "My sister Anna moved to Bergen.");
        String merge = merge("Dana's sister", "Anna").path("id").asString();
        String anna = entity("Anna").path("id").asString();
        MemoryCalls bo = memory.of("bo");
        bo.say("c", "I had lunch with Anna.");
        String bosAnna = bo.entities().stream()
                .filter(e -> e.path("name").asString().equals("Anna"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        MemoryCalls theirs = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "dana");

        for (MemoryCalls stranger : List.of(bo, theirs)) {
            assertThat(items(ok(stranger.api().get("/v1/entities/merges?user_id=" + stranger.user()))))
                    .isEmpty();
            stranger.api()
                    .get("/v1/entities/merges?entity_id=" + anna + "&user_id=" + stranger.user())
                    .isProblem(404, "not_found");
            stranger.api()
                    .post("/v1/entities/" + anna + "/unmerge", map("merge_id", merge, "user_id", stranger.user()))
                    .isProblem(404, "not_found");
            stranger.api()
                    .post("/v1/entities/" + bosAnna + "/merge", map("entity_id", anna, "user_id", stranger.user()))
                    .isProblem(404, "not_found");
        }
        bo.api()
                .post("/v1/entities/" + bosAnna + "/unmerge", map("merge_id", merge, "user_id", "bo"))
                .isProblem(404, "not_found");
        assertThat(merge("Dana's sister", "Anna").path("state").asString()).isEqualTo("merged");
    }

    @Test
    void anUntrustedSourceMergesNothing() {
        memory.say(
                "c",
                List.of(map(
                        "role",
                        "tool",
                        "content",
                        "My sister Anna is here.",
                        "speaker",
                        "Dana",
                        "trust_level",
                        "untrusted")));
        assertThat(merges()).isEmpty();
    }

    private List<JsonNode> merges() {
        return items(ok(memory.api().get("/v1/entities/merges?user_id=" + memory.user())));
    }

    private JsonNode merge(String alias, String entity) {
        return merges().stream()
                .filter(merge -> merge.at("/alias/name").asString().equals(alias)
                        && merge.at("/entity/name").asString().equals(entity))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode entity(String name) {
        return memory.entities().stream()
                .filter(entity -> entity.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode around(String id) {
        return ok(memory.api().get("/v1/entities/" + id + "/graph?user_id=" + memory.user()))
                .body();
    }

    private static Set<String> names(JsonNode entity) {
        Set<String> names =
                entity.path("aliases").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        names.add(entity.path("name").asString().toLowerCase(Locale.ROOT));
        return names;
    }
}

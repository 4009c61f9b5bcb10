package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What a fact names after it was put in other words, in both stores. */
@ApiTest
class ReviseRestTest {

    private final Stores stores = Stores.shared();

    @Autowired
    private GraphStore graph;

    @Autowired
    private GraphOutbox outbox;

    @Autowired
    private GraphRelay relay;

    private String tenant;
    private MemoryCalls memory;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        ApiClient.User admin = api.newUser();
        tenant = admin.tenant();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "dana");
    }

    @Test
    void namesAndRelationsThatTheNewWordsDoNotHaveAreDropped() {
        String old = memory.say("c", "I live in Lisbon.").factId();

        String next = revised(old, "Dana lives by the sea", null);

        assertThat(named(old)).containsExactlyInAnyOrder("Dana", "Lisbon");
        assertThat(related(old)).isEqualTo(1);
        assertThat(named(next)).containsExactly("Dana");
        assertThat(related(next)).isZero();
        String lisbon = entity("Lisbon");
        assertThat(linesOf(next))
                .anyMatch(line -> line.contains(entity("Dana")))
                .noneMatch(line -> line.contains(lisbon));
        assertThat(linesOf(old)).as("the version before").anyMatch(line -> line.contains(lisbon));
        JsonNode around = ok(memory.api().get("/v1/entities/" + lisbon + "/graph?user_id=dana"))
                .body();
        assertThat(around.path("relations")
                        .valueStream()
                        .map(relation -> relation.path("current").asBoolean()))
                .doesNotContain(true);
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    @Test
    void namesAndRelationsThatTheNewWordsHaveAreKept() {
        String old = memory.say("c", "I live in Lisbon.").factId();

        String next = revised(old, "Dana lives in the old town of LISBON.", "Lisbon");

        assertThat(named(next)).containsExactlyInAnyOrder("Dana", "Lisbon");
        assertThat(related(next)).isEqualTo(1);
        assertThat(linesOf(next)).anyMatch(line -> line.contains(entity("Lisbon")));
        Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
    }

    @Test
    void aNameInsideAnotherWordIsNotThatName() {
        String old = memory.say("c", "My sister is called Ann.").factId();
        assertThat(named(old)).contains("Ann");

        String next = revised(old, "Dana's sister is called Annabel", "Annabel");

        assertThat(named(next)).doesNotContain("Ann");
        assertThat(related(next)).isZero();
        assertThat(linesOf(next)).noneMatch(line -> line.contains(entity("Ann")));
    }

    private String revised(String id, String text, String value) {
        Map<String, Object> change = value == null ? map("text", text) : map("text", text, "value", value);
        return ok(memory.patch(id, change)).text("id");
    }

    private List<String> named(String fact) {
        return stores.owner()
                .sql("SELECT e.name FROM mention m JOIN entity e ON e.id = m.entity_id WHERE m.memory_id = ?")
                .param(UUID.fromString(fact))
                .query(String.class)
                .list();
    }

    private long related(String fact) {
        return stores.owner()
                .sql("SELECT count(*) FROM relation WHERE fact_id = ?")
                .param(UUID.fromString(fact))
                .query(Long.class)
                .single();
    }

    private String entity(String name) {
        return stores.owner()
                .sql("SELECT id::text FROM entity WHERE tenant_id = ? AND name = ?")
                .param(UUID.fromString(tenant))
                .param(name)
                .query(String.class)
                .single();
    }

    /** The graph's relationships of a fact, once everything was carried there. */
    private List<String> linesOf(String fact) {
        await().atMost(Duration.ofSeconds(60)).until(() -> outbox.depth() == 0);
        return graph.snapshot(UUID.fromString(tenant)).relationships().stream()
                .filter(line -> line.contains(fact))
                .toList();
    }
}

package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.labelled.LabelledConversations;
import io.everknown.api.labelled.LabelledConversations.Conversation;
import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.conversation.NewTurn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

@ApiTest
class FeedbackRestTest {

    private static final String FEEDBACK = "/v1/memory/feedback";
    private static final String LABELLED = FEEDBACK + "/labelled?user_id=";
    private static final Instant THEN = Instant.parse("2026-03-01T09:00:00Z");

    private final Stores stores = Stores.shared();

    @Autowired
    private ApiClient api;

    @TempDir
    private Path folder;

    private ApiClient.User admin;
    private MemoryCalls memory;
    private MemoryCalls.Taken taken;
    private String fact = "";

    @BeforeEach
    void register() {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
        taken = memory.say("c", THEN, "I live in Lisbon.");
        fact = taken.factId();
    }

    @Test
    void aUsedFactIsRefreshedWithoutBecomingMoreCertain() {
        JsonNode before = ok(memory.inspect(fact)).body().path("memory");
        ApiClient.Answer kept = ok(feedback(memory, "used", List.of(fact)));
        JsonNode after = ok(memory.inspect(fact)).body().path("memory");

        assertThat(kept.text("id")).isNotBlank();
        assertThat(Instant.parse(kept.text("recorded_at"))).isAfter(THEN);
        assertThat(Instant.parse(after.path("last_refreshed_at").asString()))
                .isAfter(Instant.parse(before.path("last_refreshed_at").asString()));
        for (String same :
                List.of("support", "confidence", "importance", "valid_from", "valid_to", "status", "sources")) {
            assertThat(after.path(same)).as(same).isEqualTo(before.path(same));
        }
        assertThat(memory.value("lives_in")).isEqualTo("Lisbon");
    }

    @Test
    void aWrongMemoryIsNotedAndStays() {
        JsonNode before = ok(memory.inspect(fact)).body();
        ok(feedback(memory, "wrong", List.of(fact)));

        assertThat(ok(memory.inspect(fact)).body()).isEqualTo(before);
        assertThat(stores.rows(admin.tenant())).containsEntry("feedback_memory", 1L);
    }

    @Test
    void aRetryWithItsKeyIsKeptOnceAndOtherContentIsAConflict() {
        MemoryCalls keyed = memory.with("Idempotency-Key", "k1");
        String first = ok(feedback(keyed, "used", List.of(fact))).text("id");

        assertThat(ok(feedback(keyed, "used", List.of(fact))).text("id")).isEqualTo(first);
        feedback(keyed, "wrong", List.of(fact)).isProblem(409, "idempotency_conflict");
        assertThat(stores.rows(admin.tenant())).containsEntry("feedback", 1L);
    }

    @Test
    void whatIsWrongWithARequestIsToldAndNothingIsKept() {
        String turn = taken.turnIds().getFirst();
        refused("used");
        refused("used", "used", List.of(), "wrong", List.of());
        refused("used", "used", List.of(fact, fact));
        refused("wrong", "wrong", List.of(turn, turn));
        refused("wrong", "used", List.of(fact, turn), "wrong", List.of(turn));
        refused("used", "used", ids(201));
        refused("used[0]", "used", Collections.singletonList(null));
        refused("query", "query", " ", "used", List.of(fact));
        refused("query", "query", "x".repeat(10_001), "used", List.of(fact));
        refused("context", "context", Collections.nCopies(51, "Hi"), "used", List.of(fact));
        refused("occurred_at", "used", List.of(fact), "occurred_at", "9998-01-01T00:00:00Z");
        feedback(memory, "used", List.of("fact-7")).isProblem(400, "invalid_type");
        feedback(memory, "useful", List.of(fact)).isProblem(400, "unknown_field");
        feedback(memory, "used", ids(1)).isProblem(404, "not_found");
        feedback(memory, "used", List.of(fact), "wrong", ids(1)).isProblem(404, "not_found");

        assertThat(stores.rows(admin.tenant())).containsEntry("feedback", 0L).containsEntry("feedback_memory", 0L);
    }

    private static List<String> ids(int number) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(number).toList();
    }

    private void refused(String field, Object... namesAndValues) {
        assertThat(feedback(memory, namesAndValues)
                        .isProblem(400, "invalid_request")
                        .body()
                        .path("errors")
                        .path(0)
                        .path("field")
                        .asString())
                .isEqualTo(field);
    }

    @Test
    void readersTellNothing() {
        MemoryCalls reader = new MemoryCalls(api.bearer(admin.newApiKey("reader", true)), "alice");
        feedback(reader, "used", List.of(fact)).isProblem(403, "forbidden");
        assertThat(ok(reader.api().get(LABELLED + "alice")).body()).isEmpty();
    }

    @Test
    void neitherOtherUsersNorOtherTenantsMeet() {
        ok(feedback(memory, "used", List.of(fact)));
        MemoryCalls bob = memory.of("bob");
        MemoryCalls theirs = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "alice");
        String turn = taken.turnIds().getFirst();

        for (MemoryCalls other : List.of(bob, theirs)) {
            feedback(other, "used", List.of(fact)).isProblem(404, "not_found");
            feedback(other, "wrong", List.of(turn)).isProblem(404, "not_found");
            assertThat(ok(other.api().get(LABELLED + other.user())).body()).isEmpty();
        }
        assertThat(stores.rows(admin.tenant())).containsEntry("feedback", 1L);
        MemoryCalls alone = new MemoryCalls(api.bearer(admin.newApiKey("writer", false)), "alice");
        feedback(alone, "used", List.of(fact)).isProblem(403, "forbidden");
    }

    @Test
    void forgettingAMemoryTakesTheQuestionsAboutItAlong() {
        String turn = memory.say("c", "I like tea.").turnIds().getFirst();
        ok(feedback(memory, "query", "Is it Zanzibar?", "used", List.of(turn), "wrong", List.of(fact)));
        assertThat(stores.mentioning(admin.tenant(), "zanzibar")).isNotEmpty();

        ok(memory.forget(fact));
        assertThat(stores.mentioning(admin.tenant(), "zanzibar")).isEmpty();
        assertThat(stores.rows(admin.tenant())).containsEntry("feedback_memory", 0L);
    }

    @Test
    void feedbackComesBackAsALabelledConversation() throws IOException {
        memory.say("d", THEN.plus(1, ChronoUnit.DAYS), "The ferry left late.");
        String tea = memory.say("c", THEN.plus(2, ChronoUnit.DAYS), "I like tea.")
                .turnIds()
                .getFirst();
        ok(feedback(memory, "used", List.of(fact), "wrong", List.of(tea)));
        ok(feedback(memory, "wrong", List.of(tea)));

        Path file = Files.writeString(
                folder.resolve("feedback.json"),
                ok(memory.api().get(LABELLED + "alice")).raw());
        List<Conversation> read = LabelledConversations.read(new ObjectMapper(), file);
        assertThat(read).hasSize(1);
        assertThat(read.getFirst().turns())
                .extracting(NewTurn::content)
                .containsExactly("I live in Lisbon.", "I like tea.", "The ferry left late.");
        assertThat(read.getFirst().turns().getFirst().occurredAt()).isEqualTo(THEN);
        assertThat(read.getFirst().questions()).singleElement().satisfies(question -> {
            assertThat(question.text()).isEqualTo("Where does Dana live?");
            assertThat(question.answers()).containsExactly(taken.turnIds().getFirst());
        });
    }

    private static ApiClient.Answer feedback(MemoryCalls calls, Object... namesAndValues) {
        Map<String, Object> body = and(map("query", "Where does Dana live?", "user_id", calls.user()), namesAndValues);
        return calls.api().post(FEEDBACK, body);
    }
}

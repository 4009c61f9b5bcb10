package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever is wrong with a request, it is told by a problem with a stable code, and nothing is written. */
@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMemoryRequestTest {

    private final Stores stores = Stores.shared();

    private ApiClient.User admin;
    private MemoryCalls memory;
    private MemoryCalls.Taken taken;
    private Map<String, Long> before;

    @BeforeAll
    void register(@Autowired ApiClient api) {
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("admin", true)), "alice");
        taken = memory.say("c", "I live in Lisbon.");
    }

    @BeforeEach
    void count() {
        before = stores.rows(admin.tenant());
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(stores.rows(admin.tenant())).isEqualTo(before);
    }

    static Stream<Arguments> badTurns() {
        return Stream.of(
                Arguments.of("unknown_field", map("tone", "nice")),
                Arguments.of("invalid_request", map("content", "")),
                Arguments.of("invalid_request", map("content", " \t\n ")),
                Arguments.of("invalid_request", map("content", null)),
                Arguments.of("invalid_request", map("content", "x".repeat(100_001))),
                Arguments.of("invalid_request", map("content", "x ".repeat(524_288))),
                Arguments.of("invalid_type", map("content", 7)),
                Arguments.of("invalid_type", map("content", List.of("x"))),
                Arguments.of("invalid_type", map("content", map("text", "x"))),
                Arguments.of("invalid_type", map("content", true)),
                Arguments.of("invalid_request", map("role", "god")),
                Arguments.of("invalid_request", map("role", "USER")),
                Arguments.of("invalid_request", map("role", null)),
                Arguments.of("invalid_request", map("speaker", "")),
                Arguments.of("invalid_request", map("speaker", "s".repeat(201))),
                Arguments.of("invalid_request", map("source_ref", "")),
                Arguments.of("invalid_request", map("source_ref", "s".repeat(501))),
                Arguments.of("invalid_request", map("session_id", "s".repeat(201))),
                Arguments.of("invalid_type", map("trust_level", "blind")),
                Arguments.of("invalid_type", map("trust_level", 0)),
                Arguments.of("invalid_type", map("occurred_at", "yesterday")),
                Arguments.of("invalid_type", map("occurred_at", "2025-02-30T00:00:00Z")),
                Arguments.of("invalid_type", map("occurred_at", "2025-02-01")),
                Arguments.of("invalid_type", map("occurred_at", "2025-02-01T10:00:00")),
                Arguments.of("invalid_type", map("occurred_at", 1738400000)),
                Arguments.of("invalid_type", map("occurred_at", "1738400000")),
                Arguments.of("invalid_type", map("occurred_at", "")),
                Arguments.of("invalid_request", map("occurred_at", "+999999999-12-31T23:59:59Z")),
                Arguments.of("invalid_request", map("occurred_at", "-0044-03-15T12:00:00Z")),
                Arguments.of(
                        "invalid_request",
                        map(
                                "occurred_at",
                                Instant.now().plus(1, ChronoUnit.HOURS).toString())),
                Arguments.of("invalid_request", map("occurred_at", "9999-12-31T23:59:59Z")));
    }

    @ParameterizedTest
    @MethodSource("badTurns")
    void aTurnThatIsWrongIsRefusedWithAllThatCameWithIt(String code, Map<String, Object> wrong) {
        Map<String, Object> bad = and(
                turn("I work at Contoso."),
                wrong.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray());

        ApiClient.Answer refused = memory.process("c", List.of(turn("I moved to Porto."), bad));

        refused.isProblem(400, code);
        String field = wrong.keySet().iterator().next();
        assertThat(refused.body().at("/errors/0/field").asString())
                .as(refused.raw())
                .isEqualTo("turns[1]." + field);
        assertThat(refused.raw()).hasSizeLessThan(2_000);
    }

    static Stream<Arguments> badRequests() {
        List<Map<String, Object>> one = List.of(turn("I moved to Porto."));
        return Stream.of(
                Arguments.of("invalid_request", map("turns", one)),
                Arguments.of("invalid_request", map("turns", one, "conversation_id", null)),
                Arguments.of("invalid_request", map("turns", one, "conversation_id", " ")),
                Arguments.of("invalid_request", map("turns", one, "conversation_id", "c".repeat(201))),
                Arguments.of("invalid_type", map("turns", one, "conversation_id", 5)),
                Arguments.of("invalid_request", map("conversation_id", "c")),
                Arguments.of("invalid_request", map("conversation_id", "c", "turns", List.of())),
                Arguments.of("invalid_request", map("conversation_id", "c", "turns", null)),
                Arguments.of(
                        "invalid_request",
                        map("conversation_id", "c", "turns", Arrays.asList(turn("I moved to Porto."), null))),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", "hello")),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", turn("hello"))),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", List.of("hello"))),
                Arguments.of("unknown_field", map("conversation_id", "c", "turns", one, "tenant_id", "x")),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", one, "scope", "planet")),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", one, "extract", "maybe")),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", one, "extract", 1)),
                Arguments.of("invalid_request", map("conversation_id", "c", "turns", one, "user_id", "*")),
                Arguments.of("invalid_request", map("conversation_id", "c", "turns", one, "user_id", " ")),
                Arguments.of("invalid_request", map("conversation_id", "c", "turns", one, "user_id", "u".repeat(201))),
                Arguments.of("invalid_type", map("conversation_id", "c", "turns", one, "user_id", 9)));
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void aRequestThatIsWrongIsRefused(String code, Map<String, Object> wrong) {
        memory.api().post(MemoryCalls.PROCESS, wrong).isProblem(400, code);
    }

    @Test
    void tenThousandTurnsAtOnceAreTooMany() {
        memory.process("c", Collections.nCopies(10_000, turn("I moved to Porto.")))
                .isProblem(400, "invalid_request");
    }

    @Test
    void textsNoStoreKeepsAreRefused() {
        String body =
                "{\"conversation_id\":\"c\",\"user_id\":\"alice\",\"turns\":[{\"role\":\"user\",\"content\":\"I moved to %s.\"}]}";
        for (String wrong : List.of("\\u0000", "\\ud83d", "\\udc00\\ud83d", "x\\ud800y")) {
            memory.api().postRaw(MemoryCalls.PROCESS, body.formatted(wrong)).isProblem(400, "invalid_request");
            memory.api()
                    .postRaw(MemoryCalls.RECALL, "{\"query\":\"%s\"}".formatted(wrong))
                    .isProblem(400, "invalid_request");
        }
        byte[] bytes = body.formatted("?").getBytes(StandardCharsets.US_ASCII);
        bytes[body.indexOf('%')] = (byte) 0xc3;
        memory.api().postRaw(MemoryCalls.PROCESS, bytes).isProblem(400, "malformed_json");
        memory.api()
                .postRaw(MemoryCalls.PROCESS, "{\"conversation_id\":\"c\",\"turns\":" + "[".repeat(5_000))
                .isProblem(400, "invalid_type");
        memory.api().postRaw(MemoryCalls.PROCESS, "{\"turns\":[").isProblem(400, "malformed_json");
        memory.api().postRaw(MemoryCalls.PROCESS, "").isProblem(400, "malformed_json");
        memory.api().postRaw(MemoryCalls.PROCESS, "null").isProblem(400, "malformed_json");
    }

    static Stream<Arguments> badQuestions() {
        return Stream.of(
                Arguments.of("invalid_request", map()),
                Arguments.of("invalid_request", map("query", "")),
                Arguments.of("invalid_request", map("query", "  ")),
                Arguments.of("invalid_request", map("query", "q".repeat(10_001))),
                Arguments.of("invalid_type", map("query", 7)),
                Arguments.of("unknown_field", map("query", "q", "limit", 7)),
                Arguments.of("invalid_type", map("query", "q", "types", List.of("dream"))),
                Arguments.of("invalid_type", map("query", "q", "types", "fact")),
                Arguments.of("invalid_request", map("query", "q", "types", Arrays.asList("fact", null))),
                Arguments.of("invalid_type", map("query", "q", "current_only", "yes")),
                Arguments.of("invalid_type", map("query", "q", "as_of", "now")),
                Arguments.of("invalid_request", map("query", "q", "as_of", "+12345-01-01T00:00:00Z")),
                Arguments.of("invalid_request", map("query", "q", "known_at", "-0001-01-01T00:00:00Z")),
                Arguments.of("invalid_type", map("query", "q", "min_trust", "some")),
                Arguments.of("invalid_request", map("query", "q", "conversation_id", "")),
                Arguments.of("invalid_request", map("query", "q", "conversation_id", "c".repeat(201))),
                Arguments.of("invalid_request", map("query", "q", "context", Collections.nCopies(51, "x"))),
                Arguments.of("invalid_request", map("query", "q", "context", Arrays.asList("x", null))),
                Arguments.of("invalid_type", map("query", "q", "context", List.of(List.of()))),
                Arguments.of("invalid_type", map("query", "q", "budget", 10)),
                Arguments.of("invalid_request", map("query", "q", "budget", map("max_items", 0))),
                Arguments.of("invalid_request", map("query", "q", "budget", map("max_items", -1))),
                Arguments.of("invalid_request", map("query", "q", "budget", map("max_items", 201))),
                Arguments.of("invalid_request", map("query", "q", "budget", map("max_tokens", -5))),
                Arguments.of("invalid_type", map("query", "q", "budget", map("max_tokens", 1.5))),
                Arguments.of("invalid_type", map("query", "q", "budget", map("max_tokens", 3_000_000_000L))),
                Arguments.of("unknown_field", map("query", "q", "budget", map("items", 3))),
                Arguments.of("invalid_request", map("query", "q", "user_id", "*")));
    }

    @ParameterizedTest
    @MethodSource("badQuestions")
    void aQuestionThatIsWrongIsRefused(String code, Map<String, Object> wrong) {
        memory.api().post(MemoryCalls.RECALL, wrong).isProblem(400, code);
    }

    static Stream<Arguments> badItems() {
        return Stream.of(
                Arguments.of("invalid_request", map("type", "turn")),
                Arguments.of("invalid_request", map("type", null)),
                Arguments.of("invalid_type", map("type", "dream")),
                Arguments.of("invalid_request", map("text", "")),
                Arguments.of("invalid_request", map("text", " ")),
                Arguments.of("invalid_request", map("text", "x".repeat(10_001))),
                Arguments.of("unknown_field", map("content", "x")),
                Arguments.of("invalid_request", map("importance", -0.1)),
                Arguments.of("invalid_request", map("importance", 1.1)),
                Arguments.of("invalid_type", map("importance", "high")),
                Arguments.of("invalid_request", map("source_ref", "")),
                Arguments.of("invalid_type", map("expires_at", "soon")),
                Arguments.of("invalid_request", map("expires_at", "+20000-01-01T00:00:00Z")),
                Arguments.of("invalid_request", map("valid_from", "-2000-01-01T00:00:00Z")));
    }

    @ParameterizedTest
    @MethodSource("badItems")
    void anItemThatIsWrongIsRefusedWithAllThatCameWithIt(String code, Map<String, Object> wrong) {
        Map<String, Object> good = map("type", "fact", "text", "Dana plays the cello.");
        Map<String, Object> bad = and(
                good,
                wrong.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray());

        memory.api()
                .post(MemoryCalls.REMEMBER, map("items", List.of(good, bad), "user_id", "alice"))
                .isProblem(400, code);
    }

    @Test
    void tooManyOrNoItemsAreRefused() {
        Map<String, Object> good = map("type", "fact", "text", "Dana plays the cello.");
        for (List<Map<String, Object>> items :
                List.of(List.<Map<String, Object>>of(), Collections.nCopies(501, good))) {
            memory.api()
                    .post(MemoryCalls.REMEMBER, map("items", items, "user_id", "alice"))
                    .isProblem(400, "invalid_request");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, invalid_request",
        "limit=-1, invalid_request",
        "limit=201, invalid_request",
        "limit=ten, invalid_type",
        "limit=99999999999, invalid_type",
        "types=dream, invalid_type",
        "current_only=perhaps, invalid_type",
        "cursor=%20, invalid_request",
        "cursor=!!!, invalid_request",
        "cursor=AAAA, invalid_request"
    })
    void aListThatIsWrongIsRefused(String parameters, String code) {
        memory.list(parameters).isProblem(400, code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x y",
                "2025-01-01T00:00:00Z x",
                "+1000000000-12-31T23:59:59.999999999Z 01a1fcfc-1026-72aa-8f0e-81ad96bbc63d",
                "-1000000000-01-01T00:00:00Z 01a1fcfc-1026-72aa-8f0e-81ad96bbc63d",
                "2025-01-01T00:00:00Z 1-1-1-1-1'--",
                " "
            })
    void aCursorOfOnesOwnMakingIsRefused(String plain) {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));

        memory.list("cursor=" + cursor).isProblem(400, "invalid_request");
        memory.decisions("cursor=" + cursor).isProblem(400, "invalid_type");
    }

    @Test
    void anEntityCursorOfOnesOwnMakingIsRefused() {
        for (String plain : List.of("x y", "lisbon")) {
            String cursor =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
            memory.api().get("/v1/entities?cursor=" + cursor).isProblem(400, "invalid_request");
        }
        memory.api().get("/v1/entities?limit=0").isProblem(400, "invalid_request");
        memory.api().get("/v1/entities?query=").isProblem(400, "invalid_request");
        memory.api().get("/v1/entities?query=" + "q".repeat(201)).isProblem(400, "invalid_request");
    }

    @Test
    void aDecisionCursorThatNamesNoDecisionIsRefused() {
        memory.decisions("cursor=" + UUID.randomUUID()).isProblem(400, "invalid_request");
        memory.decisions("memory_id=7").isProblem(400, "invalid_type");
        memory.decisions("limit=-3").isProblem(400, "invalid_request");
    }

    @Test
    void idsThatAreNoneAreRefusedAndUnknownOnesNotFound() {
        for (String id : List.of("7", "x", "01a1fcfc-1026-72aa-8f0e", "decisionz", "1-1-1-1-1x")) {
            memory.inspect(id).isProblem(400, "invalid_type");
            memory.forget(id).isProblem(400, "invalid_type");
            memory.patch(id, map("importance", 1)).isProblem(400, "invalid_type");
            memory.api().get("/v1/entities/" + id + "/graph").isProblem(400, "invalid_type");
        }
        String unknown = UUID.randomUUID().toString();
        memory.inspect(unknown).isProblem(404, "not_found");
        memory.forget(unknown).isProblem(404, "not_found");
        memory.patch(unknown, map("importance", 1)).isProblem(404, "not_found");
        memory.api().get("/v1/entities/" + unknown + "/graph").isProblem(404, "not_found");
        String entity = memory.entities().getFirst().path("id").asString();
        for (String parameters : List.of("depth=0", "depth=4", "limit=0", "limit=501")) {
            memory.api()
                    .get("/v1/entities/" + entity + "/graph?user_id=alice&" + parameters)
                    .isProblem(400, "invalid_request");
        }
    }

    @Test
    void aPatchThatIsWrongIsRefused() {
        String id = taken.factId();
        List<Map<String, Object>> wrong = new ArrayList<>(List.of(
                map("text", ""),
                map("text", "x".repeat(10_001)),
                map("value", "x".repeat(1_001), "text", "x"),
                map("confidence", 1.01),
                map("confidence", -1),
                map("importance", -0.5),
                map("valid_from", "+11111-01-01T00:00:00Z"),
                map("valid_to", "0001-01-01T00:00:00Z")));
        for (Map<String, Object> change : wrong) {
            memory.patch(id, change).isProblem(400, "invalid_request");
        }
        memory.patch(id, map("valid_to", "later")).isProblem(400, "invalid_type");
        assertThat(ok(memory.inspect(id)).body().at("/memory/text").asString()).contains("Lisbon");
    }

    @Test
    void aTimeThatIsWrongIsNamed() {
        assertThat(memory.api()
                        .post(MemoryCalls.RECALL, map("query", "q", "known_at", "+12345-01-01T00:00:00Z"))
                        .isProblem(400, "invalid_request")
                        .body()
                        .at("/errors/0/field")
                        .asString())
                .isEqualTo("known_at");
    }

    @Test
    void whatIsLongOrOddButAllowedIsTaken() {
        MemoryCalls other = memory.ofNewUser();
        String odd =
                "I \uD83D\uDE80 like \u0635\u0628\u0627\u062D and \u4F60\u597D; it's \"quoted\" \\ '); DROP TABLE turn; -- {$x}";

        assertThat(other.say("c'; --", odd).turnIds()).hasSize(1);
        assertThat(other.recalled(odd)).anyMatch(text -> text.contains(odd));
        assertThat(other.recalled("'); MATCH (n) DETACH DELETE n // \u0007 \\u0000"))
                .isNotNull();
        ok(other.process("c".repeat(200), List.of(turn("ab ".repeat(33_000)))));
        ok(other.process("c", List.of(turn("x".repeat(100_000)))));
        ok(other.process("c", Collections.nCopies(500, turn("Thanks!"))));
        other.facts(false).forEach(fact -> other.forget(fact.path("id").asString()));
        before = stores.rows(admin.tenant());
    }
}

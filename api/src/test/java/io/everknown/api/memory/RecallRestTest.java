package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.texts;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecallRestTest {

    private static final Instant MONDAY = Instant.parse("2025-03-03T09:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2025-03-07T09:00:00Z");
    private static final List<String> FACTS = List.of("fact");

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
    void theNewValueShowsNowAndTheOldOneThen() {
        memory.say("c", MONDAY, "I live in Lisbon.");
        memory.say("c", FRIDAY, "I moved to Porto.");
        String question = "Where does Dana live?";

        assertThat(memory.recalled(question, "types", FACTS))
                .singleElement()
                .asString()
                .contains("Porto");
        assertThat(memory.recalled(
                        question,
                        "types",
                        FACTS,
                        "as_of",
                        MONDAY.plusSeconds(60).toString()))
                .singleElement()
                .asString()
                .contains("Lisbon");
        assertThat(memory.recalled(question, "types", FACTS, "current_only", false))
                .hasSize(2);
        assertThat(memory.recalled(question, "as_of", MONDAY.minusSeconds(60).toString()))
                .isEmpty();
        assertThat(memory.recalled(question, "as_of", MONDAY.plusSeconds(60).toString(), "current_only", false))
                .noneMatch(text -> text.contains("Porto"));
    }

    @Test
    void knownAtLooksBackInTheServicesOwnKnowledge() {
        memory.say("c", MONDAY, "I live in Lisbon.");
        Instant between = Instant.now();
        memory.say("c", FRIDAY, "I work at Contoso.");

        assertThat(memory.recalled("Dana Lisbon Contoso", "known_at", between.toString()))
                .isNotEmpty()
                .allMatch(text -> text.contains("Lisbon"));
        assertThat(memory.recalled("Dana Lisbon Contoso", "known_at", MONDAY.toString()))
                .isEmpty();
    }

    @Test
    void anItemTellsWhereItIsFromAndWhy() {
        memory.say("c", List.of(and(turn("I live in Lisbon.", MONDAY), "source_ref", "m-1")));

        ApiClient.Answer answer = memory.recallWhole("Where does Dana live?", "types", FACTS);
        JsonNode item = items(answer).getFirst();

        assertThat(item.propertyNames())
                .contains(
                        "id",
                        "type",
                        "text",
                        "score",
                        "tokens",
                        "confidence",
                        "trust_level",
                        "valid_from",
                        "valid_to",
                        "superseded_by",
                        "contradicts",
                        "sources",
                        "why");
        assertThat(item.path("type").asString()).isEqualTo("fact");
        assertThat(item.path("trust_level").asString()).isEqualTo("user");
        assertThat(item.path("valid_from").asString()).isEqualTo(MONDAY.toString());
        JsonNode source = item.at("/sources/0");
        assertThat(source.path("source_ref").asString()).isEqualTo("m-1");
        assertThat(source.path("conversation_id").asString()).isEqualTo("c");
        assertThat(source.path("speaker").asString()).isEqualTo("Dana");
        assertThat(source.path("occurred_at").asString()).isEqualTo(MONDAY.toString());
        assertThat(source.path("turn_id").asString()).isNotBlank();
        assertThat(item.path("why").propertyNames()).contains("vector", "lexical", "graph", "attention");
        assertThat(item.at("/why/vector").asDouble()).isGreaterThan(0.3);
        assertThat(item.at("/why/lexical").asDouble()).isPositive();
        assertThat(item.at("/why/graph").asDouble()).as(answer.raw()).isPositive();
        assertThat(item.at("/why/path").isArray()).isTrue();
    }

    @Test
    void anAnswerTellsWhatItCostAndHowLongItTook() {
        memory.say("c", "I live in Lisbon.");

        JsonNode answer = memory.recallWhole("Where does Dana live?").body();

        assertThat(answer.propertyNames())
                .containsExactlyInAnyOrder(
                        "recall_id",
                        "items",
                        "total_tokens",
                        "context",
                        "model_version",
                        "model_route",
                        "degraded",
                        "timings_ms");
        assertThat(answer.path("degraded").size()).as(answer.toString()).isZero();
        assertThat(answer.path("model_version").asString()).isNotBlank();
        assertThat(answer.path("model_route").asString()).isEqualTo("active");
        assertThat(answer.path("recall_id").asString()).isNotBlank();
        JsonNode timings = answer.path("timings_ms");
        assertThat(timings.propertyNames()).contains("embed", "vector", "lexical", "graph", "rerank", "pack", "total");
        assertThat(timings.valueStream().map(JsonNode::asDouble)).allMatch(millis -> millis >= 0);
        assertThat(answer.path("context").asString()).contains("Lisbon");
    }

    @Test
    void noBudgetIsEverExceeded() {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (String city : List.of("Lisbon", "Porto", "Braga", "Faro", "Evora", "Sintra", "Aveiro", "Coimbra")) {
            turns.add(turn("Last summer I visited " + city + " and liked the old harbour and the tiles there."));
        }
        memory.say("c", turns);

        for (int tokens : List.of(1, 5, 17, 40, 90, 200)) {
            for (int items : List.of(1, 3, 200)) {
                ApiClient.Answer answer = memory.recallWhole(
                        "Which towns did Dana visit?", "budget", map("max_items", items, "max_tokens", tokens));
                int sum = items(answer).stream()
                        .mapToInt(item -> item.path("tokens").asInt())
                        .sum();
                assertThat(items(answer)).hasSizeLessThanOrEqualTo(items);
                assertThat(sum).isLessThanOrEqualTo(tokens);
                assertThat(answer.body().path("total_tokens").asInt()).isEqualTo(sum);
                assertThat(texts(answer))
                        .allSatisfy(text -> assertThat(answer.text("context")).contains(text));
            }
        }
        assertThat(items(memory.recallWhole("towns", "budget", map("max_items", 3))))
                .hasSize(3);
        assertThat(items(memory.recallWhole("towns", "budget", map("max_tokens", 1))))
                .isEmpty();
        assertThat(items(memory.recallWhole("towns"))).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void onlyTheConversationAskedForAnswers() {
        memory.say("work", "I work at Contoso.");
        memory.say("home", "I live in Lisbon.");

        assertThat(memory.recalled("Dana Contoso Lisbon", "conversation_id", "work"))
                .isNotEmpty()
                .allMatch(text -> text.contains("Contoso"));
        assertThat(memory.recalled("Dana Contoso Lisbon", "conversation_id", "elsewhere"))
                .isEmpty();
        assertThat(texts(memory.list("conversation_id=home&limit=50")))
                .isNotEmpty()
                .allMatch(text -> text.contains("Lisbon"));
    }

    @Test
    void whatIsLessTrustedThanAskedForStaysOut() {
        memory.say("c", List.of(and(turn("I work at Contoso."), "trust_level", "untrusted")));
        memory.say("c", List.of(and(turn("I live in Lisbon."), "trust_level", "user")));

        assertThat(memory.recalled("Dana Contoso Lisbon", "min_trust", "user"))
                .isNotEmpty()
                .allMatch(text -> text.contains("Lisbon"));
        assertThat(memory.recalled("Dana Contoso Lisbon", "min_trust", "untrusted"))
                .anyMatch(text -> text.contains("Contoso"));
    }

    @Test
    void aLessTrustedSourceDoesNotReplaceAValue() {
        memory.say("c", MONDAY, "I live in Lisbon.");

        JsonNode decision = memory.say("c", List.of(and(turn("I moved to Porto.", FRIDAY), "trust_level", "untrusted")))
                .decision();

        assertThat(decision.path("operation").asString()).isEqualTo("ADD");
        JsonNode lisbon = memory.facts(true).stream()
                .filter(fact -> fact.path("value").asString().equals("Lisbon"))
                .findFirst()
                .orElseThrow();
        assertThat(lisbon.at("/contradicts/0").asString())
                .isEqualTo(decision.path("fact").path("id").asString());
    }

    @Test
    void onlyTheKindsAskedForAnswer() {
        memory.say("c", "I live in Lisbon.");
        memory.api()
                .post(
                        MemoryCalls.REMEMBER,
                        map(
                                "user_id",
                                memory.user(),
                                "items",
                                List.of(
                                        map("type", "summary", "text", "Dana settled in Lisbon by the sea."),
                                        map("type", "insight", "text", "Dana likes Lisbon for its light."))));

        for (String type : List.of("fact", "turn", "summary", "insight")) {
            assertThat(items(memory.recallWhole("Lisbon", "types", List.of(type))))
                    .as(type)
                    .isNotEmpty()
                    .allMatch(item -> item.path("type").asString().equals(type));
            assertThat(items(memory.list("types=" + type)))
                    .as(type)
                    .isNotEmpty()
                    .allMatch(item -> item.path("type").asString().equals(type));
        }
        assertThat(items(memory.list("types=summary,insight"))).hasSize(2);
    }

    @Test
    void theLastTurnsHelpToUnderstandAQuestion() {
        memory.say("c", "I live in Lisbon.", "I adopted a dog named Quibbly.");

        List<String> texts = memory.recalled(
                "What is it called?",
                "context",
                List.of("We talked about pets.", "Yes, Dana has a dog."),
                "types",
                FACTS);

        assertThat(texts.getFirst()).contains("Quibbly");
        assertThat(memory.recalled("Quibbly", "context", List.of())).isNotEmpty();
    }

    @Test
    void anEmptyMemoryAnswersEmpty() {
        ApiClient.Answer answer = memory.recallWhole("Where does Dana live?");

        assertThat(items(answer)).isEmpty();
        assertThat(answer.body().path("total_tokens").asInt()).isZero();
        assertThat(answer.text("context")).isEmpty();
    }
}

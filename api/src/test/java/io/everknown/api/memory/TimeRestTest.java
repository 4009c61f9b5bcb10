package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What was true when, and what was known of it when. */
@ApiTest
class TimeRestTest {

    private static final Instant START = Instant.parse("2025-01-06T09:00:00Z");
    private static final String QUESTION = "Where does Dana live, and where does she work?";

    private MemoryCalls application;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        application = new MemoryCalls(api.bearer(api.newUser().newApiKey("writer", true)), "nobody");
    }

    @Test
    void whatWasKnownThenIsWhatWasAnsweredThen() {
        qt().withFixedSeed(4)
                .withExamples(4)
                .withShrinkCycles(0)
                .forAll(integers().all())
                .checkAssert(seed -> {
                    MemoryCalls memory = application.ofNewUser();
                    Random random = new Random(seed);
                    Map<Instant, List<SortedSet<String>>> answered = new LinkedHashMap<>();
                    for (int step = 0; step < 7; step++) {
                        memory.say(
                                "c",
                                List.of(and(
                                        turn(sentence(random), at(random.nextInt(20))),
                                        "trust_level",
                                        random.nextInt(4) == 0 ? "trusted_tool" : "user")));
                        Instant moment = Instant.now().truncatedTo(ChronoUnit.MICROS);
                        answered.put(moment, answers(memory));
                    }
                    answered.forEach((moment, then) -> assertThat(answers(memory, "known_at", moment.toString()))
                            .as("known at %s", moment)
                            .isEqualTo(then));
                });
    }

    @Test
    void aValueThatComesBackOutOfOrderIsAVersionOfItsOwn() {
        MemoryCalls memory = application.ofNewUser();
        memory.say("c", at(1), "I live in Lisbon.");
        memory.say("c", at(3), "I live in Lisbon.");
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        String porto = memory.say("c", at(2), "I live in Porto.").factId();

        List<JsonNode> history =
                memory.inspect(porto).body().path("history").valueStream().toList();
        assertThat(history).extracting(v -> v.path("value").asString()).containsExactly("Lisbon", "Porto", "Lisbon");
        for (int i = 0; i < 2; i++) {
            assertThat(history.get(i).path("superseded_by").asString())
                    .isEqualTo(history.get(i + 1).path("id").asString());
        }
        assertThat(history).extracting(v -> v.path("sources").size()).containsOnly(1);
        String first = history.getFirst().path("id").asString();
        JsonNode then = ok(memory.api()
                        .get("/v1/memory/" + first + "?user_id=" + memory.user() + "&known_at=" + before))
                .body();
        assertThat(then.at("/history")).hasSize(1);
        assertThat(then.at("/memory/valid_to").isNull()).isTrue();
        assertThat(then.at("/memory/sources")).hasSize(2);
    }

    @Test
    void whatContradictsIsShownBothWaysUntilOneSideIsForgotten() {
        MemoryCalls memory = application.ofNewUser();
        String lisbon = memory.say("c", at(1), "I live in Lisbon.").factId();
        String porto = memory.say("d", List.of(and(turn("I live in Porto.", at(2)), "trust_level", "untrusted")))
                .factId();
        assertThat(links(memory, lisbon)).containsExactly(porto);
        assertThat(links(memory, porto)).containsExactly(lisbon);
        assertThat(ok(memory.inspect(lisbon)).body().at("/memory/valid_to").isNull())
                .as("an untrusted source closes nothing")
                .isTrue();
        assertThat(memory.recallWhole("Where does Dana live?", "types", List.of("fact"))
                        .body()
                        .path("context")
                        .asString())
                .contains("(contradicted by another source)");
        memory.forget(porto);
        assertThat(links(memory, lisbon)).isEmpty();
    }

    @Test
    void manyWhoSayTheSameAtOnceLeaveOneFact() throws Exception {
        MemoryCalls memory = application.ofNewUser();
        int many = 24;
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                String conversation = "c" + i;
                sent.add(threads.submit(() -> memory.say(conversation, at(1), "I live in Lisbon. I play the harp.")));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
        List<JsonNode> facts = memory.facts(false);
        assertThat(facts).extracting(fact -> fact.path("support").asInt()).containsExactly(many, many);
        assertThat(facts).extracting(fact -> fact.path("sources").size()).containsExactly(many, many);
    }

    @Test
    void anAssistantsWordsCountLessThanTheUsersAndItsRepetitionNothing() {
        MemoryCalls memory = application.ofNewUser();
        memory.say("c", at(1), "I live in Lisbon.");
        for (String city : List.of("Lisbon", "Porto")) {
            memory.say(
                    "c",
                    List.of(map(
                            "role",
                            "assistant",
                            "speaker",
                            "Dana",
                            "content",
                            "I live in " + city + ".",
                            "occurred_at",
                            at(2).toString())));
        }
        JsonNode lisbon = memory.facts(true).stream()
                .filter(fact -> fact.path("value").asString("").equals("Lisbon"))
                .findFirst()
                .orElseThrow();
        assertThat(lisbon.path("support").asInt()).isEqualTo(1);
        assertThat(lisbon.path("valid_to").isNull()).isTrue();
    }

    private static List<String> links(MemoryCalls memory, String id) {
        return ok(memory.inspect(id))
                .body()
                .at("/memory/contradicts")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** What is recalled as current and as of a day, without what only orders it. */
    private static List<SortedSet<String>> answers(MemoryCalls memory, Object... more) {
        List<SortedSet<String>> answers = new ArrayList<>();
        for (Map<String, Object> frame :
                List.of(Map.<String, Object>of(), map("as_of", at(8).toString()), map("current_only", false))) {
            Map<String, Object> asked = and(and(frame, more), "budget", map("max_items", 200));
            List<Object> flat = new ArrayList<>();
            asked.forEach((name, value) -> flat.addAll(List.of(name, value)));
            SortedSet<String> items = new TreeSet<>();
            for (JsonNode item : items(memory.recallWhole(QUESTION, flat.toArray()))) {
                items.add(List.of(
                                "id",
                                "type",
                                "text",
                                "valid_from",
                                "valid_to",
                                "retracted_at",
                                "superseded_by",
                                "contradicts",
                                "support",
                                "last_refreshed_at",
                                "trust_level",
                                "sources")
                        .stream()
                        .map(field -> field + "=" + item.path(field))
                        .toList()
                        .toString());
            }
            answers.add(items);
        }
        return answers;
    }

    private static String sentence(Random random) {
        String city = List.of("Lisbon", "Porto", "Braga").get(random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> "I no longer live in " + city + ".";
            case 1 -> "Forget what I said about " + city + ".";
            case 2 -> "I work at Contoso.";
            default -> "I live in " + city + ".";
        };
    }

    private static Instant at(int day) {
        return START.plus(Duration.ofDays(day));
    }
}

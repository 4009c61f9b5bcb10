package io.everknown.api.memory;

import static io.everknown.api.testing.MemoryCalls.and;
import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quicktheories.QuickTheory;
import org.quicktheories.core.Gen;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What holds whatever is said in whatever order. */
@ApiTest
class MemoryLawsTest {

    private static final Instant START = Instant.parse("2025-01-06T09:00:00Z");
    private static final List<String> CITIES = List.of("Lisbon", "Porto", "Braga", "Faro", "Evora", "Sintra");

    private final Stores stores = Stores.shared();

    @Autowired
    private GraphStore graph;

    @Autowired
    private GraphOutbox outbox;

    @Autowired
    private GraphRelay relay;

    private String tenant;
    private MemoryCalls application;

    @BeforeEach
    void register(@Autowired ApiClient api) {
        ApiClient.User admin = api.newUser();
        tenant = admin.tenant();
        application = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "nobody");
    }

    @Test
    void aMomentNeverShowsWhatWasSaidAfterIt() {
        laws(12).forAll(moves(), integers().between(-1, 12)).checkAssert((moves, day) -> {
            MemoryCalls memory = application.ofNewUser();
            memory.say("c", shuffled(turns(moves), day));
            Instant moment = at(day).plusSeconds(60);

            for (boolean currentOnly : List.of(true, false)) {
                for (JsonNode item : items(memory.recallWhole(
                        "Where does Dana live, and what did she say?",
                        "as_of",
                        moment.toString(),
                        "current_only",
                        currentOnly,
                        "budget",
                        map("max_items", 200)))) {
                    Instant said =
                            Instant.parse(item.at("/sources/0/occurred_at").asString());
                    assertThat(said).as(item.toString()).isBeforeOrEqualTo(moment);
                    assertThat(Instant.parse(item.path("valid_from").asString()))
                            .isBeforeOrEqualTo(moment);
                }
            }
        });
    }

    @Test
    void theLastWordCountsInWhateverOrderTheTurnsCome() {
        laws(25).forAll(moves(), integers().all()).checkAssert((moves, seed) -> {
            MemoryCalls memory = application.ofNewUser();
            for (Map<String, Object> turn : shuffled(turns(moves), seed)) {
                memory.say("c", List.of(turn));
            }

            assertThat(memory.value("lives_in")).isEqualTo(CITIES.get(moves.getLast()));
        });
    }

    @Test
    void theLastWordCountsWithinOneRequestToo() {
        laws(15).forAll(moves(), integers().all()).checkAssert((moves, seed) -> {
            MemoryCalls memory = application.ofNewUser();

            memory.say("c", shuffled(turns(moves), seed));

            assertThat(memory.value("lives_in")).isEqualTo(CITIES.get(moves.getLast()));
        });
    }

    @Test
    void aMomentShowsTheValueThatHeldThen() {
        laws(10).forAll(moves(), integers().all()).checkAssert((moves, seed) -> {
            MemoryCalls memory = application.ofNewUser();
            for (Map<String, Object> turn : shuffled(turns(moves), seed)) {
                memory.say("c", List.of(turn));
            }

            for (int day = 0; day < moves.size(); day++) {
                assertThat(items(memory.recallWhole(
                                        "Where does Dana live?",
                                        "types",
                                        List.of("fact"),
                                        "as_of",
                                        at(day).plusSeconds(60).toString()))
                                .stream()
                                .map(item -> item.path("value").asString()))
                        .as("on day " + day)
                        .containsExactly(CITIES.get(moves.get(day)));
            }
        });
    }

    @Test
    void repeatingAnyRequestsWithTheirKeysChangesNothing() {
        laws(6).forAll(moves(), integers().all()).checkAssert((moves, seed) -> {
            MemoryCalls memory = application.ofNewUser();
            List<Map<String, Object>> turns = turns(moves);
            List<List<String>> ids = new ArrayList<>();
            for (int i = 0; i < turns.size(); i++) {
                ids.add(memory.with("Idempotency-Key", "k-" + i)
                        .say("c", List.of(turns.get(i), turn("I work at Contoso.", at(i))))
                        .turnIds());
            }
            Map<String, Long> rows = stores.rows(tenant);

            Random random = new Random(seed);
            for (int n = 0; n < 5; n++) {
                int i = random.nextInt(turns.size());
                assertThat(memory.with("Idempotency-Key", "k-" + i)
                                .say("c", List.of(turns.get(i), turn("I work at Contoso.", at(i))))
                                .turnIds())
                        .isEqualTo(ids.get(i));
            }

            assertThat(stores.rows(tenant)).isEqualTo(rows);
            assertThat(memory.value("lives_in")).isEqualTo(CITIES.get(moves.getLast()));
        });
    }

    @Test
    void theGraphIsWhatTheRecordSaysAfterWhateverWasDone() {
        laws(5).forAll(moves(), integers().all()).checkAssert((moves, seed) -> {
            MemoryCalls memory = application.ofNewUser();
            Random random = new Random(seed);
            memory.say("c", shuffled(turns(moves), seed));
            memory.say("c", "I work at Contoso.", "My sister is called Ines.", "Forget what I said about Contoso.");
            List<JsonNode> all = items(memory.list("current_only=false&limit=200"));
            memory.forget(all.get(random.nextInt(all.size())).path("id").asString());
            memory.facts(true)
                    .forEach(fact -> memory.patch(
                            fact.path("id").asString(),
                            random.nextBoolean()
                                    ? map("importance", 0.7)
                                    : map("text", "Dana keeps " + random.nextInt(9) + " bees.")));

            Stores.graphIsWhatTheRecordSays(graph, outbox, relay, tenant);
            assertThat(stores.orphans(tenant)).isEmpty();
        });
    }

    private static QuickTheory laws(int examples) {
        return qt().withFixedSeed(20250106).withExamples(examples).withShrinkCycles(20);
    }

    /** Where Dana lives on each day, as indexes of cities; she never moves back. */
    private static Gen<List<Integer>> moves() {
        return integers()
                .between(1, CITIES.size())
                .zip(
                        integers().all(),
                        (length, seed) -> shuffled(
                                        IntStream.range(0, CITIES.size())
                                                .boxed()
                                                .toList(),
                                        seed)
                                .subList(0, length));
    }

    private static List<Map<String, Object>> turns(List<Integer> moves) {
        List<Map<String, Object>> turns = new ArrayList<>();
        for (int day = 0; day < moves.size(); day++) {
            turns.add(and(turn("I live in " + CITIES.get(moves.get(day)) + ".", at(day)), "source_ref", "m-" + day));
        }
        return turns;
    }

    private static <T> List<T> shuffled(List<T> list, int seed) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, new Random(seed));
        return copy;
    }

    private static Instant at(int day) {
        return START.plus(Duration.ofDays(day));
    }
}

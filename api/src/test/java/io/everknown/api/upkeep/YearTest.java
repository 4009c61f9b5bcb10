package io.everknown.api.upkeep;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;
import static io.everknown.api.testing.MemoryCalls.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.everknown.api.EverknownApi;
import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.localstack.TestStack;
import io.everknown.memory.consolidation.Cleanup;
import io.everknown.memory.consolidation.Prune;
import io.everknown.memory.consolidation.Weighing;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.MapPropertySource;
import tools.jackson.databind.JsonNode;

/** A year of a user's turns on the real stack, with the jobs of every night. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class YearTest {

    private static final Instant START = Instant.parse("2027-01-01T09:00:00Z");
    private static final SettableClock CLOCK = new SettableClock(START);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Map<String, Integer> HALF_LIVES =
            Map.of("preference", 730, "interest", 365, "fact", 180, "event", 90);

    private static final List<String> NAMES = List.of(
            "Igor", "Lena", "Tomas", "Priya", "Kofi", "Yuki", "Omar", "Greta", "Pavel", "Nadia", "Bruno", "Esther",
            "Ravi", "Ingrid", "Marco", "Sofia", "Dmitri", "Carmen", "Felix", "Aisha");
    private static final List<String> DEEDS = List.of(
            "painted the fence",
            "repaired the boat",
            "baked a walnut cake",
            "translated the manual",
            "planted an apple tree",
            "tuned the piano",
            "filmed the parade",
            "sewed a winter coat",
            "climbed the old tower",
            "sold the caravan",
            "photographed a heron",
            "cleaned the chimney",
            "mapped the caves",
            "restored a clock",
            "wrote a ballad",
            "carved a spoon",
            "built a kayak",
            "brewed some cider",
            "visited the archive");

    private TestStack stack;
    private ConfigurableApplicationContext service;
    private ApiClient.User admin;
    private MemoryCalls memory;
    private int day;

    @BeforeAll
    void start() {
        stack = TestStack.fresh();
        Map<String, Object> variables = new HashMap<>(stack.addresses().asEnvironment());
        variables.put("server.port", "0");
        variables.put("db-scheduler.enabled", "false");
        service = new SpringApplicationBuilder(EverknownApi.class, TestClock.class)
                .initializers(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("own stack", variables)))
                .run();
        ApiClient api =
                new ApiClient("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port"));
        admin = api.newUser();
        memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
    }

    @AfterAll
    void stop() {
        if (service != null) {
            service.close();
        }
        stack.close();
    }

    @Test
    void essentialFadingExpiryAndPruningHappenAtTheDocumentedMoments() {
        final String home = said("I live in Lisbon.");
        final String french = said("Always answer in French.");
        final String weak = said("The boiler in the cellar makes a strange noise.");
        final String undone = said("Quentin borrowed the blue ladder.");
        final String pinned = said("The spare key hangs behind the clock.");
        final String used = said("Wanda collects old railway maps.");
        final String twice = said("Hugo restores wooden canoes.");
        final Instant expiry = START.plus(Duration.ofDays(50).plusHours(2));
        final String code = memory.remember("The gate code is zanzibar.", "expires_at", expiry.toString())
                .path("fact")
                .path("id")
                .asString();
        ok(memory.patch(pinned, map("pinned", true)));
        ok(memory.patch(code, map("pinned", true)));
        assertThat(essentials()).containsExactlyInAnyOrder(home, french, pinned, code);

        goTo(expiry.minusMillis(1));
        assertThat(essentials()).contains(code);
        assertThat(recall("What is the gate code?")).anyMatch(text -> text.contains("zanzibar"));
        goTo(expiry);
        assertThat(essentials()).doesNotContain(code);
        assertThat(recall("What is the gate code?")).noneMatch(text -> text.contains("zanzibar"));
        assertThat(shown(code).path("status").asString()).isEqualTo("expired");
        goTo(expiry.plus(Duration.ofHours(24)).minus(SECOND));
        cleanUp();
        assertThat(shown(code).path("status").asString()).isEqualTo("expired");
        goTo(expiry.plus(Duration.ofHours(24)));
        cleanUp();
        memory.inspect(code).isProblem(404, "not_found");
        assertGone("zanzibar");

        goTo(day(100));
        assertThat(memory.say("again", "Hugo restores wooden canoes.").operations())
                .containsExactly("NOOP");
        assertThat(confidence(twice)).isEqualTo(stored(twice));
        goTo(day(180));
        assertThat(confidence(weak)).as("half a life later").isEqualTo(stored(weak) / 2, within(1e-4));
        assertThat(confidence(home)).isEqualTo(stored(home));
        assertThat(confidence(pinned)).isEqualTo(stored(pinned));
        goTo(day(200));
        ok(memory.api()
                .post(
                        "/v1/memory/feedback",
                        map("query", "Who collects maps?", "used", List.of(used), "user_id", "alice")));
        assertThat(confidence(used)).as("used").isEqualTo(stored(used));
        goTo(day(280));
        assertThat(confidence(twice)).as("since it was said again").isEqualTo(stored(twice) / 2, within(1e-4));

        Instant faint = START.plusMillis((long) (Duration.ofDays(180).toMillis() * log2(stored(weak) / 0.2)));
        assertThat(faint).as("as documented: after 325.3 days").isBetween(day(325), day(326));
        goTo(faint.minus(SECOND));
        assertThat(prunable()).doesNotContain(weak);
        goTo(faint.plus(SECOND));
        assertThat(prunable()).contains(weak, undone).doesNotContain(home, french, pinned, used, twice);
        assertThat(recall("What is wrong with the boiler?")).anyMatch(text -> text.contains("boiler"));
        goTo(day(326));
        Instant pruned = Instant.parse(shown(weak).path("archived_at").asString());
        assertThat(shown(weak).path("status").asString()).isEqualTo("archived");
        assertThat(shown(weak).path("archive_reason").asString()).isEqualTo("pruned");
        assertThat(recall("What is wrong with the boiler?")).noneMatch(text -> text.contains("boiler"));

        goTo(pruned.plus(Duration.ofDays(30)).minus(SECOND));
        cleanUp();
        JsonNode restored = ok(memory.patch(undone, map("archived", false))).body();
        assertThat(restored.path("status").asString()).isEqualTo("current");
        assertThat(restored.path("archive_reason").isNull()).isTrue();
        assertThat(recall("What did Quentin borrow?")).anyMatch(text -> text.contains("ladder"));
        assertThat(shown(weak).path("status").asString()).isEqualTo("archived");
        goTo(pruned.plus(Duration.ofDays(30)));
        cleanUp();
        memory.inspect(weak).isProblem(404, "not_found");
        assertGone("boiler");

        goTo(day(366));
        assertThat(shown(undone).path("status").asString()).isEqualTo("current");
        for (String kept : List.of(home, french, pinned, used, twice)) {
            assertThat(shown(kept).path("status").asString()).isEqualTo("current");
        }
        assertThat(essentials()).containsExactlyInAnyOrder(home, french, pinned);
        JsonNode mark = ok(memory.inspect(home)).body().path("essential");
        assertThat(Instant.parse(mark.path("since").asString()))
                .as("the first night")
                .isBefore(day(1));
        assertThat(Instant.parse(mark.path("weighed_at").asString())).isAfter(day(365));
        assertThat(memory.decisions("limit=200").raw())
                .doesNotContain("zanzibar")
                .doesNotContain("boiler");
    }

    /** Lives through all days until a moment: a turn every other day, the jobs each night, and what must hold after them. */
    private void goTo(Instant moment) {
        while (true) {
            Instant night = START.truncatedTo(ChronoUnit.DAYS)
                    .plus(Duration.ofDays(day + 1).plusHours(3));
            if (night.isAfter(moment)) {
                break;
            }
            CLOCK.set(night);
            service.getBean(Prune.class).run();
            service.getBean(Cleanup.class).run();
            service.getBean(Weighing.class).run();
            day++;
            if (day % 60 == 0) {
                everythingIsAsDocumented();
            }
            Instant noon = night.plus(Duration.ofHours(4));
            if (day % 2 == 0 && !noon.isAfter(moment)) {
                CLOCK.set(noon);
                String name = NAMES.get(day / 2 % NAMES.size());
                memory.say("day " + day, name + " " + DEEDS.get(day / 2 % DEEDS.size()) + ".");
            }
        }
        CLOCK.set(moment);
    }

    private void everythingIsAsDocumented() {
        Set<String> essential = Set.copyOf(essentials());
        List<JsonNode> all = all();
        assertThat(all).hasSizeGreaterThan(10);
        for (JsonNode fact : all) {
            String id = fact.path("id").asString();
            double stored = fact.path("stored_confidence").asDouble();
            double shown = fact.path("confidence").asDouble();
            Instant refreshed = Instant.parse(fact.path("last_refreshed_at").asString());
            Instant recorded = Instant.parse(fact.path("recorded_at").asString());
            Duration age = Duration.between(refreshed.isAfter(recorded) ? refreshed : recorded, CLOCK.instant());
            Integer halfLife = HALF_LIVES.get(fact.path("kind").asString());
            double halves = essential.contains(id) || halfLife == null
                    ? 0
                    : age.toMillis() / (double) Duration.ofDays(halfLife).toMillis();
            assertThat(shown)
                    .as(fact.toString())
                    .isEqualTo(Math.max(0.05, stored * Math.pow(2, -halves)), within(2e-4));
            boolean old = Duration.between(recorded, CLOCK.instant()).toDays() >= 90;
            if (fact.path("status").asString().equals("current") && !essential.contains(id) && old) {
                assertThat(shown >= 0.2 - 1e-4 || fact.path("support").asInt() > 1)
                        .as(fact.toString())
                        .isTrue();
            }
            if (!fact.path("archived_at").isNull()) {
                assertThat(Instant.parse(fact.path("archived_at").asString()))
                        .isAfter(CLOCK.instant().minus(Duration.ofDays(30)));
            }
        }
    }

    private List<JsonNode> all() {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            ApiClient.Answer page = ok(memory.list("types=fact&limit=200" + cursor));
            all.addAll(items(page));
            cursor = page.body().path("next_cursor").isNull() ? "" : "&cursor=" + page.text("next_cursor");
        } while (!cursor.isEmpty());
        return all;
    }

    private void assertGone(String word) {
        service.getBean(GraphRelay.class).relayAll();
        assertThat(Stores.of(stack).mentioning(admin.tenant(), word)).isEmpty();
        assertThat(Stores.mentioning(service.getBean(GraphStore.class), admin.tenant(), word))
                .isEmpty();
        assertThat(recall("What about " + word + "?")).noneMatch(text -> text.contains(word));
    }

    private String said(String sentence) {
        return memory.say("first day", sentence).factId();
    }

    private void cleanUp() {
        service.getBean(Cleanup.class).run();
    }

    private List<String> recall(String question) {
        return texts(memory.recall(question));
    }

    private List<String> essentials() {
        return items(ok(memory.api().get("/v1/memory/essential?user_id=alice&max_tokens=100000"))).stream()
                .map(item -> item.path("id").asString())
                .toList();
    }

    private Set<String> prunable() {
        return items(ok(memory.api().post("/v1/memory/prune", map("dry_run", true, "user_id", "alice")))).stream()
                .map(item -> item.path("id").asString())
                .collect(Collectors.toSet());
    }

    private JsonNode shown(String id) {
        return ok(memory.inspect(id)).body().path("memory");
    }

    private double confidence(String id) {
        return shown(id).path("confidence").asDouble();
    }

    private double stored(String id) {
        return shown(id).path("stored_confidence").asDouble();
    }

    private static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    /** The one clock of the service, in the hands of the test. Not annotated, so that no other service finds it. */
    static class TestClock {

        @Bean
        @Primary
        InstantSource settableClock() {
            return CLOCK;
        }
    }
}

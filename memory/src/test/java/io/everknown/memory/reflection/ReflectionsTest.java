package io.everknown.memory.reflection;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.reflection.Reflections.Limits;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReflectionsTest {

    private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
    private static final Limits LIMITS = new Limits(5, 3, 2, 0.6, TrustLevel.AGENT);
    private static final Window ALL = new Window(START, day(400));

    private final List<Told> facts = new ArrayList<>();

    @Test
    void aSlotWithSeveralValuesIsAChange() {
        Fact oslo = home("Oslo", 0, 30);
        Fact bergen = home("Bergen", 30, null);
        home("Bergen", 60, null, "job");

        Insight insight = only(ALL);
        assertThat(insight.question()).isEqualTo("What has changed about Dana's “lives in”?");
        assertThat(insight.text())
                .isEqualTo("Dana's “lives in” has changed once: Oslo (since 1 March 2026), then Bergen"
                        + " (since 31 March 2026).");
        assertThat(insight.origins()).containsExactly(oslo.id(), bergen.id());
    }

    @Test
    void aNameThatComesBackOnSeveralDaysIsAThread() {
        plain("Biscuit is ill.", 0, "Biscuit");
        plain("Biscuit eats again.", 3, "Biscuit");
        assertThat(Reflections.on(facts, ALL, LIMITS))
                .as("two facts are no pattern")
                .isEmpty();
        plain("Biscuit runs in the park.", 9, "Biscuit");

        Insight insight = only(ALL);
        assertThat(insight.topic()).isEqualTo("thread/dana/biscuit");
        assertThat(insight.text())
                .isEqualTo("Dana comes back to Biscuit: 3 statements on 3 days, from 1 March 2026 to 10 March 2026."
                        + " First: “Biscuit is ill.” Last: “Biscuit runs in the park.”");
        assertThat(insight.origins()).hasSize(3);
    }

    @Test
    void statementsOfOneDayAreNoPattern() {
        plain("Biscuit is ill.", 0, "Biscuit");
        plain("Biscuit eats again.", 0, "Biscuit");
        plain("Biscuit runs in the park.", 0, "Biscuit");
        assertThat(Reflections.on(facts, ALL, LIMITS)).isEmpty();
    }

    @Test
    void likeStatementsWithoutANameAreATheme() {
        plain("Dana glazed a pottery bowl.", 0, null, 1, 0.1f);
        plain("Dana's pottery kiln is broken.", 4, null, 1, 0.2f);
        plain("Dana sells pottery at the market.", 8, null, 1, 0.3f);
        plain("Dana swims.", 8, null, -1, 0.1f);

        Insight insight = only(ALL);
        assertThat(insight.question()).isEqualTo("What does Dana often say of pottery?");
        assertThat(insight.text()).startsWith("Dana often speaks of pottery: 3 statements on 3 days,");
    }

    @Test
    void onlyTopicsOfTheWindowAreToldAndAllTimesAnswer() {
        plain("Biscuit is ill.", 0, "Biscuit");
        plain("Biscuit eats again.", 3, "Biscuit");
        plain("Biscuit runs in the park.", 9, "Biscuit");
        assertThat(Reflections.on(facts, new Window(day(20), day(21)), LIMITS)).isEmpty();
        plain("Biscuit sleeps.", 20, "Biscuit");
        assertThat(only(new Window(day(20), day(21))).origins()).hasSize(4);
    }

    @Test
    void whatIsLessTrustedDerivedOrTakenBackIsNoEvidence() {
        plain("Biscuit is ill.", 0, "Biscuit");
        plain("Biscuit eats again.", 3, "Biscuit");
        facts.add(new Told(
                fact(MemoryType.SUMMARY, TrustLevel.USER, null, null, "Biscuit is fine.", 9, null, "Biscuit"),
                vector(1, 0)));
        facts.add(new Told(
                fact(MemoryType.FACT, TrustLevel.UNTRUSTED, null, null, "Biscuit is a cat.", 9, null, "Biscuit"),
                vector(1, 0)));
        facts.add(new Told(
                fact(MemoryType.FACT, TrustLevel.USER, null, null, "Biscuit barks.", 9, null, "Biscuit")
                        .retractedAt(day(10)),
                vector(1, 0)));
        assertThat(Reflections.on(facts, ALL, LIMITS)).isEmpty();
        assertThat(Reflections.on(facts, ALL, LIMITS.trusting(TrustLevel.UNTRUSTED)))
                .hasSize(1);
    }

    @Test
    void theSameFactsGiveTheSameInsightsInAnyOrder() {
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            plain("Item" + i, random.nextInt(90), "Thing" + i % 7, random.nextInt(3) - 1, random.nextFloat());
        }
        home("Oslo", 0, 30);
        home("Bergen", 30, null);
        List<Insight> first = Reflections.on(facts, ALL, LIMITS);
        assertThat(first).hasSizeBetween(2, 5).extracting(Insight::topic).doesNotHaveDuplicates();
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(facts, random);
            assertThat(Reflections.on(facts, ALL, LIMITS)).isEqualTo(first);
        }
    }

    private Insight only(Window window) {
        List<Insight> insights = Reflections.on(facts, window, LIMITS);
        assertThat(insights).hasSize(1);
        return insights.getFirst();
    }

    private Fact home(String city, int from, @Nullable Integer to) {
        return home(city, from, to, "lives_in");
    }

    private Fact home(String city, int from, @Nullable Integer to, String slot) {
        Fact fact = fact(MemoryType.FACT, TrustLevel.USER, slot, city, "Dana lives in " + city, from, to, null);
        facts.add(new Told(fact, vector(facts.size() % 2 == 0 ? 1 : -1, 0)));
        return fact;
    }

    private void plain(String text, int day, @Nullable String entity) {
        plain(text, day, entity, facts.size() % 2 == 0 ? 1 : -1, 0);
    }

    private void plain(String text, int day, @Nullable String entity, float x, float y) {
        facts.add(new Told(fact(MemoryType.FACT, TrustLevel.USER, null, null, text, day, null, entity), vector(x, y)));
    }

    private static Embedding vector(float x, float y) {
        return new Embedding(new float[] {x, y, 0.01f});
    }

    private static Fact fact(
            MemoryType type,
            TrustLevel trust,
            @Nullable String slot,
            @Nullable String value,
            String text,
            int day,
            @Nullable Integer to,
            @Nullable String entity) {
        EntityMention dana = new EntityMention("Dana", EntityType.PERSON);
        return new Fact(
                Ids.next(),
                type,
                text,
                "Dana",
                slot,
                value,
                entity == null ? List.of(dana) : List.of(dana, new EntityMention(entity, EntityType.PERSON)),
                List.of(),
                new Validity(day(day), to == null ? null : day(to)),
                day(day),
                null,
                null,
                List.of(),
                Visibility.PRIVATE,
                trust,
                0.9,
                0.5,
                1,
                day(day),
                null,
                null,
                List.of(new Source(Ids.next(), text, "c" + day, null, "Dana", day(day))));
    }

    private static Instant day(int day) {
        return START.plus(Duration.ofDays(day));
    }
}

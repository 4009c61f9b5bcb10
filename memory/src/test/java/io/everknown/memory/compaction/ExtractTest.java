package io.everknown.memory.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.compaction.Extract.Told;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.TestMemories;
import io.everknown.memory.recall.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtractTest {

    private static final TokenCounter WORDS =
            text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;

    private final Extract extract = new Extract(WORDS);

    @Test
    void statementsStandInTheOrderOfTimeThoseOfOneDayTogether() {
        RecalledMemory day = TestMemories.turn("u", "Nora", "I keep bees. I keep hens!", 2);
        RecalledMemory before = TestMemories.turn("u", "Nora", "I sold the goat.", 1);
        List<Told> told = List.of(
                told(TestMemories.fact(day, "Nora keeps bees", "I keep bees."), 1, 0, 0),
                told(TestMemories.fact(day, "Nora keeps hens!", "I keep hens!"), 0, 1, 0),
                told(TestMemories.fact(before, "Nora sold the goat.", "I sold the goat."), 0, 0, 1));
        Extract.Text text = extract.of(told, 100, CompactForm.SUMMARY);
        assertThat(text.text()).endsWith("Nora sold the goat. " + day(day) + ": Nora keeps bees. Nora keeps hens!");
        assertThat(extract.of(told, 100, CompactForm.BULLETS).text().lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("- "));
    }

    @Test
    void whatRepeatsIsToldOnceAndDiverseStatementsComeBeforeLikeOnes() {
        RecalledMemory turn = TestMemories.turn("u", "Nora", "I keep bees.", 1);
        RecalledMemory bees = TestMemories.fact(turn, "Nora keeps bees", "I keep bees.");
        RecalledMemory again = TestMemories.fact(turn, "Nora has bees", "I keep bees.");
        RecalledMemory goat = TestMemories.fact(turn, "Nora sold a goat", "I keep bees.");
        List<Told> told = List.of(told(bees, 1, 0, 0), told(again, 1, 0.01f, 0), told(goat, 0, 1, 0));
        assertThat(extract.of(told, 100, CompactForm.SUMMARY).chosen())
                .hasSize(2)
                .contains(goat);
    }

    @Test
    void neverExceedsItsBudgetAndInventsNothing() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            List<Told> told = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                RecalledMemory turn = TestMemories.turn("u", "Nora", "x", random.nextInt(40));
                String text = "word ".repeat(1 + random.nextInt(12)) + i;
                told.add(told(TestMemories.fact(turn, text, "x"), random.nextFloat() - 0.5f, random.nextFloat(), 0.1f));
            }
            int budget = 1 + random.nextInt(60);
            Extract.Text text =
                    extract.of(told, budget, random.nextBoolean() ? CompactForm.SUMMARY : CompactForm.BULLETS);
            assertThat(WORDS.count(text.text())).isLessThanOrEqualTo(budget);
            assertThat(text.chosen())
                    .doesNotHaveDuplicates()
                    .isSubsetOf(told.stream().map(Told::memory).toList());
            text.chosen().forEach(memory -> assertThat(text.text()).contains(memory.text()));
        }
    }

    private static String day(RecalledMemory memory) {
        return java.time.format.DateTimeFormatter.ofPattern("d MMMM yyyy", java.util.Locale.ENGLISH)
                .withZone(java.time.ZoneOffset.UTC)
                .format(memory.validity().from());
    }

    private static Told told(RecalledMemory memory, float... vector) {
        return new Told(memory, new Embedding(vector));
    }
}

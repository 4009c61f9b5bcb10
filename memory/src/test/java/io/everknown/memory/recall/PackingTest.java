package io.everknown.memory.recall;

import static io.everknown.memory.recall.TestMemories.candidate;
import static io.everknown.memory.recall.TestMemories.fact;
import static io.everknown.memory.recall.TestMemories.insight;
import static io.everknown.memory.recall.TestMemories.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.attention.Candidate;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.recall.Packing.Packed;
import io.everknown.memory.recall.RecallAnswer.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static final Set<MemoryType> ALL = EnumSet.allOf(MemoryType.class);
    private static final TokenCounter WORDS =
            text -> (int) text.chars().filter(Character::isWhitespace).count();

    private final Packing packing = new Packing(WORDS);

    @Test
    void whatRestsOnOthersTakesNothingOfTheirBudget() {
        RecalledMemory turn = turn("u", "Nora", "I keep bees. I keep hens.", 1);
        RecalledMemory bees = fact(turn, "Nora keeps bees", "I keep bees.");
        RecalledMemory hens = fact(turn, "Nora keeps hens", "I keep hens.");
        RecalledMemory insight = insight("Nora keeps animals", List.of(bees.id(), hens.id()));
        List<Candidate> all = List.of(candidate(insight, 1, 1), candidate(bees, 1, 1), candidate(hens, 1, 1));
        double[] scores = {9, 1, 0};

        assertThat(packing.pack(all, scores, ALL, new Budget(2, 100)).items())
                .extracting(Item::memory)
                .containsExactly(bees, hens);
        assertThat(packing.pack(all, scores, ALL, new Budget(3, 100)).items())
                .extracting(Item::memory)
                .containsExactly(bees, hens, insight);
        assertThat(packing.pack(all, scores, EnumSet.of(MemoryType.INSIGHT), new Budget(1, 100))
                        .items())
                .extracting(Item::memory)
                .containsExactly(insight);
    }

    @Test
    void neverExceedsABudgetNorSaysAnythingTwice() {
        qt().withExamples(300).forAll(integers().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            List<Candidate> candidates = candidates(random);
            double[] scores =
                    candidates.stream().mapToDouble(c -> random.nextInt(5)).toArray();
            Budget budget = new Budget(1 + random.nextInt(8), 1 + random.nextInt(60));
            Packed packed = packing.pack(candidates, scores, ALL, budget);
            assertThat(packed.items()).hasSizeLessThanOrEqualTo(budget.maxItems());
            assertThat(packed.totalTokens())
                    .isLessThanOrEqualTo(budget.maxTokens())
                    .isEqualTo(packed.items().stream().mapToInt(Item::tokens).sum());
            assertThat(WORDS.count(packed.context())).isLessThanOrEqualTo(budget.maxTokens());
            assertThat(packed.items()).extracting(item -> item.memory().text()).doesNotHaveDuplicates();
            assertThat(packed.items())
                    .isSortedAccordingTo(Comparator.comparingDouble(Item::score).reversed());
            assertThat(packed.items().stream()
                            .mapToDouble(item -> item.why().attention())
                            .sum())
                    .isLessThanOrEqualTo(1 + 1e-9);
            List<String> lines = packed.items().stream()
                    .map(item -> ContextLine.of(item.memory()))
                    .toList();
            assertThat(
                            packed.context().isEmpty()
                                    ? List.of()
                                    : List.of(packed.context().split("\n")))
                    .containsExactlyInAnyOrderElementsOf(lines);
        });
    }

    @Test
    void aFactOfAChosenTurnIsNotSaidAgainNorATurnWhoseWordsAreAllQuoted() {
        RecalledMemory turn = turn("ada", "Ada", "I like tea. I live in Rome.", 1);
        RecalledMemory tea = fact(turn, "Ada likes tea", "I like tea.");
        RecalledMemory rome = fact(turn, "Ada lives in Rome", "I live in Rome.");
        List<Candidate> all = List.of(candidate(turn, 0, 0), candidate(tea, 0, 0), candidate(rome, 0, 0));
        Budget wide = new Budget(10, 1000);
        assertThat(chosen(packing.pack(all, new double[] {3, 2, 1}, ALL, wide))).containsExactly(turn);
        assertThat(chosen(packing.pack(all, new double[] {1, 3, 2}, ALL, wide))).containsExactly(tea, rome);
        assertThat(chosen(packing.pack(all, new double[] {2, 3, 1}, ALL, wide))).containsExactly(tea, turn);
    }

    @Test
    void whatIsTooLongMakesRoomForWhatFits() {
        RecalledMemory words = turn("ada", "Ada", "word ".repeat(50), 1);
        RecalledMemory few = turn("ada", "Ada", "few", 2);
        Packed packed = packing.pack(
                List.of(candidate(words, 0, 0), candidate(few, 0, 0)), new double[] {2, 1}, ALL, new Budget(5, 20));
        assertThat(chosen(packed)).containsExactly(few);
    }

    @Test
    void aKindThatIsNotWantedIsLeftOutAndTheContextIsInTheOrderOfTime() {
        RecalledMemory late = turn("ada", "Ada", "late", 9);
        RecalledMemory early = turn("ada", "Ada", "early", 1);
        List<Candidate> all =
                List.of(candidate(late, 0, 0), candidate(early, 0, 0), candidate(fact(late, "Fact", "x"), 0, 0));
        Packed packed = packing.pack(all, new double[] {2, 1, 3}, Set.of(MemoryType.TURN), new Budget(5, 100));
        assertThat(chosen(packed)).containsExactly(late, early);
        assertThat(packed.context()).isEqualTo("[2 January 2025] Ada: early\n[10 January 2025] Ada: late");
        assertThat(packed.items().getFirst().why().attention()).isCloseTo(Math.E / (1 + Math.E), within(1e-9));
    }

    private static List<RecalledMemory> chosen(Packed packed) {
        return packed.items().stream().map(Item::memory).toList();
    }

    private static List<Candidate> candidates(Random random) {
        List<Candidate> all = new ArrayList<>();
        for (int i = 0; i < random.nextInt(15); i++) {
            RecalledMemory turn = turn("ada", "Ada", "I like tea " + "very ".repeat(random.nextInt(4)), i);
            all.add(candidate(turn, 0, 0));
            all.add(candidate(fact(turn, "Ada likes tea number " + random.nextInt(4), "I like tea"), 0, 0));
        }
        return all;
    }
}

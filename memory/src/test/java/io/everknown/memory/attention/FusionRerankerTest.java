package io.everknown.memory.attention;

import static io.everknown.memory.recall.TestMemories.candidate;
import static io.everknown.memory.recall.TestMemories.fact;
import static io.everknown.memory.recall.TestMemories.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;

import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FusionRerankerTest {

    private final Reranker reranker = new FusionReranker(FusionReranker.Weights.DEFAULTS);

    @Test
    void theOrderOfTheListMakesNoDifferenceAndScoresAreFinite() {
        qt().withExamples(300).forAll(integers().all()).checkAssert(seed -> {
            Random random = new Random(seed);
            List<Candidate> candidates = new ArrayList<>();
            for (int i = 0; i < random.nextInt(12); i++) {
                // Two users share conversations of one name with their team.
                RecalledMemory turn = turn(random.nextBoolean() ? "ada" : "bob", "Ada", "word " + i, random.nextInt(6));
                candidates.add(candidate(turn, random.nextDouble(), random.nextInt(3)));
                candidates.add(candidate(fact(turn, "fact " + i, "word"), -random.nextDouble(), random.nextInt(2)));
            }
            candidates.removeIf(c -> candidates.stream()
                    .anyMatch(o -> o != c
                            && o.memory().position() != null
                            && o.memory().position().equals(c.memory().position())
                            && o.memory().user().equals(c.memory().user())
                            && o.memory().id().compareTo(c.memory().id()) < 0));
            List<Candidate> shuffled = new ArrayList<>(candidates);
            Collections.shuffle(shuffled, random);
            double[] scores = score(candidates);
            double[] other = score(shuffled);
            assertThat(Arrays.stream(scores).allMatch(Double::isFinite)).isTrue();
            for (int i = 0; i < scores.length; i++) {
                assertThat(other[shuffled.indexOf(candidates.get(i))]).isEqualTo(scores[i]);
            }
        });
    }

    @Test
    void listsWithNothingToTellApartAreScoredToo() {
        assertThat(score(List.of())).isEmpty();
        assertThat(score(List.of(candidate(turn("ada", "Ada", "Hello", 0), 0, 0))))
                .hasSize(1)
                .doesNotContain(Double.NaN);
    }

    @Test
    void whatIsSaidBesideAGoodTurnGains() {
        RecalledMemory good = turn("ada", "Ada", "tea", 5);
        RecalledMemory beside = turn("ada", "Ada", "yes", 6);
        RecalledMemory far = turn("ada", "Ada", "no", 9);
        double[] scores = score(List.of(candidate(good, 0.9, 3), candidate(beside, 0.1, 0), candidate(far, 0.1, 0)));
        assertThat(scores[0]).isGreaterThan(scores[1]);
        assertThat(scores[1]).isGreaterThan(scores[2]);
    }

    private double[] score(List<Candidate> candidates) {
        CandidateList list = new CandidateList("tea?", Set.of("tea"), TokenStates.NONE, Instant.EPOCH, candidates);
        return reranker.rank(list).scores();
    }
}

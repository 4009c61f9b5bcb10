package io.everknown.memory.attention;

import static io.everknown.memory.recall.TestMemories.candidate;
import static io.everknown.memory.recall.TestMemories.fact;
import static io.everknown.memory.recall.TestMemories.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.everknown.memory.attention.AttentionTraining.Beginning;
import io.everknown.memory.attention.AttentionTraining.Example;
import io.everknown.memory.attention.AttentionTraining.Settings;
import io.everknown.memory.attention.RankingLessons.Lesson;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.job.JobStoppedException;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttentionNetworkTest {

    private static final Reranker FUSION = new FusionReranker(FusionReranker.Weights.DEFAULTS);

    private static final Settings SHORT = new Settings(60, 16, 0.05, 1e-3, 7);

    @Test
    void theWayBackIsTheSlopeOfTheScores() {
        Random random = new Random(5);
        ListFeatures features = ListFeatures.of(list(random, 9));
        double[] weights = random.doubles(AttentionNetwork.size(), 0, 1).toArray();
        double[] by = random.doubles(features.size(), -1, 1).toArray();
        double[] gradient = new double[weights.length];
        new AttentionNetwork("test", weights).pass(features).backward(by, gradient);

        for (int w = 0; w < weights.length; w++) {
            double[] more = weights.clone();
            double[] less = weights.clone();
            more[w] += 1e-5;
            less[w] -= 1e-5;
            double slope = (sum(new AttentionNetwork("test", more).score(features), by)
                            - sum(new AttentionNetwork("test", less).score(features), by))
                    / 2e-5;
            assertThat(gradient[w]).isCloseTo(slope, within(1e-5));
        }
    }

    @Test
    void theOrderOfTheListMakesNoDifferenceAndScoresAreFinite() {
        Reranker reranker = trained(SHORT);
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            CandidateList list = list(random, random.nextInt(12));
            List<Candidate> shuffled = new ArrayList<>(list.candidates());
            Collections.shuffle(shuffled, random);
            double[] scores = reranker.rank(list).scores();
            double[] other = reranker.rank(
                            new CandidateList(list.question(), list.terms(), list.tokens(), list.now(), shuffled))
                    .scores();
            assertThat(Arrays.stream(scores).allMatch(Double::isFinite)).isTrue();
            for (int i = 0; i < scores.length; i++) {
                assertThat(other[shuffled.indexOf(list.candidates().get(i))]).isEqualTo(scores[i]);
            }
        }
    }

    @Test
    void trainingLearnsWhatAnswersAndIsTheSameForTheSameSeed() {
        RankingScores before = new RankingScores();
        RankingScores after = new RankingScores();
        AttentionReranker trained = trained(SHORT);
        for (int seed = 1_000; seed < 1_100; seed++) {
            Labelled labelled = labelled(new Random(seed));
            before.count(
                    labelled.list(), new double[labelled.list().candidates().size()], labelled.answers());
            after.count(labelled.list(), trained.rank(labelled.list()).scores(), labelled.answers());
        }
        assertThat(before.places()[0]).isLessThan(0.3);
        assertThat(after.places()[0]).isGreaterThan(0.9);
        assertThat(trained(SHORT).weights()).isEqualTo(trained.weights());
    }

    @Test
    void whatIsLikeTheQuestionIsNeverAReasonAgainst() {
        String weights = trained(SHORT).weights();
        assertThat(weights.lines()
                        .filter(line -> line.startsWith("feature.maxsim"))
                        .toList())
                .isNotEmpty()
                .noneMatch(line -> line.contains("=-"));
    }

    @Test
    void nothingToLearnFromIsSaid() {
        CandidateList list = list(new Random(1), 3);
        Example nothing = new Example(list, Set.of(), 1);
        assertThat(nothing.teaches()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> AttentionTraining.train(List.of(nothing), "empty", SHORT, FUSION));
        assertThatIllegalArgumentException().isThrownBy(() -> new AttentionNetwork("short", new double[1]));
    }

    @Test
    void trainingFromANetworkStaysNearItTheMoreItIsHeld() {
        AttentionReranker begin = trained(SHORT);
        List<Example> few = examples(5_000, 20);
        Settings loose = new Settings(60, 16, 0.05, 0, 7);
        Settings held = new Settings(60, 16, 0.05, 10, 7);
        double far = distance(begin, train(few, loose, begin));
        double near = distance(begin, train(few, held, begin));
        assertThat(near).isLessThan(far / 2);
        assertThat(train(few, loose, begin).weights())
                .isEqualTo(train(few, loose, begin).weights());
    }

    @Test
    void trainingEndsAtTheNextStepWhenItIsToldTo() {
        int[] steps = {0};
        Beginning stopped = new Beginning(null, () -> {
            if (++steps[0] == 5) {
                throw new JobStoppedException();
            }
        });
        assertThatExceptionOfType(JobStoppedException.class)
                .isThrownBy(() -> AttentionTraining.train(examples(0, 20), "test", SHORT, FUSION, stopped));
        assertThat(steps[0]).isEqualTo(5);
    }

    @Test
    void whatIsHeldOutWasNotLearnedFrom() {
        List<List<Lesson>> groups = new ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            Labelled labelled = labelled(new Random(seed));
            groups.add(List.of(Lesson.of(labelled.list(), labelled.answers(), 1)));
        }
        RankingLessons lessons = new RankingLessons(groups, SHORT, FUSION, Beginning.NOTHING);
        assertThat(lessons.heldOut().places()[0]).isGreaterThan(0.8);
        assertThat(lessons.scores(FUSION).places()[0]).isLessThan(0.4);
        // Of two questions each teaches for the other; where one teaches nothing, nothing is left when the other is
        // held out.
        Lesson nothing = Lesson.of(list(new Random(1), 3), Set.of(), 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> new RankingLessons(
                                List.of(groups.getFirst(), List.of(nothing)), SHORT, FUSION, Beginning.NOTHING)
                        .heldOut());
    }

    @Test
    void withoutTokensTheRankingIsThatWithoutTraining() {
        RecalledMemory tea = turn("ada", "Ada", "tea", 1);
        CandidateList list = new CandidateList(
                "tea?", Set.of("tea"), TokenStates.NONE, Instant.EPOCH, List.of(candidate(tea, 0.9, 2)));
        Reranker.Ranking ranking = trained(SHORT).rank(list);

        assertThat(ranking.modelVersion()).isEqualTo("fusion-1");
        assertThat(ranking.scores()).containsExactly(FUSION.rank(list).scores());
    }

    @Test
    void aFactStandsBehindItsTurnByWhatItLacks() {
        float[] token = {1, 0, 0, 0};
        RecalledMemory turn = turn("ada", "Ada", "I like tea. I hate rain.", 1);
        RecalledMemory tea = fact(turn, "Ada: I like tea.", "I like tea.");
        RecalledMemory rain = fact(turn, "Ada: I hate rain.", "I hate rain.");
        RecalledMemory other = turn("ada", "Ada", "Hm.", 7);
        CandidateList list = new CandidateList(
                "tea?",
                Set.of("tea"),
                TokenStates.of(new float[][] {token}),
                Instant.EPOCH,
                List.of(
                        candidate(turn, 0.6, 1, token),
                        candidate(tea, 0.9, 1),
                        candidate(rain, 0.2, 0),
                        candidate(other, 0.1, 0, new float[] {0, 1, 0, 0})));
        double[] scores = trained(SHORT).rank(list).scores();

        assertThat(scores[1]).isEqualTo(scores[0]);
        assertThat(scores[2]).isLessThan(scores[1]);
        assertThat(scores[3]).isLessThan(scores[1]);
    }

    private record Labelled(CandidateList list, Set<UUID> answers) {}

    private static AttentionReranker trained(Settings settings) {
        return AttentionTraining.train(examples(0, 200), "test", settings, FUSION);
    }

    private static AttentionReranker train(List<Example> examples, Settings settings, AttentionReranker begin) {
        return AttentionTraining.train(examples, "test", settings, FUSION, new Beginning(begin, () -> {}));
    }

    private static List<Example> examples(int firstSeed, int number) {
        List<Example> examples = new ArrayList<>();
        for (int seed = firstSeed; seed < firstSeed + number; seed++) {
            Labelled labelled = labelled(new Random(seed));
            examples.add(new Example(labelled.list(), labelled.answers(), 1));
        }
        return examples;
    }

    private static double distance(AttentionReranker one, AttentionReranker other) {
        double[] a = one.copyOfWeights();
        double[] b = other.copyOfWeights();
        double square = 0;
        for (int i = 0; i < a.length; i++) {
            square += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(square);
    }

    /** The answer is the turn that has the question's rare token; cosines are of no help. */
    private static Labelled labelled(Random random) {
        List<Candidate> candidates = new ArrayList<>();
        float[] rare = {0, 0, 0, 1};
        int answer = random.nextInt(8);
        Set<UUID> answers = Set.of();
        for (int i = 0; i < 8; i++) {
            RecalledMemory turn = turn("ada", "Ada", "word " + i, 20L * i);
            float[] noise = {(float) random.nextGaussian(), (float) random.nextGaussian(), 1, 0};
            candidates.add(
                    i == answer
                            ? candidate(turn, random.nextDouble(), 0, noise, rare)
                            : candidate(turn, random.nextDouble(), 0, noise));
            if (i == answer) {
                answers = Set.of(turn.id());
            }
        }
        return new Labelled(
                new CandidateList(
                        "which?",
                        Set.of("which"),
                        TokenStates.of(new float[][] {rare, {0, 0, 1, 0}}),
                        Instant.EPOCH,
                        candidates),
                answers);
    }

    private static CandidateList list(Random random, int turns) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < turns; i++) {
            RecalledMemory turn = turn("ada", random.nextBoolean() ? "Ada" : "Bob", "word " + i + "?", i);
            candidates.add(candidate(turn, random.nextDouble(), random.nextInt(3), token(random), token(random)));
            if (random.nextBoolean()) {
                candidates.add(candidate(fact(turn, "fact " + i, "word"), -random.nextDouble(), random.nextInt(2)));
            }
        }
        return new CandidateList(
                "When did Ada see 2 words in May 2025?",
                Set.of("word"),
                TokenStates.of(new float[][] {token(random), token(random), token(random)}),
                Instant.EPOCH,
                candidates);
    }

    private static float[] token(Random random) {
        float[] token = new float[4];
        for (int i = 0; i < token.length; i++) {
            token[i] = (float) random.nextGaussian();
        }
        return token;
    }

    private static double sum(double[] values, double[] by) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * by[i];
        }
        return sum;
    }
}

package io.everknown.memory.attention;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How well rankings find the turns that answer: R@k, the share of a question's answers among the first k distinct turns, as
 * a mean over questions.
 */
public final class RankingScores {

    private static final List<Integer> PLACES = List.of(1, 5, 10, 30);

    private final double[] sums = new double[PLACES.size()];
    private int questions;

    /**
     * Counts one question.
     *
     * @param answers the turns that answer it, found or not; at least one
     */
    public void count(CandidateList list, double[] scores, Set<UUID> answers) {
        List<Integer> order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -scores[i])
                        .thenComparing(i -> list.candidates().get(i).memory().id()))
                .toList();
        Set<UUID> turns = new LinkedHashSet<>();
        for (int i : order) {
            list.candidates().get(i).memory().sources().forEach(source -> turns.add(source.turn()));
        }
        List<UUID> ranked = List.copyOf(turns);
        for (int k = 0; k < sums.length; k++) {
            long found = ranked.stream()
                    .limit(PLACES.get(k))
                    .filter(answers::contains)
                    .count();
            sums[k] += (double) found / answers.size();
        }
        questions++;
    }

    /** R@1, R@5, R@10 and R@30. */
    public double[] places() {
        return Arrays.stream(sums).map(sum -> sum / Math.max(1, questions)).toArray();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(questions + " questions");
        for (int k = 0; k < sums.length; k++) {
            text.append(String.format(Locale.ROOT, "  R@%d %.4f", PLACES.get(k), sums[k] / Math.max(1, questions)));
        }
        return text.toString();
    }
}

package io.everknown.memory.attention;

import io.everknown.memory.embedding.TokenStates;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What the question's tokens find in each unit of a list: for every token the greatest cosine to any token of the unit
 * (Khattab and Zaharia 2020, ColBERT), brought together in several ways. Each gives {@code [units]}; without tokens a unit
 * counts as if it were opposite to all of the question.
 */
final class MaxSim {

    /** What a token lends from the unit beside counts a little less than one's own. */
    private static final float BESIDE = 0.05f;

    /** From which cosine on a token of the question counts as found, when its rarity in the list is told. */
    private static final float FOUND = 0.8f;

    /** What the rarity of a token that is everywhere is. */
    private static final double COMMON = 0.2;

    /** Keeps tokens whose cosines hardly differ from counting for much when cosines are scaled. */
    private static final float LEAST_DEVIATION = 0.02f;

    /** {@code [units][tokens of the question]}. */
    private final float[][] best;

    private final float[][] before;
    private final float[][] around;
    private final float[] weights;
    private final float[] rare;
    private final float[] mean;
    private final float[] deviation;

    /**
     * @param question its tokens, at least one
     * @param units the tokens of each unit
     * @param beside units at {@link ListFeatures#OFFSETS} of each, or -1
     */
    MaxSim(TokenStates question, List<TokenStates> units, int[][] beside) {
        int n = units.size();
        int tokens = question.size();
        best = question.nearestIn(units);
        before = new float[n][];
        around = new float[n][];
        for (int i = 0; i < n; i++) {
            before[i] = together(best[i], beside[i][ListFeatures.BEFORE]);
            around[i] = together(before[i], beside[i][ListFeatures.AFTER]);
        }
        weights = new float[tokens];
        rare = new float[tokens];
        mean = new float[tokens];
        deviation = new float[tokens];
        for (int t = 0; t < tokens; t++) {
            weights[t] = question.weight(t);
            describe(t);
        }
    }

    private float[] together(float[] own, int other) {
        if (other < 0) {
            return own;
        }
        float[] most = own.clone();
        for (int t = 0; t < most.length; t++) {
            most[t] = Math.max(most[t], best[other][t] - BESIDE);
        }
        return most;
    }

    /** How a token's cosines lie over the list, and how rare it is in it. */
    private void describe(int t) {
        int n = best.length;
        int found = 0;
        double sum = 0;
        double squares = 0;
        for (float[] row : best) {
            found += row[t] >= FOUND ? 1 : 0;
            sum += row[t];
            squares += (double) row[t] * row[t];
        }
        mean[t] = (float) (sum / n);
        deviation[t] = (float) Math.sqrt(Math.max(0, squares / n - (double) mean[t] * mean[t])) + LEAST_DEVIATION;
        rare[t] = weights[t] * (float) (COMMON + Math.log1p((n - found + 0.5) / (found + 0.5)));
    }

    /** The mean over the tokens. */
    double[] plain() {
        return each(best, row -> mean(row, weights));
    }

    /** The mean in which tokens that few units have count more. */
    double[] rare() {
        return each(best, row -> mean(row, rare));
    }

    /** The mean where a token may be found in the unit before too. */
    double[] before() {
        return each(before, row -> mean(row, weights));
    }

    /** The mean where a token may be found in the unit before and the one after too. */
    double[] around() {
        return each(around, row -> mean(row, weights));
    }

    /** {@link #rare()} where a token may be found in the unit before too. */
    double[] rareBefore() {
        return each(before, row -> mean(row, rare));
    }

    /** The mean of the two tokens that count and are least there: what has nothing of one says something else. */
    double[] least() {
        return each(best, this::least);
    }

    /** The sum of how far each token's cosine lies above the list's mean, in deviations. */
    double[] scaled() {
        return each(best, row -> {
            double sum = 0;
            for (int t = 0; t < row.length; t++) {
                sum += weights[t] * (row[t] - mean[t]) / deviation[t];
            }
            return sum;
        });
    }

    private static double[] each(float[][] rows, ToDoubleFunction<float[]> value) {
        return Arrays.stream(rows).mapToDouble(value).toArray();
    }

    private static double mean(float[] row, float[] weights) {
        double sum = 0;
        double all = 0;
        for (int t = 0; t < row.length; t++) {
            sum += weights[t] * row[t];
            all += weights[t];
        }
        return all > 0 ? sum / all : 0;
    }

    private double least(float[] row) {
        float first = Float.POSITIVE_INFINITY;
        float second = Float.POSITIVE_INFINITY;
        for (int t = 0; t < row.length; t++) {
            if (weights[t] < 1) {
                continue;
            }
            if (row[t] < first) {
                second = first;
                first = row[t];
            } else if (row[t] < second) {
                second = row[t];
            }
        }
        if (first == Float.POSITIVE_INFINITY) {
            return mean(row, weights);
        }
        return second == Float.POSITIVE_INFINITY ? first : (first + second) / 2;
    }
}

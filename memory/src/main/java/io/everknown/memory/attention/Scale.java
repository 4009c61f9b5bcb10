package io.everknown.memory.attention;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Brings the values of a list to [0, 1], so that weights hold across lists. */
final class Scale {

    private static final double LEAST_RANGE = 1e-9;

    private Scale() {}

    /** From the least value up; all 0 where there is nothing to tell apart. */
    static double[] fromLeast(double[] values) {
        return from(Arrays.stream(values).min().orElse(0), values);
    }

    /** From zero up, for values that are never below it. */
    static double[] fromZero(double[] values) {
        return from(0, values);
    }

    private static double[] from(double least, double[] values) {
        double range = Arrays.stream(values).max().orElse(0) - least;
        return Arrays.stream(values)
                .map(value -> range > LEAST_RANGE ? (value - least) / range : 0)
                .toArray();
    }

    /** One for the first, a half for the sixth, falling on; equal values share the better place. */
    static double[] ranks(double[] values) {
        Integer[] order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -values[i]));
        double[] ranks = new double[values.length];
        for (int place = 0; place < order.length; place++) {
            boolean tied = place > 0 && values[order[place]] == values[order[place - 1]];
            ranks[order[place]] = tied ? ranks[order[place - 1]] : 1 / (1 + place / 5.0);
        }
        return ranks;
    }
}

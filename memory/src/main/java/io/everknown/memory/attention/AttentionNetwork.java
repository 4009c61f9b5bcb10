package io.everknown.memory.attention;

import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A small attention network over a list. First each unit is scored by itself,
 *
 * <pre>s = X w</pre>
 *
 * then units attend to each other by where they stand in the conversation: what stands out of the list,
 * {@code g = softplus(standardised s - 1)}, is lent to its neighbours,
 *
 * <pre>score = s + sum over d of u[d] g[at d] + a g[the question before] + c mean of g around</pre>
 *
 * with {@code d} the six nearest places. All weights but those of the question's form are at least zero.
 */
final class AttentionNetwork {

    /** Weights beside those of the features: six neighbours, the question before, the surroundings. */
    static final int LENT = ListFeatures.OFFSETS.length + 2;

    private static final double LEAST_DEVIATION = 1e-2;

    /** No trained weight comes near it, and no sum of such weights is infinite. */
    private static final double GREATEST = 1_000;

    private static final String VERSION = "version";

    private final String version;
    private final double[] weights;

    /**
     * @param weights those of the features in the order of their names, then what is lent, {@code [features + 8]}
     */
    AttentionNetwork(String version, double[] weights) {
        if (weights.length != size()) {
            throw new IllegalArgumentException(weights.length + " weights instead of " + size());
        }
        this.version = version;
        this.weights = weights.clone();
    }

    static int size() {
        return ListFeatures.NAMES.size() + LENT;
    }

    /** Whether a weight may not be less than zero. */
    static boolean nonNegative(int weight) {
        return weight < ListFeatures.SIMILARITIES.size() || weight >= ListFeatures.NAMES.size();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when a weight that this release knows is missing, no number, out of bounds or of the
     *     wrong sign, or there is one that it doesn't know
     */
    static AttentionNetwork read(Properties text) {
        double[] weights = new double[size()];
        Set<String> unknown = new TreeSet<>(text.stringPropertyNames());
        unknown.remove(VERSION);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = weight(i, text.getProperty(name(i)));
            unknown.remove(name(i));
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the ranking network knows no weight " + unknown.iterator().next());
        }
        return new AttentionNetwork(text.getProperty(VERSION, "unknown"), weights);
    }

    private static double weight(int index, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("the ranking network has no weight " + name(index));
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the weight " + name(index) + " is no number", e);
        }
        if (!(Math.abs(value) <= GREATEST)) {
            throw new IllegalArgumentException("the weight " + name(index) + " is not within ±" + GREATEST);
        }
        if (nonNegative(index) && value < 0) {
            throw new IllegalArgumentException("the weight " + name(index) + " is less than 0");
        }
        return value;
    }

    /** The weights as text, one a line. */
    String write() {
        StringBuilder text = new StringBuilder(VERSION + "=" + version + "\n");
        for (int i = 0; i < weights.length; i++) {
            text.append(name(i))
                    .append('=')
                    .append(String.format(Locale.ROOT, "%.4f", weights[i]))
                    .append('\n');
        }
        return text.toString();
    }

    private static String name(int weight) {
        int features = ListFeatures.NAMES.size();
        int offsets = ListFeatures.OFFSETS.length;
        if (weight < features) {
            return "feature." + ListFeatures.NAMES.get(weight);
        }
        if (weight < features + offsets) {
            return "lent.from." + ListFeatures.OFFSETS[weight - features];
        }
        return weight == features + offsets ? "lent.from.question" : "lent.from.around";
    }

    String version() {
        return version;
    }

    double[] weights() {
        return weights.clone();
    }

    /** The score of each unit. */
    double[] score(ListFeatures list) {
        return pass(list).scores();
    }

    /** The weighted sum of one row of features. */
    private double own(double[] row) {
        double sum = 0;
        for (int f = 0; f < row.length; f++) {
            sum += weights[f] * row[f];
        }
        return sum;
    }

    /** Scores a list in a way that can be gone back. */
    Pass pass(ListFeatures list) {
        return new Pass(list);
    }

    /** One pass over a list, with what the way back needs. */
    final class Pass {

        private final ListFeatures list;
        private final double[] own;
        private final double[] standard;
        private final double[] lent;
        private final double deviation;
        private final double[] scores;

        private Pass(ListFeatures list) {
            this.list = list;
            int n = list.size();
            own = new double[n];
            double mean = 0;
            for (int i = 0; i < n; i++) {
                own[i] = AttentionNetwork.this.own(list.values()[i]);
                mean += own[i] / n;
            }
            double square = 0;
            for (double value : own) {
                square += (value - mean) * (value - mean) / n;
            }
            deviation = Math.sqrt(square + LEAST_DEVIATION * LEAST_DEVIATION);
            standard = new double[n];
            lent = new double[n];
            for (int i = 0; i < n; i++) {
                standard[i] = (own[i] - mean) / deviation;
                lent[i] = Math.log1p(Math.exp(standard[i] - 1));
            }
            scores = new double[n];
            for (int i = 0; i < n; i++) {
                scores[i] = own[i] + lentTo(i);
            }
        }

        double[] scores() {
            return scores;
        }

        private double lentTo(int unit) {
            int features = ListFeatures.NAMES.size();
            double sum = 0;
            int[] beside = list.beside()[unit];
            for (int o = 0; o < beside.length; o++) {
                if (beside[o] >= 0) {
                    sum += weights[features + o] * lent[beside[o]];
                }
            }
            int before = beside[ListFeatures.BEFORE];
            if (before >= 0 && list.asking(before)) {
                sum += weights[features + beside.length] * lent[before];
            }
            double around = 0;
            for (int other : list.around()[unit]) {
                around += lent[other];
            }
            return sum + weights[features + beside.length + 1] * around / ListFeatures.surroundings();
        }

        /** Adds to {@code gradient} what each weight does to a sum of the scores, each counted {@code by} times. */
        void backward(double[] by, double[] gradient) {
            int n = own.length;
            int features = ListFeatures.NAMES.size();
            double[] toOwn = by.clone();
            double[] toLent = new double[n];
            for (int i = 0; i < n; i++) {
                int[] beside = list.beside()[i];
                for (int o = 0; o < beside.length; o++) {
                    if (beside[o] >= 0) {
                        gradient[features + o] += by[i] * lent[beside[o]];
                        toLent[beside[o]] += by[i] * weights[features + o];
                    }
                }
                int before = beside[ListFeatures.BEFORE];
                if (before >= 0 && list.asking(before)) {
                    gradient[features + beside.length] += by[i] * lent[before];
                    toLent[before] += by[i] * weights[features + beside.length];
                }
                for (int other : list.around()[i]) {
                    gradient[features + beside.length + 1] += by[i] * lent[other] / ListFeatures.surroundings();
                    toLent[other] += by[i] * weights[features + beside.length + 1] / ListFeatures.surroundings();
                }
            }
            double[] toStandard = new double[n];
            double mean = 0;
            double along = 0;
            for (int i = 0; i < n; i++) {
                toStandard[i] = toLent[i] / (1 + Math.exp(1 - standard[i]));
                mean += toStandard[i] / n;
                along += toStandard[i] * standard[i] / n;
            }
            for (int i = 0; i < n; i++) {
                toOwn[i] += (toStandard[i] - mean - along * standard[i]) / deviation;
            }
            for (int i = 0; i < n; i++) {
                double[] row = list.values()[i];
                for (int f = 0; f < row.length; f++) {
                    gradient[f] += toOwn[i] * row[f];
                }
            }
        }
    }
}

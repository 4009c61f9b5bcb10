package io.everknown.memory.attention;

import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Trains the network on lists of which it is known what answers. Each answer is held against all that doesn't,
 *
 * <pre>loss = mean over answers p of log(1 + sum over others o of exp(score o - score p))</pre>
 *
 * by Adam (Kingma and Ba 2015), with a falling step. Equal data and seeds give equal weights.
 */
public final class AttentionTraining {

    /**
     * How to train.
     *
     * @param steps gradient steps
     * @param batch lists in each
     * @param rate the first step's size; falls to zero along a cosine
     * @param decay how strongly weights are held near where they begin
     * @param seed of the order of the lists
     */
    public record Settings(int steps, int batch, double rate, double decay, long seed) {

        /** The settings of the shipped network. */
        public static final Settings DEFAULTS = new Settings(400, 192, 0.05, 1e-3, 1);
    }

    /** A list of which the answer is known, as the network sees it. */
    public static final class Example {

        private final ListFeatures features;
        private final boolean[] answers;
        private final double weight;

        /**
         * Takes a list in.
         *
         * @param answers the turns that hold the answer
         * @param weight how much it counts beside others
         */
        public Example(CandidateList list, Set<UUID> answers, double weight) {
            this.features = ListFeatures.of(list);
            this.weight = weight;
            this.answers = new boolean[features.size()];
            for (int i = 0; i < this.answers.length; i++) {
                UUID turn = features.turn(i);
                this.answers[i] = turn != null && answers.contains(turn);
            }
        }

        /** Whether it has answers and others, so that something can be learned from it. */
        public boolean teaches() {
            int found = 0;
            for (boolean answer : answers) {
                found += answer ? 1 : 0;
            }
            return found > 0 && found < answers.length;
        }
    }

    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;

    /**
     * Where training begins, and who is told of it.
     *
     * @param network the weights begin there and are held near them; null for zero
     * @param beforeStep runs before each gradient step; what it throws ends the training
     */
    public record Beginning(@Nullable AttentionReranker network, Runnable beforeStep) {

        /** From nothing, and nobody is told. */
        public static final Beginning NOTHING = new Beginning(null, () -> {});
    }

    private final List<Example> examples;
    private final double[] begin;

    private AttentionTraining(Collection<Example> examples, @Nullable AttentionReranker network) {
        this.examples = examples.stream().filter(Example::teaches).toList();
        this.begin = network == null ? new double[AttentionNetwork.size()] : network.copyOfWeights();
    }

    /**
     * Trains a network.
     *
     * @param version its name
     * @param fallback ranks where the network can't
     * @throws IllegalStateException when there is nothing to learn from
     */
    public static AttentionReranker train(
            Collection<Example> examples, String version, Settings settings, Reranker fallback, Beginning beginning) {
        AttentionTraining training = new AttentionTraining(examples, beginning.network());
        return new AttentionReranker(
                new AttentionNetwork(version, training.weights(settings, beginning.beforeStep())), fallback);
    }

    /** Trains a network from nothing. */
    public static AttentionReranker train(
            Collection<Example> examples, String version, Settings settings, Reranker fallback) {
        return train(examples, version, settings, fallback, Beginning.NOTHING);
    }

    private double[] weights(Settings settings, Runnable beforeStep) {
        if (examples.isEmpty()) {
            throw new IllegalStateException("there is nothing to learn from");
        }
        int size = AttentionNetwork.size();
        double[] weights = begin.clone();
        double[] mean = new double[size];
        double[] square = new double[size];
        Random random = new Random(settings.seed());
        for (int step = 1; step <= settings.steps(); step++) {
            beforeStep.run();
            double[] gradient = gradient(new AttentionNetwork("training", weights), settings, random);
            double rate = settings.rate() * 0.5 * (1 + Math.cos(Math.PI * (step - 1) / settings.steps()));
            for (int w = 0; w < size; w++) {
                double slope = gradient[w] + 2 * settings.decay() * (weights[w] - begin[w]);
                mean[w] = MEAN_DECAY * mean[w] + (1 - MEAN_DECAY) * slope;
                square[w] = SQUARE_DECAY * square[w] + (1 - SQUARE_DECAY) * slope * slope;
                double first = mean[w] / (1 - Math.pow(MEAN_DECAY, step));
                double second = square[w] / (1 - Math.pow(SQUARE_DECAY, step));
                weights[w] -= rate * first / (Math.sqrt(second) + 1e-8);
                if (AttentionNetwork.nonNegative(w)) {
                    weights[w] = Math.max(0, weights[w]);
                }
            }
        }
        return weights;
    }

    private double[] gradient(AttentionNetwork network, Settings settings, Random random) {
        double[] gradient = new double[AttentionNetwork.size()];
        double all = 0;
        for (int i = 0; i < settings.batch(); i++) {
            Example example = examples.get(random.nextInt(examples.size()));
            AttentionNetwork.Pass pass = network.pass(example.features);
            pass.backward(slopes(pass.scores(), example), gradient);
            all += example.weight;
        }
        for (int w = 0; w < gradient.length; w++) {
            gradient[w] /= all;
        }
        return gradient;
    }

    /** What each score does to the loss of a list. */
    private static double[] slopes(double[] scores, Example example) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        double others = 0;
        int answers = 0;
        for (int i = 0; i < scores.length; i++) {
            if (example.answers[i]) {
                answers++;
            } else {
                others += Math.exp(scores[i] - most);
            }
        }
        double[] slopes = new double[scores.length];
        if (others == 0) {
            return slopes;
        }
        double share = example.weight / answers;
        for (int p = 0; p < scores.length; p++) {
            if (!example.answers[p]) {
                continue;
            }
            double own = Math.exp(scores[p] - most);
            double wrong = others / (others + own);
            slopes[p] -= share * wrong;
            for (int o = 0; o < scores.length; o++) {
                if (!example.answers[o]) {
                    slopes[o] += share * wrong * Math.exp(scores[o] - most) / others;
                }
            }
        }
        return slopes;
    }
}

package io.everknown.memory.decision;

/**
 * From which similarity on two statements count as related; cosines of sentence embeddings, in [0, 1].
 *
 * @param neighbour what is looked at when deciding (design: 0.75)
 * @param duplicate what says the same thing in other words
 * @param retraction what a taking-back without a slot may close
 */
public record DecisionThresholds(double neighbour, double duplicate, double retraction) {

    /** The defaults, for bge-small-en-v1.5. */
    public static final DecisionThresholds DEFAULTS = new DecisionThresholds(0.75, 0.90, 0.80);

    public DecisionThresholds {
        if (!(0 <= neighbour
                && neighbour <= retraction
                && retraction <= 1
                && neighbour <= duplicate
                && duplicate <= 1)) {
            throw new IllegalArgumentException("thresholds lie in [0, 1], and neighbour is the lowest of them");
        }
    }
}

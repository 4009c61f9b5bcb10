package io.everknown.memory.decision;

/**
 * From which similarity on statements count as related: cosines of sentence embeddings and shares of words, in [0, 1].
 *
 * @param neighbour the least cosine of what is looked at when deciding
 * @param duplicate the least cosine of what says the same thing in other words
 * @param retraction the least cosine of what a taking-back without a slot may close
 * @param sharedWords the least share of common words of two statements that say the same, by their union
 * @param ending the least cosine of what a statement that something is over may close
 * @param instructions those of standing instructions
 */
public record DecisionThresholds(
        double neighbour,
        double duplicate,
        double retraction,
        double sharedWords,
        double ending,
        InstructionThresholds instructions) {

    /** The defaults, for all-MiniLM-L6-v2. */
    public static final DecisionThresholds DEFAULTS = new DecisionThresholds(0.64, 0.86, 0.71);

    public DecisionThresholds {
        if (!(0 <= neighbour
                && neighbour <= retraction
                && retraction <= 1
                && neighbour <= duplicate
                && duplicate <= 1)) {
            throw new IllegalArgumentException("thresholds lie in [0, 1], and neighbour is the lowest of them");
        }
        requireShare("shared words", sharedWords);
        requireShare("ending", ending);
    }

    /** With the defaults for all others. */
    public DecisionThresholds(double neighbour, double duplicate, double retraction) {
        this(neighbour, duplicate, retraction, 0.6, 0.32, InstructionThresholds.DEFAULTS);
    }

    static void requireShare(String name, double share) {
        if (!(0 <= share && share <= 1)) {
            throw new IllegalArgumentException("the threshold for " + name + " lies in [0, 1]: " + share);
        }
    }
}

package io.everknown.memory.decision;

/**
 * When the comparison of two statements decides.
 *
 * @param similarity least cosine of two statements that are compared at all, in [0, 1]
 * @param candidates the most facts that one statement is compared to
 * @param replaces from which probability on a newer statement closes an older one
 * @param same from which probability on it is no news
 * @param ends from which probability on it tells the end of an older one
 */
public record ComparisonThresholds(double similarity, int candidates, double replaces, double same, double ends) {

    /** Chosen on held-out pairs and on conversations without updates, see docs/decisions.md. */
    public static final ComparisonThresholds DEFAULTS = new ComparisonThresholds(0.20, 3, 0.65, 0.8, 0.6);

    public ComparisonThresholds {
        if (candidates < 0) {
            throw new IllegalArgumentException("candidates can't be negative");
        }
        for (double value : new double[] {similarity, replaces, same, ends}) {
            if (!(0 <= value && value <= 1)) {
                throw new IllegalArgumentException("similarity and probabilities lie in [0, 1]");
            }
        }
    }
}

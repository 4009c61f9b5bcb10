package io.everknown.memory.decision;

/**
 * From where on two instructions count as being about the same topic where their topics are not the same words.
 *
 * @param ended the least share of common words with what is to end
 * @param same the least cosine of the texts where only the circumstances differ
 * @param changed the least cosine of the texts where the newer one says that something changes
 */
public record InstructionThresholds(double ended, double same, double changed) {

    /** The defaults, for all-MiniLM-L6-v2. */
    public static final InstructionThresholds DEFAULTS = new InstructionThresholds(0.5, 0.71, 0.64);

    public InstructionThresholds {
        DecisionThresholds.requireShare("shared words of instructions", ended);
        DecisionThresholds.requireShare("instructions", same);
        DecisionThresholds.requireShare("changed instructions", changed);
    }
}

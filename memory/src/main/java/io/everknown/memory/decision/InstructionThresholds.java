package io.everknown.memory.decision;

/**
 * From where on two instructions count as being about the same topic where their topics are not the same words; measured
 * on {@code benchmarks/instruction-pairs}.
 *
 * @param ended the least share of common words with what is to end
 * @param same the least cosine of the texts where only the circumstances differ
 */
record InstructionThresholds(double ended, double same) {

    static final InstructionThresholds DEFAULTS = new InstructionThresholds(0.5, 0.80);
}

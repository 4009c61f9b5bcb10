package io.everknown.memory.extraction;

import java.math.BigDecimal;

/**
 * What a language model was asked to read and write, and what that cost.
 *
 * @param inputTokens tokens it read, as its provider counted them
 * @param outputTokens tokens it wrote
 * @param costUsd US dollars by the configured prices
 */
public record ModelUsage(long inputTokens, long outputTokens, BigDecimal costUsd) {

    /** No model was asked. */
    public static final ModelUsage NONE = new ModelUsage(0, 0, BigDecimal.ZERO);

    public ModelUsage {
        // So that equal amounts are equal.
        costUsd = costUsd.stripTrailingZeros();
    }

    public ModelUsage plus(ModelUsage other) {
        return new ModelUsage(
                inputTokens + other.inputTokens, outputTokens + other.outputTokens, costUsd.add(other.costUsd));
    }

    public ModelUsage minus(ModelUsage other) {
        return new ModelUsage(
                inputTokens - other.inputTokens, outputTokens - other.outputTokens, costUsd.subtract(other.costUsd));
    }

    /** Read and written together. */
    public long tokens() {
        return inputTokens + outputTokens;
    }
}

package io.everknown.memory.recall;

/**
 * How much an answer may hold.
 *
 * @param maxItems the most items, at least 1
 * @param maxTokens the most tokens of all items together, at least 1
 */
public record Budget(int maxItems, int maxTokens) {

    public Budget {
        if (maxItems < 1 || maxTokens < 1) {
            throw new IllegalArgumentException("a budget has at least one item and one token");
        }
    }
}

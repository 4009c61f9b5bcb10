package io.everknown.memory.recall;

/** Counts what a text costs in a reader's token budget. */
@FunctionalInterface
public interface TokenCounter {

    /** The number of tokens, never negative; 0 for an empty text. */
    int count(String text);
}

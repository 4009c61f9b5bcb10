package io.everknown.memory.recall;

/** Counts tokens as the language model that will read an answer does. */
public interface TokenCounter {

    /** The number of tokens of a text, at least 0. */
    int count(String text);
}

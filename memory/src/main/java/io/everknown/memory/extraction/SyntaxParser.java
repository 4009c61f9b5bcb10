package io.everknown.memory.extraction;

/** Finds how the words of an English sentence hang together. Must be safe to use from many threads. */
@FunctionalInterface
public interface SyntaxParser {

    /**
     * The tree of one sentence.
     *
     * @param words the words and punctuation marks, contractions cut as in the Penn treebank ({@code do n't}); written
     *     out ({@code do not}) does as well
     * @return as many nodes as words, in their order
     */
    SyntaxTree parse(String[] words);
}

package io.everknown.memory.extraction;

/** Tells what part of speech each word of an English sentence is. Must be safe to use from many threads. */
@FunctionalInterface
public interface PartOfSpeechTagger {

    /**
     * One tag a token.
     *
     * @param tokens the words and punctuation marks of one sentence, contractions cut as in the Penn treebank ({@code
     *     do n't}, {@code I 'm})
     * @return Penn treebank tags such as {@code NNP} or {@code VBD}, as many as tokens and in their order
     */
    String[] tags(String[] tokens);
}

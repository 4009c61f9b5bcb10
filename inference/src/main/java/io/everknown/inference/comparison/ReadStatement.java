package io.everknown.inference.comparison;

/**
 * A statement as the lower layers read it.
 *
 * @param ids its tokens' places in the vocabulary, {@code [tokens]}; the first and the last are markers
 * @param digits whether a token has a digit
 * @param words whether a token has a letter or a digit
 * @param states the tokens' states, {@code [tokens][dimensions]}
 */
record ReadStatement(long[] ids, boolean[] digits, boolean[] words, float[][] states) {

    int tokens() {
        return ids.length;
    }
}

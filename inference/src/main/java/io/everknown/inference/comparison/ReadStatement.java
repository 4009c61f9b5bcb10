package io.everknown.inference.comparison;

/**
 * A statement as the lower layers read it.
 *
 * @param ids its tokens' places in the vocabulary, {@code [tokens]}; the first and the last are markers
 * @param digits whether a token has a digit
 * @param words whether a token has a letter or a digit
 * @param states the tokens' states, {@code [tokens][dimensions]}
 * @param lengths the Euclidean length of each state
 */
record ReadStatement(long[] ids, boolean[] digits, boolean[] words, float[][] states, float[] lengths) {

    ReadStatement(long[] ids, boolean[] digits, boolean[] words, float[][] states) {
        this(ids, digits, words, states, lengths(states));
    }

    private static float[] lengths(float[][] states) {
        float[] lengths = new float[states.length];
        for (int i = 0; i < states.length; i++) {
            double square = 0;
            for (float value : states[i]) {
                square += (double) value * value;
            }
            lengths[i] = (float) Math.sqrt(square);
        }
        return lengths;
    }

    int tokens() {
        return ids.length;
    }
}

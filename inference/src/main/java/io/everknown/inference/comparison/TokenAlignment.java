package io.everknown.inference.comparison;

/**
 * What each token of two statements has in the other one. The order of the six values is that of the trained network:
 * whether the same token is there, whether it has a digit, whether it is a word, the greatest cosine to any token there,
 * whether it has a digit and another figure is there, and the greatest cosine to another token there.
 */
final class TokenAlignment {

    static final int VALUES = 6;

    private final ReadStatement older;
    private final ReadStatement newer;
    private final float[] values;

    private TokenAlignment(ReadStatement older, ReadStatement newer) {
        this.older = older;
        this.newer = newer;
        this.values = new float[(older.tokens() + newer.tokens()) * VALUES];
    }

    /** The values of all tokens, those of the older statement first: {@code [tokens of both][6]}, row by row. */
    static float[] of(ReadStatement older, ReadStatement newer) {
        TokenAlignment alignment = new TokenAlignment(older, newer);
        alignment.describe();
        return alignment.values;
    }

    private void describe() {
        own(older, 0);
        own(newer, older.tokens());
        for (int row = 0; row < older.tokens(); row++) {
            for (int column = 0; column < newer.tokens(); column++) {
                float cosine = marker(older, row) || marker(newer, column)
                        ? 0
                        : dot(older.states()[row], newer.states()[column])
                                / (older.lengths()[row] * newer.lengths()[column]);
                meet(row, row, column, cosine);
                meet(older.tokens() + column, row, column, cosine);
            }
        }
    }

    private void own(ReadStatement statement, int offset) {
        for (int token = 0; token < statement.tokens(); token++) {
            int at = (offset + token) * VALUES;
            values[at + 1] = statement.digits()[token] ? 1 : 0;
            values[at + 2] = statement.words()[token] ? 1 : 0;
            values[at + 3] = Float.NEGATIVE_INFINITY;
            values[at + 5] = Float.NEGATIVE_INFINITY;
        }
    }

    private void meet(int token, int row, int column, float cosine) {
        int at = token * VALUES;
        boolean equal = older.ids()[row] == newer.ids()[column];
        if (equal) {
            values[at] = 1;
        } else if (older.digits()[row] && newer.digits()[column]) {
            values[at + 4] = 1;
        }
        values[at + 3] = Math.max(values[at + 3], cosine);
        values[at + 5] = Math.max(values[at + 5], equal ? 0 : cosine);
    }

    private static boolean marker(ReadStatement statement, int token) {
        return token == 0 || token == statement.tokens() - 1;
    }

    /** Four sums side by side, since each addition would wait for the one before. */
    private static float dot(float[] a, float[] b) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int i = 0; i < a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        return first + second + (third + fourth);
    }
}

package io.everknown.memory.embedding;

/** A unit vector of a text, as one model sees it, and the states of its tokens where they are at hand. */
public final class Embedding {

    private final float[] values;
    private final TokenStates tokens;

    /** Takes a copy of {@code values} and scales it to length 1; an all-zero or non-finite vector is refused. */
    public Embedding(float[] values) {
        this(values, TokenStates.NONE);
    }

    /** The same with the states of the text's tokens. */
    public Embedding(float[] values, TokenStates tokens) {
        this.tokens = tokens;
        double square = 0;
        for (float value : values) {
            square += (double) value * value;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            throw new IllegalArgumentException("an embedding is finite and not zero");
        }
        double length = Math.sqrt(square);
        this.values = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            this.values[i] = (float) (values[i] / length);
        }
    }

    /** The number of dimensions. */
    public int dimensions() {
        return values.length;
    }

    /** The states of the text's tokens, or of none where the model gave none. */
    public TokenStates tokens() {
        return tokens;
    }

    /** A copy of the components. */
    public float[] toArray() {
        return values.clone();
    }

    /** Cosine of the angle to {@code other}, in [-1, 1]. */
    public double cosine(Embedding other) {
        if (values.length != other.values.length) {
            throw new IllegalArgumentException(
                    "vectors of " + values.length + " and " + other.values.length + " dimensions do not compare");
        }
        double dot = 0;
        for (int i = 0; i < values.length; i++) {
            dot += values[i] * other.values[i];
        }
        return Math.clamp(dot, -1, 1);
    }
}

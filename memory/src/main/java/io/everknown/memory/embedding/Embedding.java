package io.everknown.memory.embedding;

/** A unit vector of a text, as one model sees it. */
public final class Embedding {

    private final float[] values;

    /** Takes a copy of {@code values} and scales it to length 1; an all-zero or non-finite vector is refused. */
    public Embedding(float[] values) {
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

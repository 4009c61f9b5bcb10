package io.everknown.inference.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Brings the states of tokens into the few dimensions in which they differ most: the mean state taken off, then the
 * principal components (Pearson 1901). The file has two numbers, from how many dimensions to how many, the mean and the
 * components one after the other, all of four bytes, the lowest first; {@code benchmarks/recall-ranking/project.py} makes it.
 */
final class TokenProjection {

    private final float[] mean;

    /** {@code [few][many]}. */
    private final float[][] components;

    private TokenProjection(float[] mean, float[][] components) {
        this.mean = mean;
        this.components = components;
    }

    /**
     * Reads a projection from the class path.
     *
     * @throws IllegalStateException when it isn't there
     */
    static TokenProjection read(String resource) {
        try (InputStream stream = TokenProjection.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + resource + " on the class path");
            }
            ByteBuffer file = ByteBuffer.wrap(stream.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            float[] mean = new float[file.getInt()];
            float[][] components = new float[file.getInt()][mean.length];
            file.asFloatBuffer().get(mean);
            file.position(file.position() + mean.length * Float.BYTES);
            for (float[] component : components) {
                file.asFloatBuffer().get(component);
                file.position(file.position() + component.length * Float.BYTES);
            }
            return new TokenProjection(mean, components);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " can't be read", e);
        }
    }

    /**
     * One state in few dimensions.
     *
     * @param states states of tokens one after the other
     * @param token which of them
     */
    float[] apply(float[] states, int token) {
        int many = mean.length;
        double square = 0;
        for (int i = 0; i < many; i++) {
            square += (double) states[token * many + i] * states[token * many + i];
        }
        float scale = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
        float[] centred = new float[many];
        for (int i = 0; i < many; i++) {
            centred[i] = states[token * many + i] * scale - mean[i];
        }
        float[] few = new float[components.length];
        for (int c = 0; c < few.length; c++) {
            few[c] = product(components[c], centred);
        }
        return few;
    }

    /** Four sums side by side, since each addition would wait for the one before. */
    private static float product(float[] a, float[] b) {
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        for (int i = 0; i + 4 <= a.length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        return first + second + (third + fourth);
    }
}

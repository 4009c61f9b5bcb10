package io.everknown.memory.embedding;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a model sees each token of a text beside the others: one direction a token, in few dimensions and eight bits each.
 * Two texts are compared by them token by token, where their vectors compare them as a whole.
 *
 * <p>The first components of all tokens stand together, then the second ones, and so on: comparing a token with all of a
 * text is then a plain loop over neighbouring numbers, which the compiler turns into vector instructions.
 */
public final class TokenStates {

    /** The states of no tokens. */
    public static final TokenStates NONE = new TokenStates(0, new byte[0], null);

    /** Dimensions taken in one pass over a text. */
    private static final int STRIP = 4;

    /** A component of 1. */
    private static final int ONE = 127;

    private final int dimensions;
    private final byte[] components;
    /** Null where all tokens count alike. */
    private final float @Nullable [] weights;

    private TokenStates(int dimensions, byte[] components, float @Nullable [] weights) {
        this.dimensions = dimensions;
        this.components = components;
        this.weights = weights;
    }

    /**
     * States that count alike.
     *
     * @param states {@code [tokens][dimensions]}, of any length but zero; at most 127 dimensions
     */
    public static TokenStates of(float[][] states) {
        return quantised(states, null);
    }

    /**
     * States of a question.
     *
     * @param states {@code [tokens][dimensions]}, of any length but zero; at most 127 dimensions
     * @param weights how much each token counts when the question is compared, {@code [tokens]}
     */
    public static TokenStates of(float[][] states, float[] weights) {
        if (states.length != weights.length) {
            throw new IllegalArgumentException(states.length + " states and " + weights.length + " weights");
        }
        return quantised(states, weights.clone());
    }

    private static TokenStates quantised(float[][] states, float @Nullable [] weights) {
        if (states.length == 0) {
            return NONE;
        }
        int dimensions = states[0].length;
        byte[] components = new byte[states.length * dimensions];
        for (int token = 0; token < states.length; token++) {
            double square = 0;
            for (float component : states[token]) {
                square += (double) component * component;
            }
            double scale = square > 0 ? ONE / Math.sqrt(square) : 0;
            for (int d = 0; d < dimensions; d++) {
                components[d * states.length + token] = (byte) Math.round(states[token][d] * scale);
            }
        }
        return new TokenStates(dimensions, components, weights);
    }

    /** The states of several texts as those of one, all tokens counting alike. */
    public static TokenStates of(List<TokenStates> texts) {
        List<TokenStates> parts = texts.stream().filter(text -> text.size() > 0).toList();
        if (parts.isEmpty()) {
            return NONE;
        }
        int dimensions = parts.getFirst().dimensions;
        int tokens = 0;
        for (TokenStates part : parts) {
            if (part.dimensions != dimensions) {
                throw new IllegalArgumentException(
                        "states of " + dimensions + " and " + part.dimensions + " dimensions");
            }
            tokens += part.size();
        }
        byte[] components = new byte[tokens * dimensions];
        int at = 0;
        for (TokenStates part : parts) {
            for (int d = 0; d < dimensions; d++) {
                System.arraycopy(part.components, d * part.size(), components, d * tokens + at, part.size());
            }
            at += part.size();
        }
        return new TokenStates(dimensions, components, null);
    }

    /**
     * What {@link #toBytes} gave, all tokens counting alike.
     *
     * @throws IllegalArgumentException when it is none of that
     */
    public static TokenStates fromBytes(byte[] bytes) {
        if (bytes.length == 0) {
            return NONE;
        }
        int dimensions = bytes[0];
        if (dimensions <= 0 || (bytes.length - 1) % dimensions != 0) {
            throw new IllegalArgumentException("not the states of tokens");
        }
        return new TokenStates(dimensions, Arrays.copyOfRange(bytes, 1, bytes.length), null);
    }

    /** One byte for the dimensions, then the first components of all tokens, the second ones, ...; nothing for no tokens. */
    public byte[] toBytes() {
        if (components.length == 0) {
            return components;
        }
        byte[] bytes = new byte[components.length + 1];
        bytes[0] = (byte) dimensions;
        System.arraycopy(components, 0, bytes, 1, components.length);
        return bytes;
    }

    /** How much memory they take, about. */
    public long bytes() {
        return components.length == 0 ? 0 : components.length + 48L;
    }

    /** The number of tokens. */
    public int size() {
        return dimensions == 0 ? 0 : components.length / dimensions;
    }

    /** How much a token counts when the text is compared as a question. */
    public float weight(int token) {
        return weights == null ? 1 : weights[token];
    }

    /**
     * The greatest cosine of each of its tokens to any token of another text (MaxSim before the sum: Khattab and Zaharia
     * 2020, ColBERT).
     *
     * @return {@code [tokens]}, in [-1, 1]; -1 everywhere where the other has no tokens
     */
    public float[] nearestIn(TokenStates text) {
        return nearestIn(List.of(text))[0];
    }

    /**
     * The same in each of several texts, which are laid side by side so that loops over them are long: five times as fast.
     *
     * @return {@code [texts][tokens]}
     */
    public float[][] nearestIn(List<TokenStates> texts) {
        float[][] nearest = new float[texts.size()][size()];
        TokenStates all = of(texts);
        if (size() == 0 || all.size() == 0) {
            for (float[] none : nearest) {
                Arrays.fill(none, -1);
            }
            return nearest;
        }
        if (all.dimensions != dimensions) {
            throw new IllegalArgumentException("states of " + dimensions + " and " + all.dimensions + " dimensions");
        }
        float[] products = new float[all.size()];
        for (int token = 0; token < size(); token++) {
            Arrays.fill(products, 0);
            int d = 0;
            for (; d + STRIP <= dimensions; d += STRIP) {
                add(all.components, d * products.length, d * size() + token, products);
            }
            for (; d < dimensions; d++) {
                int own = components[d * size() + token];
                for (int i = 0; i < products.length; i++) {
                    products[i] += own * all.components[d * products.length + i];
                }
            }
            int at = 0;
            for (int text = 0; text < nearest.length; text++) {
                float most = -ONE * ONE;
                for (int end = at + texts.get(text).size(); at < end; at++) {
                    most = Math.max(most, products[at]);
                }
                nearest[text][token] = Math.clamp(most / (ONE * ONE), -1f, 1f);
            }
        }
        return nearest;
    }

    /** Sums are floats, which are exact here, as the compiler makes no vector instructions of bytes times integers. */
    private void add(byte[] other, int at, int own, float[] products) {
        int size = size();
        float a = components[own];
        float b = components[own + size];
        float c = components[own + 2 * size];
        float e = components[own + 3 * size];
        int count = products.length;
        int second = at + count;
        int third = second + count;
        int fourth = third + count;
        for (int i = 0; i < count; i++) {
            products[i] += a * other[at + i] + b * other[second + i] + c * other[third + i] + e * other[fourth + i];
        }
    }
}

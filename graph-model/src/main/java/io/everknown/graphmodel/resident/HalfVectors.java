package io.everknown.graphmodel.resident;

import io.everknown.memory.embedding.Embedding;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in half precision, as the tables have them. A block has the first components of all its vectors, then the
 * second ones, and so on: comparing a query with a whole block is then a plain loop over neighbouring numbers, which the
 * compiler turns into vector instructions although sums of floats may not be reordered.
 */
final class HalfVectors {

    private static final int BLOCK = 1024;

    /** Dimensions taken in one pass over a block. */
    private static final int STRIP = 4;

    private final int count;
    private final int dimensions;
    private final short[][] blocks;

    /** One over each vector's length; 0 where there is none. */
    private final float[] inverse;

    HalfVectors(List<Stored> memories) {
        this.count = memories.size();
        int most = 0;
        for (Stored memory : memories) {
            short[] vector = memory.vector();
            most = Math.max(most, vector == null ? 0 : vector.length);
        }
        this.dimensions = most;
        this.inverse = new float[count];
        this.blocks = new short[(count + BLOCK - 1) / BLOCK][];
        for (int block = 0; block < blocks.length; block++) {
            blocks[block] = new short[width(block) * dimensions];
        }
        for (int i = 0; i < count; i++) {
            short[] vector = memories.get(i).vector();
            if (vector != null) {
                put(i, vector);
            }
        }
    }

    private void put(int index, short[] vector) {
        short[] block = blocks[index / BLOCK];
        int width = width(index / BLOCK);
        double square = 0;
        for (int d = 0; d < vector.length; d++) {
            block[d * width + index % BLOCK] = vector[d];
            float component = Float.float16ToFloat(vector[d]);
            square += (double) component * component;
        }
        inverse[index] = square > 0 ? (float) (1 / Math.sqrt(square)) : 0;
    }

    private int width(int block) {
        return Math.min(BLOCK, count - block * BLOCK);
    }

    boolean has(int index) {
        return inverse[index] > 0;
    }

    /** A copy of one vector, or null. */
    short @Nullable [] get(int index) {
        if (!has(index)) {
            return null;
        }
        short[] vector = new short[dimensions];
        int width = width(index / BLOCK);
        for (int d = 0; d < dimensions; d++) {
            vector[d] = blocks[index / BLOCK][d * width + index % BLOCK];
        }
        return vector;
    }

    long bytes() {
        return (2L * dimensions + 4) * count;
    }

    /** The cosine of each vector with a query in half precision; 0 where there is no vector. */
    float[] cosines(Query query) {
        float[] cosines = new float[count];
        if (dimensions == 0) {
            return cosines;
        }
        if (dimensions != query.components.length) {
            throw new IllegalArgumentException(
                    "vectors of " + dimensions + " dimensions do not compare with one of " + query.components.length);
        }
        float[] sums = new float[BLOCK];
        for (int block = 0; block < blocks.length; block++) {
            int width = width(block);
            Arrays.fill(sums, 0);
            for (int d = 0; d < query.padded.length; d += STRIP) {
                if (d + STRIP <= dimensions) {
                    add(blocks[block], d * width, width, query.padded, d, sums);
                } else {
                    addLast(blocks[block], d, width, query.components, sums);
                }
            }
            for (int i = 0; i < width; i++) {
                int at = block * BLOCK + i;
                cosines[at] = Math.clamp(sums[i] * inverse[at] * query.inverse, -1f, 1f);
            }
        }
        return cosines;
    }

    private static void add(short[] block, int at, int width, float[] query, int d, float[] sums) {
        float a = query[d];
        float b = query[d + 1];
        float c = query[d + 2];
        float e = query[d + 3];
        int second = at + width;
        int third = second + width;
        int fourth = third + width;
        for (int i = 0; i < width; i++) {
            sums[i] += a * Float.float16ToFloat(block[at + i])
                    + b * Float.float16ToFloat(block[second + i])
                    + c * Float.float16ToFloat(block[third + i])
                    + e * Float.float16ToFloat(block[fourth + i]);
        }
    }

    private static void addLast(short[] block, int from, int width, float[] query, float[] sums) {
        for (int d = from; d < query.length; d++) {
            for (int i = 0; i < width; i++) {
                sums[i] += query[d] * Float.float16ToFloat(block[d * width + i]);
            }
        }
    }

    /** A question's vector, rounded as the tables round it. */
    static final class Query {

        private final float[] components;
        private final float[] padded;
        private final float inverse;

        Query(Embedding embedding) {
            components = embedding.toArray();
            double square = 0;
            for (int d = 0; d < components.length; d++) {
                components[d] = Float.float16ToFloat(Float.floatToFloat16(components[d]));
                square += (double) components[d] * components[d];
            }
            padded = Arrays.copyOf(components, (components.length + STRIP - 1) / STRIP * STRIP);
            inverse = (float) (1 / Math.sqrt(square));
        }
    }
}

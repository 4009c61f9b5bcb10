package io.everknown.memory.attention;

import io.everknown.memory.model.ModelFormat;

/** Makes a reranker of its weights. */
@FunctionalInterface
public interface RerankerFormat extends ModelFormat {

    /**
     * Reads weights.
     *
     * @param version what its rankings call it
     * @throws IllegalArgumentException when they are none of this release's network; the message says why
     */
    Reranker read(String version, byte[] weights);

    @Override
    default void check(String version, byte[] weights) {
        read(version, weights);
    }
}

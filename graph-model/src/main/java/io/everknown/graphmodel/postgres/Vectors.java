package io.everknown.graphmodel.postgres;

import com.pgvector.PGhalfvec;
import io.everknown.memory.embedding.Embedding;

/** Embeddings as pgvector's half-precision vectors. */
final class Vectors {

    private Vectors() {}

    static String text(Embedding embedding) {
        return new PGhalfvec(embedding.toArray()).toString();
    }
}

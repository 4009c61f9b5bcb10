package io.everknown.graphmodel.postgres;

import com.pgvector.PGhalfvec;
import io.everknown.memory.embedding.Embedding;

/**
 * Embeddings as pgvector's half-precision vectors. They travel as text; a statement that compares one with many rows casts
 * it in a sub-select, once, because a plan made for all parameters would parse it again for every row.
 */
final class Vectors {

    private Vectors() {}

    static String text(Embedding embedding) {
        return new PGhalfvec(embedding.toArray()).toString();
    }
}

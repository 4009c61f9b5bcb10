package io.everknown.memory.embedding;

import java.util.List;

/** Turns text into vectors. */
public interface Embedder {

    /** The model's name, stored beside each vector. */
    String model();

    /** The length of its vectors. */
    int dimensions();

    /** Vectors of stored texts, in the order given. */
    List<Embedding> embed(List<String> passages);

    /** How many tokens of its vocabulary the texts have, as far as the model reads them. */
    int tokens(List<String> passages);

    /** The vector of a question; some models want questions phrased otherwise than passages. */
    Embedding embedQuery(String question);
}

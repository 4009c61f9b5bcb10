package io.everknown.memory.conversation;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.Extraction;
import java.util.List;
import java.util.concurrent.Future;

/**
 * A turn, what was extracted from it, and its texts, which are being embedded.
 *
 * @param embeddings those of the texts, in order, once they are there
 */
record ReadTurn(Turn turn, Extraction extraction, TurnTexts texts, Future<List<Embedding>> embeddings) {

    /**
     * Waits for the vectors.
     *
     * @throws RuntimeException what embedding failed with
     */
    TurnTexts.Vectors vectors() {
        return texts.vectors(Beside.outcome(embeddings));
    }
}

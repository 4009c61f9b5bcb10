package io.everknown.inference.embedding;

import org.jspecify.annotations.Nullable;

/**
 * A sentence encoder that comes inside a jar.
 *
 * @param name the model's name, stored beside each vector
 * @param network class-path resource of the ONNX network
 * @param tokenizer class-path resource of its tokenizer.json
 * @param dimensions length of its vectors
 * @param maxTokens longer texts are cut; includes the two marker tokens
 * @param pooling how token states become one vector
 * @param questionPrefix put before a question, as the model's authors advise; may be empty
 * @param tokenProjection class-path resource of what brings a token's state into few dimensions, see {@link
 *     TokenProjection}; or null where tokens are not kept
 */
public record SentenceModel(
        String name,
        String network,
        String tokenizer,
        int dimensions,
        int maxTokens,
        Pooling pooling,
        String questionPrefix,
        @Nullable String tokenProjection) {

    /**
     * sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), quantised to int8: 384 dimensions, the mean of the tokens'
     * states. Cut at 256 of its 512 tokens: a turn that long is rare, and the cost of a text grows faster than its length.
     * Half the layers of bge-small-en-v1.5 and half its cost; with the tokens compared one by one it ranks as well
     * (docs/recall.md has the figures).
     */
    public static final SentenceModel ALL_MINILM_L6 = new SentenceModel(
            "all-minilm-l6-v2-q",
            "/all-minilm-l6-v2-q.onnx",
            "/all-minilm-l6-v2-q-tokenizer.json",
            384,
            256,
            Pooling.MEAN,
            "",
            "/everknown/all-minilm-l6-v2-tokens.bin");

    /** How token states become one vector. */
    public enum Pooling {
        /** The state of the first token. */
        FIRST_TOKEN,
        /** The mean of all tokens' states. */
        MEAN
    }
}

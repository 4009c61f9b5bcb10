package io.everknown.inference.embedding;

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
 */
public record SentenceModel(
        String name,
        String network,
        String tokenizer,
        int dimensions,
        int maxTokens,
        Pooling pooling,
        String questionPrefix) {

    /**
     * BAAI/bge-small-en-v1.5 (MIT licence), quantised to int8: 384 dimensions, the first token's state is the sentence.
     * Cut at 256 of its 512 tokens: a turn that long is rare, and the cost of a text grows faster than its length.
     */
    public static final SentenceModel BGE_SMALL_EN = new SentenceModel(
            "bge-small-en-v1.5-q",
            "/bge-small-en-v1.5-q.onnx",
            "/bge-small-en-v1.5-q-tokenizer.json",
            384,
            256,
            Pooling.FIRST_TOKEN,
            "");

    /** How token states become one vector. */
    public enum Pooling {
        /** The state of the first token. */
        FIRST_TOKEN,
        /** The mean of all tokens' states. */
        MEAN
    }
}

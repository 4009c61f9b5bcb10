package io.everknown.memory.extraction;

import io.everknown.memory.identity.MemoryScope;

/** Which extractor reads whose turns. */
public interface Extractors {

    /**
     * The extractor for one turn of a scope. It always gives an answer: where a language model fails, is too slow or
     * too dear, the local extractor's.
     *
     * @param spent what the request at hand has spent on language models so far
     */
    FactExtractor of(MemoryScope scope, ModelUsage spent);

    /** Whether a language model reads this scope's turns, so that a request had better not wait for it. */
    boolean usesModel(MemoryScope scope);

    /** The same local extractor for everybody. */
    static Extractors local(FactExtractor local) {
        return new Extractors() {
            @Override
            public FactExtractor of(MemoryScope scope, ModelUsage spent) {
                return local;
            }

            @Override
            public boolean usesModel(MemoryScope scope) {
                return false;
            }
        };
    }
}

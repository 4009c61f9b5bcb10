package io.everknown.memory.conversation;

import io.everknown.memory.extraction.ModelUsage;

/**
 * What taking turns in has used.
 *
 * @param embeddedTokens tokens that were embedded
 * @param model what a language model read and wrote
 */
public record Usage(int embeddedTokens, ModelUsage model) {

    public static final Usage NONE = new Usage(0, ModelUsage.NONE);

    public Usage plus(Usage other) {
        return new Usage(embeddedTokens + other.embeddedTokens, model.plus(other.model));
    }
}

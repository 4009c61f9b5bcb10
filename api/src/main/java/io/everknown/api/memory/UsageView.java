package io.everknown.api.memory;

import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;

/**
 * What a write cost; a language model's tokens and price are zero where none was asked.
 *
 * @param llmInputTokens tokens a language model read
 * @param llmOutputTokens tokens it wrote
 * @param embeddedTokens tokens that were embedded
 * @param costUsd US dollars by the configured prices
 */
record UsageView(long llmInputTokens, long llmOutputTokens, int embeddedTokens, double costUsd) {

    static UsageView of(Usage usage) {
        return new UsageView(
                usage.model().inputTokens(),
                usage.model().outputTokens(),
                usage.embeddedTokens(),
                usage.model().costUsd().doubleValue());
    }

    static UsageView embedded(int tokens) {
        return of(new Usage(tokens, ModelUsage.NONE));
    }
}

package io.everknown.memory.extraction;

import java.util.List;

/**
 * What a turn holds.
 *
 * @param facts statements to decide on
 * @param skipped the rest, each with the reason why it is no fact about anyone
 * @param extractor name and version of the extractor at work
 * @param usage what a language model had to do with it
 */
public record Extraction(List<ExtractedFact> facts, List<Skipped> skipped, String extractor, ModelUsage usage) {

    /**
     * A part of a turn that is not kept as a fact; the turn itself stays searchable.
     *
     * @param sentence the words
     * @param reason why, for people to read
     */
    public record Skipped(String sentence, String reason) {}

    /** Found without a language model. */
    public Extraction(List<ExtractedFact> facts, List<Skipped> skipped, String extractor) {
        this(facts, skipped, extractor, ModelUsage.NONE);
    }

    public Extraction {
        facts = List.copyOf(facts);
        skipped = List.copyOf(skipped);
    }
}

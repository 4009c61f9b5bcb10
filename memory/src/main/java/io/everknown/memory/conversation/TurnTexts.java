package io.everknown.memory.conversation;

import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Extraction;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What has to be embedded of turns and their facts, so that no sentence is embedded twice. A turn's vector is the mean of
 * those of its facts and of the words that no fact was taken from, where they are more than a few, by their length. A turn
 * without facts, or with one whose words are not found in it, is embedded whole.
 */
final class TurnTexts {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");

    /** "Hey Mel!" or "Wow, thanks!" beside facts doesn't change what a turn is about. */
    private static final int FEW_WORDS = 4;

    /**
     * A turn's part of the texts.
     *
     * @param rest what is embedded of the turn itself, or blank
     * @param facts what is embedded of its facts
     * @param whole whether {@code rest} alone is the turn
     */
    private record Part(String rest, List<String> facts, boolean whole) {

        static Part of(Turn turn, Extraction extraction) {
            List<String> facts =
                    extraction.facts().stream().map(ExtractedFact::text).toList();
            String rest = turn.content();
            for (String sentence : sentences(extraction)) {
                int at = rest.indexOf(sentence);
                if (at < 0) {
                    return new Part(turn.searchText(), facts, true);
                }
                rest = rest.substring(0, at) + rest.substring(at + sentence.length());
            }
            boolean words = WORD.matcher(rest).results().limit(FEW_WORDS).count() == FEW_WORDS;
            return facts.isEmpty()
                    ? new Part(turn.searchText(), facts, true)
                    : new Part(words ? turn.subject() + ": " + rest.strip() : "", facts, false);
        }

        private static LinkedHashSet<String> sentences(Extraction extraction) {
            LinkedHashSet<String> sentences = new LinkedHashSet<>();
            extraction.facts().forEach(fact -> sentences.add(fact.sentence()));
            return sentences;
        }

        int texts() {
            return facts.size() + (rest.isEmpty() ? 0 : 1);
        }
    }

    /**
     * Vectors of a turn and of its facts.
     *
     * @param facts in the order extracted
     */
    record Vectors(Embedding turn, List<Embedding> facts) {}

    private final List<Part> parts;

    private TurnTexts(List<Part> parts) {
        this.parts = parts;
    }

    /** The texts of turns and what was extracted from each. */
    static TurnTexts of(List<Turn> turns, List<Extraction> extractions) {
        List<Part> parts = new ArrayList<>(turns.size());
        for (int i = 0; i < turns.size(); i++) {
            parts.add(Part.of(turns.get(i), extractions.get(i)));
        }
        return new TurnTexts(parts);
    }

    /** What to embed. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (Part part : parts) {
            if (!part.rest.isEmpty()) {
                texts.add(part.rest);
            }
            texts.addAll(part.facts);
        }
        return texts;
    }

    /**
     * The vectors of each turn.
     *
     * @param embeddings of {@link #texts()}, in order
     */
    List<Vectors> vectors(List<Embedding> embeddings) {
        List<Vectors> vectors = new ArrayList<>(parts.size());
        int at = 0;
        for (Part part : parts) {
            List<Embedding> own = embeddings.subList(at, at + part.texts());
            at += part.texts();
            List<Embedding> facts = own.subList(own.size() - part.facts.size(), own.size());
            vectors.add(new Vectors(part.whole ? own.getFirst() : mean(part, own), List.copyOf(facts)));
        }
        return vectors;
    }

    private static Embedding mean(Part part, List<Embedding> embeddings) {
        List<String> texts = new ArrayList<>(part.facts);
        if (!part.rest.isEmpty()) {
            texts.addFirst(part.rest);
        }
        float[] sum = new float[embeddings.getFirst().dimensions()];
        for (int i = 0; i < texts.size(); i++) {
            float[] values = embeddings.get(i).toArray();
            for (int j = 0; j < sum.length; j++) {
                sum[j] += texts.get(i).length() * values[j];
            }
        }
        return new Embedding(
                sum, TokenStates.of(embeddings.stream().map(Embedding::tokens).toList()));
    }
}

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
 * What has to be embedded of a turn and its facts, so that no sentence is embedded twice. A turn's vector is the mean of
 * those of its facts and of the words that no fact was taken from, where they are more than a few, by their length. A turn
 * without facts, or with one whose words are not found in it, is embedded whole.
 *
 * @param rest what is embedded of the turn itself, or blank
 * @param facts what is embedded of its facts
 * @param whole whether {@code rest} alone is the turn
 */
record TurnTexts(String rest, List<String> facts, boolean whole) {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}'’]+");

    /** "Hey Mel!" or "Wow, thanks!" beside facts doesn't change what a turn is about. */
    private static final int FEW_WORDS = 4;

    /**
     * Vectors of a turn and of its facts.
     *
     * @param facts in the order extracted
     */
    record Vectors(Embedding turn, List<Embedding> facts) {}

    TurnTexts {
        facts = List.copyOf(facts);
    }

    /** The texts of a turn and what was extracted from it. */
    static TurnTexts of(Turn turn, Extraction extraction) {
        List<String> facts =
                extraction.facts().stream().map(ExtractedFact::text).toList();
        String rest = turn.content();
        for (String sentence : sentences(extraction)) {
            int at = rest.indexOf(sentence);
            if (at < 0) {
                return new TurnTexts(turn.searchText(), facts, true);
            }
            rest = rest.substring(0, at) + rest.substring(at + sentence.length());
        }
        boolean words = WORD.matcher(rest).results().limit(FEW_WORDS).count() == FEW_WORDS;
        return facts.isEmpty()
                ? new TurnTexts(turn.searchText(), facts, true)
                : new TurnTexts(words ? turn.subject() + ": " + rest.strip() : "", facts, false);
    }

    private static LinkedHashSet<String> sentences(Extraction extraction) {
        LinkedHashSet<String> sentences = new LinkedHashSet<>();
        extraction.facts().forEach(fact -> sentences.add(fact.sentence()));
        return sentences;
    }

    /** What to embed. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(facts);
        if (!rest.isEmpty()) {
            texts.addFirst(rest);
        }
        return texts;
    }

    /**
     * The vectors of the turn and its facts.
     *
     * @param embeddings of {@link #texts()}, in order
     */
    Vectors vectors(List<Embedding> embeddings) {
        List<Embedding> ofFacts = embeddings.subList(embeddings.size() - facts.size(), embeddings.size());
        return new Vectors(whole ? embeddings.getFirst() : mean(embeddings), List.copyOf(ofFacts));
    }

    private Embedding mean(List<Embedding> embeddings) {
        List<String> texts = texts();
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

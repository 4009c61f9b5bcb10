package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What follows a verb, cut at its prepositions.
 *
 * @param chunks in order; the first, with an empty preposition, is the object and may be empty
 */
record InstructionChunks(List<Chunk> chunks) {

    private static final Set<String> PREPOSITIONS = Set.of(
            "with",
            "in",
            "as",
            "for",
            "to",
            "at",
            "by",
            "after",
            "before",
            "on",
            "into",
            "inside",
            "without",
            "under",
            "over",
            "using",
            "via",
            "through",
            "like",
            "from",
            "between",
            "against",
            "within",
            "about",
            "during",
            "above",
            "below",
            "across",
            "until",
            "throughout",
            "than",
            "per",
            "upon",
            "onto",
            "among",
            "behind",
            "regarding",
            "beside",
            "toward",
            "towards");
    private static final Set<String> CIRCUMSTANCES =
            Set.of("when", "whenever", "if", "unless", "while", "where", "whether");

    /** Ways to bring in a value, the surest first. */
    private static final List<String> VALUES = List.of(
            "with", "as", "to", "using", "by", "after", "under", "like", "in", "into", "at", "on", "before", "between",
            "within", "over", "inside", "via", "through", "from", "above", "below", "behind");

    /**
     * A preposition with its words.
     *
     * @param infinitive whether these are a verb and what belongs to it: "to start names"
     */
    record Chunk(String preposition, List<Token> words, boolean infinitive) {}

    static InstructionChunks of(List<Token> words) {
        List<Chunk> chunks = new ArrayList<>();
        String preposition = "";
        boolean infinitive = false;
        List<Token> current = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Token token = words.get(i);
            boolean circumstance = CIRCUMSTANCES.contains(token.lower());
            boolean cut = PREPOSITIONS.contains(token.lower())
                    && i + 1 < words.size()
                    && !(i > 0 && words.get(i - 1).is("up"));
            if (circumstance || cut) {
                chunks.add(new Chunk(preposition, List.copyOf(current), infinitive));
                preposition = circumstance ? "when" : token.lower();
                infinitive = token.is("to") && words.get(i + 1).tag().equals("VB");
                current.clear();
                if (circumstance) {
                    current.addAll(words.subList(i + 1, words.size()));
                    break;
                }
            } else {
                current.add(token);
            }
        }
        chunks.add(new Chunk(preposition, List.copyOf(current), infinitive));
        return new InstructionChunks(chunks);
    }

    List<Token> object() {
        return chunks.getFirst().words();
    }

    /** The chunk that most likely holds what is demanded, or null. */
    @Nullable
    Chunk value(InstructionLexicon lexicon) {
        for (Chunk chunk : chunks.subList(1, chunks.size())) {
            boolean literal = chunk.words().stream().anyMatch(t -> t.tag().equals(Literals.TAG));
            boolean usable = VALUES.contains(chunk.preposition()) && !chunk.infinitive();
            if (usable && (literal || lexicon.aspectOf(Tokens.join(chunk.words())) != null)) {
                return chunk;
            }
        }
        for (String preposition : VALUES) {
            for (Chunk chunk : chunks.subList(1, chunks.size())) {
                if (chunk.preposition().equals(preposition)
                        && !chunk.infinitive()
                        && !chunk.words().isEmpty()) {
                    return chunk;
                }
            }
        }
        return null;
    }
}

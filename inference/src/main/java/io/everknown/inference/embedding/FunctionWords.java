package io.everknown.inference.embedding;

import java.util.Set;

/** How much a token of a question counts: words that only hold a sentence together, and signs, less than others. */
final class FunctionWords {

    private static final float LITTLE = 0.3f;

    private static final Set<String> WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "did", "do", "does", "for", "had", "has", "have",
            "he", "her", "him", "his", "how", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or", "s", "she",
            "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "were", "what",
            "when", "where", "which", "who", "why", "will", "with");

    private FunctionWords() {}

    /** The weight of a token as the tokenizer writes it. */
    static float weight(String token) {
        boolean word = token.startsWith("##") || Character.isLetterOrDigit(token.codePointAt(0));
        return word && !WORDS.contains(token) ? 1 : LITTLE;
    }
}

package io.everknown.inference.embedding;

import java.util.Set;

/**
 * How much a token of a question counts. Words that only hold a sentence together and signs count less than others, and
 * what an English model can't know, such as letters of other scripts, nothing: its states would be near to anything.
 */
final class QuestionTokens {

    private static final float LITTLE = 0.3f;

    /** The share of a question's words that the model may not know before its tokens are of no use. */
    private static final double MOST_UNKNOWN = 1.0 / 3;

    /** Marks what goes on a word. */
    private static final String CONTINUED = "##";

    private static final Set<String> FUNCTION_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "did", "do", "does", "for", "had", "has", "have",
            "he", "her", "him", "his", "how", "if", "in", "into", "is", "it", "no", "not", "of", "on", "or", "s", "she",
            "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "were", "what",
            "when", "where", "which", "who", "why", "will", "with");

    private QuestionTokens() {}

    /** The weight of a token as the tokenizer writes it. */
    static float weight(String token) {
        if (isUnknown(token)) {
            return 0;
        }
        return isWord(token) && !FUNCTION_WORDS.contains(token) ? 1 : LITTLE;
    }

    /** Whether the model knows enough of the words, among tokens without the two markers. */
    static boolean areKnown(String[] tokens, int from, int to) {
        int words = 0;
        int unknown = 0;
        for (int i = from; i < to; i++) {
            if (tokens[i].startsWith(CONTINUED)) {
                continue;
            }
            boolean strange = isUnknown(tokens[i]);
            unknown += strange ? 1 : 0;
            words += strange || isWord(tokens[i]) ? 1 : 0;
        }
        return words > 0 && unknown <= MOST_UNKNOWN * words;
    }

    private static boolean isWord(String token) {
        return token.startsWith(CONTINUED) || Character.isLetterOrDigit(token.codePointAt(0));
    }

    private static boolean isUnknown(String token) {
        return token.equals("[UNK]")
                || token.codePoints()
                        .anyMatch(c -> Character.isLetter(c)
                                && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN);
    }
}

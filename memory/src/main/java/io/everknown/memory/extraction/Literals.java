package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts together what was written in quotes, and names as used in code, so that each is one token. */
final class Literals {

    /** The tag of such a token. */
    static final String TAG = "LIT";

    private static final Map<String, String> QUOTES =
            Map.of("'", "'", "\"", "\"", "`", "`", "“", "”", "‘", "'", "«", "»", "„", "“");
    private static final int MAX_QUOTED = 14;
    private static final String SYMBOLS = "_#@$*<>/\\=+~^&|-";
    private static final String CLOSING = ".,!?;:)";

    private Literals() {}

    /** The tokens with literals merged. */
    static List<Token> merge(List<Token> tokens) {
        List<Token> merged = new ArrayList<>();
        int i = 0;
        while (i < tokens.size()) {
            int end = quoted(tokens, i);
            if (end < 0) {
                end = code(tokens, i);
            }
            if (end > i) {
                merged.add(new Token(
                        Tokens.join(tokens.subList(i, end)), TAG, tokens.get(i).glued()));
                i = end;
            } else {
                Token token = tokens.get(i++);
                merged.add(isCode(token.text()) ? new Token(token.text(), TAG, token.glued()) : token);
            }
        }
        return merged;
    }

    /** Where what is quoted from here ends, or -1. */
    private static int quoted(List<Token> tokens, int from) {
        String close = QUOTES.get(tokens.get(from).text());
        if (close == null
                || (from > 0 && tokens.get(from).glued() && tokens.get(from - 1).word())) {
            return -1;
        }
        for (int i = from + 1; i < Math.min(tokens.size(), from + MAX_QUOTED); i++) {
            if (tokens.get(i).text().equals(close) && (tokens.get(i).glued() || !close.equals("'"))) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Where a run of glued symbols and words ends that begins here, or -1. */
    private static int code(List<Token> tokens, int from) {
        int end = from + 1;
        boolean symbol = symbols(tokens.get(from).text());
        while (end < tokens.size() && tokens.get(end).glued()) {
            String text = tokens.get(end).text();
            boolean closing = CLOSING.contains(text);
            boolean followed = end + 1 < tokens.size() && tokens.get(end + 1).glued() && !text.equals(",");
            if ((closing && !followed)
                    || QUOTES.containsKey(text)
                    || tokens.get(end).tag().equals("POS")) {
                break;
            }
            symbol |= symbols(text);
            end++;
        }
        boolean dash = end == from + 1 && "-–—*•".contains(tokens.get(from).text());
        return symbol && !dash ? end : -1;
    }

    private static boolean symbols(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> SYMBOLS.indexOf(c) >= 0);
    }

    /** {@code my_name}, {@code camelCase}, {@code 2026-11-21}, {@code v1.2}. */
    static boolean isCode(String word) {
        if (word.length() < 2 || !Character.isLetterOrDigit(word.codePointAt(0))) {
            return false;
        }
        boolean inner = false;
        for (int i = 1; i < word.length(); i++) {
            char c = word.charAt(i);
            inner |= c == '_' || c == '/' || (Character.isUpperCase(c) && Character.isLowerCase(word.charAt(i - 1)));
            inner |= Character.isDigit(c) && Character.isLetter(word.charAt(0));
        }
        return inner || word.matches("\\d+[-.:/]\\d.*");
    }
}

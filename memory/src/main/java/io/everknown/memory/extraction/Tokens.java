package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Cuts sentences into tagged tokens and joins tokens into text again. */
final class Tokens {

    private static final Map<String, String[]> SPELLINGS = Map.ofEntries(
            Map.entry("im", new String[] {"I", "'m"}),
            Map.entry("ive", new String[] {"I", "'ve"}),
            Map.entry("dont", new String[] {"do", "n't"}),
            Map.entry("doesnt", new String[] {"does", "n't"}),
            Map.entry("didnt", new String[] {"did", "n't"}),
            Map.entry("cant", new String[] {"ca", "n't"}),
            Map.entry("isnt", new String[] {"is", "n't"}),
            Map.entry("wasnt", new String[] {"was", "n't"}),
            Map.entry("havent", new String[] {"have", "n't"}),
            Map.entry("cannot", new String[] {"can", "not"}),
            Map.entry("gonna", new String[] {"going", "to"}),
            Map.entry("wanna", new String[] {"want", "to"}),
            Map.entry("gotta", new String[] {"got", "to"}));
    private static final Map<String, String> EXPANSIONS = Map.of(
            "'m", "am", "'re", "are", "'ve", "have", "'ll", "will", "n't", "not", "ca", "can", "wo", "will", "gon",
            "going", "na", "to");
    private static final Set<String> MODALS = Set.of("ca", "wo", "'ll");
    private static final Set<String> GLUED_MARKS = Set.of(",", ".", "!", "?", ";", ":", ")", "]", "…", "%");

    private final PartOfSpeechTagger tagger;

    Tokens(PartOfSpeechTagger tagger) {
        this.tagger = tagger;
    }

    /** The tokens of a sentence, tagged, contractions written out. */
    List<Token> of(String sentence) {
        List<String> words = new ArrayList<>();
        List<Boolean> glued = new ArrayList<>();
        cut(sentence, words, glued);
        String[] tags = tagger.tags(words.toArray(String[]::new));
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            tokens.add(written(words, tags, i, glued.get(i)));
        }
        return tokens;
    }

    private static Token written(List<String> words, String[] tags, int i, boolean glued) {
        String word = words.get(i);
        String lower = word.toLowerCase(Locale.ROOT);
        String tag = tags[i];
        String next = i + 1 < tags.length ? tags[i + 1] : "";
        String nextWord = i + 1 < words.size() ? words.get(i + 1).toLowerCase(Locale.ROOT) : "";
        if (lower.equals("i")) {
            return new Token("I", "PRP", glued);
        }
        if (lower.equals("'s") && !tag.equals("POS")) {
            boolean perfect = next.equals("VBN") && (nextWord.equals("been") || nextWord.equals("got"));
            boolean bare = next.isEmpty() || next.equals(",") || next.equals(".");
            boolean named = i > 0
                    && ((tags[i - 1].startsWith("N") && (bare || (next.startsWith("N") && !next.equals("NNP"))))
                            || (tags[i - 1].equals("NNP") && next.equals("NNP")));
            return named ? new Token("'s", "POS", true) : new Token(perfect ? "has" : "is", "VBZ", false);
        }
        if (lower.equals("'d")) {
            return new Token(next.equals("VBN") ? "had" : "would", next.equals("VBN") ? "VBD" : "MD", false);
        }
        boolean short1 = (lower.equals("ca") || lower.equals("wo")) && !nextWord.equals("n't");
        boolean short2 = (lower.equals("gon") && !nextWord.equals("na"))
                || (lower.equals("na") && i > 0 && !words.get(i - 1).equalsIgnoreCase("gon"));
        String expansion = EXPANSIONS.get(lower);
        if (expansion != null && !short1 && !short2) {
            String newTag = lower.equals("'m") || lower.equals("'re") || lower.equals("'ve")
                    ? "VBP"
                    : lower.equals("n't") ? "RB" : MODALS.contains(lower) ? "MD" : tag;
            return new Token(expansion, newTag, false);
        }
        if (tag.equals("POS")) {
            return new Token(word, tag, true);
        }
        return new Token(word, tag, glued);
    }

    private static void cut(String sentence, List<String> words, List<Boolean> glued) {
        int i = 0;
        int lastEnd = 0;
        while (i < sentence.length()) {
            int c = sentence.codePointAt(i);
            int size = Character.charCount(c);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                i += size;
                continue;
            }
            int end = i + size;
            if (Character.isLetterOrDigit(c)
                    || ((c == '$' || c == '€' || c == '£' || c == '+' || c == '#')
                            && end < sentence.length()
                            && Character.isLetterOrDigit(sentence.charAt(end)))) {
                end = wordEnd(sentence, end);
            }
            boolean touches = i == lastEnd && i > 0;
            addWord(sentence.substring(i, end).replace('’', '\''), touches, words, glued);
            lastEnd = end;
            i = end;
        }
    }

    private static int wordEnd(String s, int from) {
        int end = from;
        while (end < s.length()) {
            int c = s.codePointAt(end);
            int next = end + Character.charCount(c);
            if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
                end = next;
            } else if (next < s.length()
                    && Character.isLetterOrDigit(s.codePointAt(next))
                    && "'’-._@/:+&,#".indexOf(c) >= 0
                    && inside(s, c, end)) {
                end = next;
            } else if ((c == '+' || c == '#') && end > from - 1) {
                end = next;
            } else {
                break;
            }
        }
        return end;
    }

    private static boolean inside(String s, int c, int at) {
        boolean digits = Character.isDigit(s.charAt(at - 1)) && Character.isDigit(s.charAt(at + 1));
        return switch (c) {
            case ',', ':' -> digits;
            case '.', '/' -> digits || Character.isLowerCase(s.charAt(at + 1)) || Character.isDigit(s.charAt(at + 1));
            default -> true;
        };
    }

    private static void addWord(String word, boolean touches, List<String> words, List<Boolean> glued) {
        String lower = word.toLowerCase(Locale.ROOT);
        String[] spelling = SPELLINGS.get(lower);
        if (spelling != null) {
            words.add(spelling[0]);
            words.add(spelling[1]);
            glued.add(touches);
            glued.add(true);
            return;
        }
        int apostrophe = word.lastIndexOf('\'');
        int cutAt = -1;
        if (lower.endsWith("n't") && word.length() > 3) {
            cutAt = word.length() - 3;
        } else if (apostrophe > 0
                && Set.of("'s", "'m", "'re", "'ve", "'ll", "'d").contains(lower.substring(apostrophe))) {
            cutAt = apostrophe;
        }
        if (cutAt > 0) {
            words.add(word.substring(0, cutAt));
            words.add(word.substring(cutAt));
            glued.add(touches);
            glued.add(true);
        } else {
            words.add(word);
            glued.add(touches);
        }
    }

    /** Tokens as text, blanks between them as they stood. */
    static String join(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            if (!text.isEmpty() && !token.glued() && !GLUED_MARKS.contains(token.text())) {
                text.append(' ');
            }
            text.append(token.text());
        }
        return text.toString();
    }
}

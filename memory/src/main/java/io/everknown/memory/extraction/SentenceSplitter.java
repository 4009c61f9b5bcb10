package io.everknown.memory.extraction;

import io.everknown.memory.extraction.Sentence.Kind;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts chat messages into sentences. Works line by line, since chat often ends a line without a full stop; keeps code
 * fences, links and shared images apart. Linear in the length of the text.
 */
final class SentenceSplitter {

    /** Longer sentences are cut at a blank: nobody says one fact in so many characters. */
    static final int MAX_SENTENCE = 600;

    private static final String FENCE = "```";
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "approx.", "no.", "jr.", "sr.",
            "inc.", "ltd.", "co.", "u.s.", "a.m.", "p.m.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec.");

    List<Sentence> split(String content) {
        List<Sentence> sentences = new ArrayList<>();
        int position = 0;
        while (position < content.length()) {
            int fence = content.indexOf(FENCE, position);
            if (fence < 0) {
                splitLines(content.substring(position), sentences);
                break;
            }
            splitLines(content.substring(position, fence), sentences);
            int close = content.indexOf(FENCE, fence + FENCE.length());
            int end = close < 0 ? content.length() : close + FENCE.length();
            add(content.substring(fence, end), Kind.CODE, sentences);
            position = end;
        }
        return sentences;
    }

    private static void splitLines(String text, List<Sentence> sentences) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                splitLine(text.substring(start, i), sentences);
                start = i + 1;
            }
        }
    }

    private static void splitLine(String line, List<Sentence> sentences) {
        if (line.isBlank()) {
            return;
        }
        int image = line.indexOf("[shared ");
        if (image >= 0) {
            int close = line.indexOf(']', image);
            int end = close < 0 ? line.length() : close + 1;
            splitLine(line.substring(0, image), sentences);
            add(line.substring(image, end), Kind.IMAGE, sentences);
            splitLine(line.substring(end), sentences);
            return;
        }
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(line);
        int start = 0;
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            if (end < line.length() && endsInAbbreviation(line, start, end)) {
                continue;
            }
            cut(line.substring(start, end), sentences);
            start = end;
        }
        if (start < line.length()) {
            cut(line.substring(start), sentences);
        }
    }

    /** Cuts at dashes and dots that speakers put between sentences, and whatever is too long at a blank. */
    private static void cut(String sentence, List<Sentence> sentences) {
        int start = 0;
        for (int i = 1; i < sentence.length() - 1; i++) {
            boolean tooLong = i - start >= MAX_SENTENCE
                    && (Character.isWhitespace(sentence.charAt(i)) || i - start >= 2 * MAX_SENTENCE)
                    && !Character.isLowSurrogate(sentence.charAt(i));
            if (tooLong || endsInsideLine(sentence, i)) {
                classify(sentence.substring(start, i), sentences);
                start = i;
            }
        }
        classify(sentence.substring(start), sentences);
    }

    /** A mark such as "!" or "..." before a blank or a letter where the platform's rules saw no end. */
    private static boolean endsInsideLine(String sentence, int i) {
        char before = sentence.charAt(i - 1);
        char here = sentence.charAt(i);
        if (before == '!' || before == '?') {
            return Character.isWhitespace(here);
        }
        if (before == '.' || before == '…') {
            return Character.isWhitespace(here) && (before == '…' || (i >= 2 && sentence.charAt(i - 2) == '.'));
        }
        return false;
    }

    private static boolean endsInAbbreviation(String line, int start, int end) {
        String done = line.substring(Math.max(start, end - 12), end).stripTrailing();
        int blank = done.lastIndexOf(' ');
        String last = done.substring(blank + 1).toLowerCase(Locale.ROOT);
        return ABBREVIATIONS.contains(last);
    }

    private static void classify(String text, List<Sentence> sentences) {
        String stripped = text.strip();
        boolean link =
                (stripped.startsWith("http://") || stripped.startsWith("https://") || stripped.startsWith("www."))
                        && stripped.chars().noneMatch(Character::isWhitespace);
        add(stripped, stripped.startsWith("[code") ? Kind.CODE : link ? Kind.LINK : Kind.WORDS, sentences);
    }

    private static void add(String text, Kind kind, List<Sentence> sentences) {
        String stripped = text.strip();
        if (!stripped.isEmpty()) {
            sentences.add(new Sentence(stripped, kind));
        }
    }
}

package io.everknown.inference.languagemodel;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.text.Normalizer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words that a fact of a turn may be made of: those of the turn, of the turns before it, and the names at hand. */
final class Grounds {

    /**
     * Share of a statement's words, names of speakers left out, that must come from the turn: retelling in the third
     * person brings a verb or two of its own ("my name is" becomes "is called").
     */
    private static final double LEAST_SHARE = 0.5;

    private static final Pattern NAME_OR_NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}])(?:\\p{Lu}[\\p{L}\\p{M}]+|[\\p{L}]*\\p{N}[\\p{L}\\p{N}]*)");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Set<String> terms;
    private final Set<String> speakers;
    private final LexicalAnalyzer analyzer;

    private Grounds(Set<String> terms, Set<String> speakers, LexicalAnalyzer analyzer) {
        this.terms = terms;
        this.speakers = speakers;
        this.analyzer = analyzer;
    }

    static Grounds of(Question question, Turn turn, List<Turn> before, LexicalAnalyzer analyzer) {
        Set<String> speakers = new HashSet<>(analyzer.terms(question.speaker() + " user assistant others"));
        Set<String> terms = new HashSet<>(analyzer.terms(turn.content()));
        for (Turn earlier : before) {
            speakers.addAll(analyzer.terms(Question.speaker(earlier)));
            terms.addAll(analyzer.terms(earlier.content()));
        }
        terms.addAll(speakers);
        return new Grounds(terms, speakers, analyzer);
    }

    /** Whether every word of a name or value is at hand. */
    boolean holds(String words) {
        return terms.containsAll(analyzer.terms(words));
    }

    /**
     * Whether a statement keeps to the words at hand: all of its names and numbers, and half of the rest.
     *
     * @param since a date that the statement may spell out, or null
     */
    boolean supports(String text, @Nullable Instant since) {
        Set<String> allowed = new HashSet<>(terms);
        if (since != null) {
            Dates.words(since).forEach(word -> allowed.addAll(analyzer.terms(word)));
        }
        Matcher named = NAME_OR_NUMBER.matcher(text);
        while (named.find()) {
            // The first word has a capital whatever it is.
            if ((named.start() > 0 || Character.isDigit(text.codePointAt(0)))
                    && !allowed.containsAll(analyzer.terms(named.group()))) {
                return false;
            }
        }
        List<String> words = analyzer.terms(text).stream()
                .filter(term -> !speakers.contains(term))
                .toList();
        long supported = words.stream().filter(allowed::contains).count();
        return words.isEmpty() || supported >= LEAST_SHARE * words.size();
    }

    /** A text as it is compared letter by letter: one kind of blanks, apostrophes and quotation marks, lower case. */
    static String plain(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .replace('’', '\'')
                .replace('‘', '\'')
                .replace('“', '"')
                .replace('”', '"');
        return BLANKS.matcher(folded.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}

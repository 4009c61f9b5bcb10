package io.everknown.memory.extraction;

import io.everknown.memory.extraction.InstructionLexicon.Cue;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what stands around the core of an instruction: courtesy, how long it holds, on what condition. */
final class InstructionOpening {

    private static final Set<String> CONDITIONS = Set.of(
            "when",
            "whenever",
            "if",
            "for",
            "in",
            "before",
            "after",
            "while",
            "on",
            "at",
            "during",
            "instead",
            "unless",
            "once",
            "about",
            "regarding",
            "concerning",
            "within",
            "with",
            "rather",
            "as",
            "to");
    private static final Set<String> REPEATED = Set.of("whenever", "every", "each", "all");
    private static final Set<String> LAST = Set.of("okay", "ok", "right", "thanks", "though", "too", "alright", "yeah");
    private static final List<Cue> LEADING =
            List.of(Cue.LASTING, Cue.POLITE, Cue.ASKS, Cue.NEVER, Cue.ENDS, Cue.STOPS, Cue.PLEDGES, Cue.RECALLED);
    static final int MAX_TITLE = 6;

    private final InstructionLexicon lexicon;

    InstructionOpening(InstructionLexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * An instruction without what surrounds it.
     *
     * @param cues what was found around it
     * @param condition the words of "when you write tests", "for function names"; or empty
     * @param core its own words
     * @param told the words to keep, with the core's at the end
     * @param asked the words of asking that were left out of the kept ones
     */
    record Opened(Set<Cue> cues, List<Token> condition, List<Token> core, List<Token> told, List<Token> asked) {

        boolean is(Cue cue) {
            return cues.contains(cue);
        }

        boolean recalled() {
            return is(Cue.RECALLED);
        }

        /** The last plural words of it, which a later "them" may mean. */
        List<Token> topicWords(List<Token> otherwise) {
            List<Token> nouns = plural(core);
            return nouns.isEmpty() ? otherwise : nouns;
        }
    }

    /** The first run of nouns that ends in a plural. */
    static List<Token> plural(List<Token> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).tag().equals("NNS")) {
                int from = i;
                while (from > 0
                        && (tokens.get(from - 1).tag().startsWith("NN")
                                || tokens.get(from - 1).tag().equals("JJ"))) {
                    from--;
                }
                return tokens.subList(from, i + 1);
            }
        }
        return List.of();
    }

    /** Whether nothing but cues stands between two places. */
    boolean onlyCues(List<Token> tokens, int from, int to) {
        int i = from;
        while (i < to) {
            int at = i;
            int length = LEADING.stream()
                    .mapToInt(cue -> lexicon.match(cue, tokens, at))
                    .max()
                    .orElse(0);
            if (length == 0 && tokens.get(i).word()) {
                return false;
            }
            i += Math.max(1, length);
        }
        return true;
    }

    boolean opensCondition(List<Token> tokens, int at) {
        int i = at;
        int skip = 1;
        while (skip > 0 && i < tokens.size() && !givesUp(tokens, i)) {
            skip = Math.max(lexicon.match(Cue.POLITE, tokens, i), lexicon.match(Cue.LASTING, tokens, i));
            skip = tokens.get(i).text().equals(",") ? 1 : skip;
            i += skip;
        }
        return i < tokens.size() && CONDITIONS.contains(tokens.get(i).lower());
    }

    /** The opened instruction; null where the words are an idiom or nothing follows. */
    @Nullable
    Opened read(List<Token> tokens, int from) {
        Set<Cue> cues = EnumSet.noneOf(Cue.class);
        List<Token> condition = new ArrayList<>();
        List<Token> told = new ArrayList<>();
        List<Token> asked = new ArrayList<>();
        int i = from;
        while (i < tokens.size()) {
            Token token = tokens.get(i);
            if (!token.word() && !token.tag().equals(Literals.TAG)) {
                i++;
                continue;
            }
            boolean number = i == from
                    && token.text().matches("\\d{1,2}")
                    && i + 1 < tokens.size()
                    && ".):".contains(tokens.get(i + 1).text());
            if (number) {
                i += 2;
                continue;
            }
            if (lexicon.match(Cue.IDIOMS, tokens, i) > 0) {
                return null;
            }
            int length = 0;
            Cue cue = Cue.POLITE;
            for (Cue kind : LEADING) {
                int found = lexicon.match(kind, tokens, i);
                if (found > length) {
                    length = found;
                    cue = kind;
                }
            }
            boolean verb = !lexicon.verbAt(tokens, i).isEmpty() && cue == Cue.POLITE;
            if (length > 0 && !verb && !givesUp(tokens, i)) {
                cues.add(cue);
                List<Token> words = tokens.subList(i, i + length);
                switch (cue) {
                    case POLITE -> {}
                    case ASKS -> asked.addAll(words);
                    default -> told.addAll(words);
                }
                i += length;
                continue;
            }
            int comma = conditionEnd(tokens, i);
            if (comma > 0) {
                if (!token.is("instead") && !token.is("rather")) {
                    condition.addAll(tokens.subList(i, comma));
                }
                if (REPEATED.contains(token.lower())) {
                    cues.add(Cue.LASTING);
                }
                told.addAll(tokens.subList(i, comma + 1));
                i = comma + 1;
                continue;
            }
            int title = titleEnd(tokens, i);
            if (title > 0) {
                condition.addAll(tokens.subList(i, title));
                told.addAll(tokens.subList(i, title + 1));
                i = title + 1;
                continue;
            }
            break;
        }
        if (i >= tokens.size()) {
            return null;
        }
        List<Token> core = core(tokens.subList(i, tokens.size()), cues);
        told.addAll(tokens.subList(i, tokens.size()));
        return core.isEmpty() ? null : new Opened(cues, condition, core, told, asked);
    }

    /** "Instead of tabs …". */
    private static boolean givesUp(List<Token> tokens, int at) {
        return at + 1 < tokens.size()
                && tokens.get(at).is("instead")
                && tokens.get(at + 1).is("of");
    }

    private int conditionEnd(List<Token> tokens, int at) {
        if (!CONDITIONS.contains(tokens.get(at).lower())
                && !REPEATED.contains(tokens.get(at).lower())) {
            return -1;
        }
        for (int i = at + 2; i < Math.min(tokens.size() - 1, at + 14); i++) {
            if (tokens.get(i).text().equals(",")) {
                return i;
            }
            boolean verb =
                    givesUp(tokens, at) && lexicon.verbAt(tokens, i).stream().anyMatch(InstructionLexicon.Verb::base);
            if (verb && i > at + 2) {
                return i - 1;
            }
        }
        return -1;
    }

    private static int titleEnd(List<Token> tokens, int at) {
        for (int i = at + 1; i < Math.min(tokens.size() - 2, at + MAX_TITLE); i++) {
            if (tokens.get(i).text().equals(":")) {
                return tokens.subList(at, i).stream().noneMatch(Token::finite) ? i : -1;
            }
        }
        return -1;
    }

    /** Without its end mark, reasons, what it replaces, and cues inside. */
    private List<Token> core(List<Token> tokens, Set<Cue> cues) {
        List<Token> core = new ArrayList<>();
        for (int i = 0; i < tokens.size(); ) {
            Token token = tokens.get(i);
            if (i > 0 && reason(tokens, i)) {
                break;
            }
            int skip = 0;
            for (Cue cue : List.of(Cue.LASTING, Cue.ANYMORE, Cue.ONCE)) {
                int length = i == 0 && cue == Cue.LASTING ? 0 : lexicon.match(cue, tokens, i);
                if (length > 0) {
                    cues.add(cue);
                    skip = length;
                }
            }
            boolean tag = i > 0
                    && i == tokens.size() - 2
                    && LAST.contains(token.lower())
                    && tokens.get(i - 1).text().equals(",");
            boolean end = tag || token.is("please") || ".!…?".contains(token.text());
            int old = replaced(tokens, i);
            if (skip > 0 || end || old > 0) {
                i += Math.max(1, Math.max(skip, old));
            } else {
                core.add(token);
                i++;
            }
        }
        while (!core.isEmpty()
                && !core.getLast().word()
                && !core.getLast().tag().equals(Literals.TAG)) {
            core.removeLast();
        }
        return core;
    }

    private static boolean reason(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : token;
        boolean clause = next.tag().equals("PRP")
                || next.tag().equals("DT")
                || next.tag().equals("PRP$");
        return token.is("because")
                || token.is("otherwise")
                || token.is("which")
                || ((token.is("since") || token.is("as") || token.is("so"))
                        && (clause && !next.is("a") && !next.is("the")))
                || (token.is("so") && next.is("that"))
                || ((token.is("since") || token.is("so"))
                        && tokens.get(i - 1).text().equals(","))
                || token.text().equals("(");
    }

    /** How many tokens name what is given up: "instead of tabs", "and not tabs". */
    private static int replaced(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : token;
        boolean begins = i > 0
                && ((token.is("instead") && next.is("of"))
                        || (token.is("rather") && next.is("than"))
                        || (token.is("not")
                                && (tokens.get(i - 1).text().equals(",")
                                        || tokens.get(i - 1).is("and"))));
        if (!begins) {
            return token.is("instead") ? 1 : 0;
        }
        int end = i + 2;
        while (end < tokens.size()
                && !Set.of(",", "for", "in", "when", "whenever", ".", "and", "with")
                        .contains(tokens.get(end).lower())) {
            end++;
        }
        return end - i;
    }
}

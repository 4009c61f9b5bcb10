package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a sentence into clauses that can stand alone. When in doubt, it doesn't. */
final class ClauseSplitter {

    private static final Set<String> SUBORDINATORS = Set.of(
            "if",
            "when",
            "because",
            "while",
            "although",
            "though",
            "since",
            "after",
            "before",
            "as",
            "until",
            "unless",
            "once",
            "whenever",
            "whether",
            "cause",
            "that",
            "how",
            "what",
            "why",
            "where",
            "who",
            "which");
    private static final Set<String> SUBJECTS = Set.of("i", "we", "my", "our");
    private static final Set<String> JOINTS = Set.of("and", "but", ",", ";", "-", "–", "—", "so", "plus");
    private static final Set<String> LEADS =
            Set.of("now", "then", "instead", "currently", "lately", "recently", "nowadays", "today", "apparently");
    private static final Set<String> WORK_WORDS =
            Set.of("work", "live", "study", "play", "love", "like", "hate", "own", "have");
    private static final int MIN_CLAUSE = 3;

    /** The clauses of a sentence; where the subject was left out ("and work at Siemens"), it is put in. */
    List<List<Token>> split(List<Token> sentence) {
        List<List<Token>> clauses = new ArrayList<>();
        List<Token> rest = sentence;
        while (true) {
            int joint = joint(rest);
            if (joint < 0) {
                clauses.add(rest);
                return clauses;
            }
            int start = behindJoints(rest, joint);
            List<Token> left = rest.subList(0, joint);
            List<Token> right = new ArrayList<>();
            if (!SUBJECTS.contains(rest.get(start).lower()) && elides(rest, start)) {
                right.addAll(subject(left));
                if (rest.get(start).is("been")) {
                    right.add(new Token("have", "VBP", false));
                }
            }
            right.addAll(rest.subList(start, rest.size()));
            clauses.add(left);
            rest = right;
        }
    }

    /** Where the first clause ends and another may begin, or -1. */
    private static int joint(List<Token> tokens) {
        if (tokens.isEmpty() || SUBORDINATORS.contains(tokens.getFirst().lower())) {
            return -1;
        }
        boolean finite = false;
        for (int i = 0; i < tokens.size() - MIN_CLAUSE + 1; i++) {
            Token token = tokens.get(i);
            finite |= token.finite();
            if (finite && i >= MIN_CLAUSE - 1 && SUBORDINATORS.contains(token.lower()) && !token.is("since")) {
                return -1;
            }
            if (!finite || i < MIN_CLAUSE - 1 || !JOINTS.contains(token.lower())) {
                continue;
            }
            int next = behindJoints(tokens, i);
            if (tokens.size() - next < MIN_CLAUSE || !hasFinite(tokens, next)) {
                continue;
            }
            boolean stated = SUBJECTS.contains(tokens.get(next).lower())
                    && (tokens.get(next).tag().equals("PRP") || finiteWithin(tokens, next, 5));
            boolean named = !(token.is("and") && tokens.get(i - 1).name())
                    && tokens.get(next).name()
                    && next + 1 < tokens.size()
                    && tokens.get(next + 1).finite();
            boolean been = token.is(",") && tokens.get(next).is("been");
            boolean elided = (been || token.is("and") || token.is("but"))
                    && elides(tokens, next)
                    && !subject(tokens.subList(0, i)).isEmpty();
            if (stated || named || elided) {
                return i;
            }
        }
        return -1;
    }

    /** Where the next clause begins: behind the joints, and behind the "now" of "but now I …". */
    private static int behindJoints(List<Token> tokens, int joint) {
        int next = joint;
        while (next < tokens.size() && JOINTS.contains(tokens.get(next).lower())) {
            next++;
        }
        boolean led = next + 1 < tokens.size()
                && LEADS.contains(tokens.get(next).lower())
                && SUBJECTS.contains(tokens.get(next + 1).lower());
        return led ? next + 1 : next;
    }

    private static boolean hasFinite(List<Token> tokens, int from) {
        return tokens.subList(from, tokens.size()).stream()
                .anyMatch(t -> t.finite() || t.is("been") || WORK_WORDS.contains(t.lower()));
    }

    private static boolean finiteWithin(List<Token> tokens, int from, int reach) {
        return tokens.subList(from, Math.min(tokens.size(), from + reach)).stream()
                .anyMatch(Token::finite);
    }

    private static boolean elides(List<Token> tokens, int at) {
        int i = at;
        while (i < tokens.size() && tokens.get(i).tag().equals("RB")) {
            i++;
        }
        if (i >= tokens.size()) {
            return false;
        }
        Token verb = tokens.get(i);
        return verb.tag().equals("VBP")
                || verb.tag().equals("VBD")
                || verb.tag().equals("VBZ")
                || verb.is("been")
                || WORK_WORDS.contains(verb.lower());
    }

    /** "I", "we", a name or "my sister" that opens a clause, right before its verb; else nothing. */
    private static List<Token> subject(List<Token> clause) {
        for (int i = 0; i < Math.min(clause.size(), 5); i++) {
            Token token = clause.get(i);
            if (token.finite() && i > 0) {
                Token first = clause.getFirst();
                return first.is("I") || first.is("we") || first.is("my") || first.is("our") || first.name()
                        ? clause.subList(0, i).stream()
                                .filter(t -> !t.tag().equals("RB"))
                                .toList()
                        : List.of();
            }
        }
        return List.of();
    }
}

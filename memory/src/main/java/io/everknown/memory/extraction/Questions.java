package io.everknown.memory.extraction;

import java.util.List;
import java.util.Set;

/**
 * Finds the statement in a sentence that asks: the one before the question ("I moved to Rome, what should I see?"), or what
 * the speaker gives as a reason for asking ("…, considering my budget is $500?").
 */
final class Questions {

    private static final Set<String> JOINTS = Set.of(",", ";", "-", "–", "—", "and", "but", "so", ":");

    /** What a reason begins with; it may be followed by "that". */
    private static final Set<String> REASONS =
            Set.of("since", "given", "considering", "seeing", "because", "as", "now");

    /** Reasons that are something else without "that": "now", "seeing my sister". */
    private static final Set<String> WITH_THAT = Set.of("now", "seeing");

    /** A reason is the speaker's own where its subject is. */
    private static final Set<String> OWN = Set.of("i", "we", "my", "our");

    private static final int SHORTEST_REASON = 3;

    private static final int FEW_WORDS = 3;

    private Questions() {}

    /** The part that states something, or nothing when the whole sentence asks. */
    static List<Token> statementIn(List<Token> sentence) {
        List<Token> before = before(sentence);
        return before.isEmpty() ? reasonIn(sentence) : before;
    }

    /** What is told of the speaker as the reason of a question, in front of it or behind. */
    private static List<Token> reasonIn(List<Token> sentence) {
        for (int i = 0; i < sentence.size() - SHORTEST_REASON; i++) {
            if (!REASONS.contains(sentence.get(i).lower())) {
                continue;
            }
            boolean that = sentence.get(i + 1).is("that");
            int from = that ? i + 2 : i + 1;
            boolean loose = WITH_THAT.contains(sentence.get(i).lower())
                    || (sentence.get(i).is("as") && i > 0);
            if ((loose && !that) || !OWN.contains(sentence.get(from).lower())) {
                continue;
            }
            List<Token> reason = sentence.subList(from, end(sentence, from));
            if (reason.size() >= SHORTEST_REASON && reason.stream().anyMatch(Token::finite)) {
                return reason;
            }
        }
        return List.of();
    }

    /** Where a reason ends: before the question that follows it, or at the question mark. */
    private static int end(List<Token> sentence, int from) {
        int last = sentence.size();
        while (last > from && sentence.get(last - 1).text().codePoints().noneMatch(Character::isLetterOrDigit)) {
            last--;
        }
        for (int i = from; i < last - 1; i++) {
            if (sentence.get(i).is(",") && SpeechActs.asks(sentence.get(i + 1))) {
                return i;
            }
        }
        return last;
    }

    private static List<Token> before(List<Token> sentence) {
        if (sentence.isEmpty() || SpeechActs.asks(sentence.getFirst()) || isAside(sentence.getFirst())) {
            return List.of();
        }
        if (sentence.size() > 1 && sentence.get(0).is("now") && sentence.get(1).is("that")) {
            return List.of();
        }
        for (int i = 3; i < sentence.size() - 1; i++) {
            Token joint = sentence.get(i);
            if (!JOINTS.contains(joint.lower())) {
                continue;
            }
            int next = i;
            while (next < sentence.size() && JOINTS.contains(sentence.get(next).lower())) {
                next++;
            }
            boolean asks = next < sentence.size() && SpeechActs.asks(sentence.get(next));
            if (asks && sentence.subList(0, i).stream().anyMatch(Token::finite)) {
                return sentence.subList(0, i);
            }
        }
        return tagged(sentence);
    }

    /** What is told of the speaker in front of a few words that ask: "I counted two dozen fish, filter ok?" */
    private static List<Token> tagged(List<Token> sentence) {
        int comma = sentence.size() - 1;
        while (comma > 0 && !sentence.get(comma).is(",")) {
            comma--;
        }
        List<Token> told = sentence.subList(0, comma);
        List<Token> tail = sentence.subList(Math.min(comma + 1, sentence.size()), sentence.size());
        boolean few = tail.stream().filter(Token::word).count() <= FEW_WORDS
                && tail.stream().noneMatch(Token::finite);
        return few
                        && told.size() > 3
                        && OWN.contains(told.getFirst().lower())
                        && told.stream().anyMatch(Token::finite)
                ? told
                : List.of();
    }

    private static boolean isAside(Token first) {
        return first.is("if") || first.is("when") || first.is("you") || first.is("since");
    }
}

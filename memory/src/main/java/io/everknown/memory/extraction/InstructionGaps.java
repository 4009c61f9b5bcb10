package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Fills in the verb that is said once for several: "start functions with a_, classes with B_ and variables with _c". */
final class InstructionGaps {

    private static final Set<String> PREPOSITIONS = Set.of("with", "in", "as", "to", "for", "by", "at", "after", "on");
    private static final Set<String> MUST = Set.of("should", "must", "need", "have", "has");
    private static final int REACH = 6;

    private InstructionGaps() {}

    /** The pieces, with those that leave out their verb cut off and completed. */
    static List<List<Token>> filled(List<List<Token>> pieces, InstructionLexicon lexicon) {
        List<List<Token>> filled = new ArrayList<>();
        for (List<Token> piece : pieces) {
            List<Token> rest = piece;
            int joint = joint(rest, 0);
            while (joint > 0) {
                int next = joint;
                while (next < rest.size() && isJoint(rest.get(next))) {
                    next++;
                }
                List<Token> completed = completed(rest.subList(0, joint), rest.subList(next, rest.size()), lexicon);
                if (completed.isEmpty()) {
                    joint = joint(rest, next);
                } else {
                    filled.add(rest.subList(0, joint));
                    rest = completed;
                    joint = joint(rest, completed.size() - (piece.size() - next) + 1);
                    joint = joint < 0 ? -1 : joint;
                    piece = rest;
                }
            }
            filled.add(rest);
        }
        return filled;
    }

    private static boolean isJoint(Token token) {
        return token.is(",") || token.is("and");
    }

    private static int joint(List<Token> tokens, int from) {
        for (int i = Math.max(from, 2); i < tokens.size() - 2; i++) {
            if (isJoint(tokens.get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** The right side with the verb of the left one, or nothing if it doesn't lack one. */
    private static List<Token> completed(List<Token> left, List<Token> right, InstructionLexicon lexicon) {
        int preposition = -1;
        for (int i = left.size() - 2; i > 1 && preposition < 0; i--) {
            preposition = PREPOSITIONS.contains(left.get(i).lower()) ? i : -1;
        }
        if (preposition < 0
                || !(NounPhrase.noun(right.getFirst()) || right.getFirst().tag().matches("JJ|DT|PRP\\$|LIT"))) {
            return List.of();
        }
        int same = -1;
        for (int i = 1; i < Math.min(right.size() - 1, REACH) && same < 0; i++) {
            if (right.get(i).finite()
                    || isJoint(right.get(i))
                    || lexicon.verbAt(right, i).stream().anyMatch(InstructionLexicon.Verb::base)) {
                return List.of();
            }
            same = right.get(i).is(left.get(preposition).lower()) ? i : -1;
        }
        if (same < 0) {
            return List.of();
        }
        List<Token> whole = new ArrayList<>();
        for (int i = 1; i < preposition; i++) {
            if (MUST.contains(left.get(i).lower())) {
                whole.addAll(right.subList(0, same));
                whole.addAll(left.subList(i, preposition));
                whole.addAll(right.subList(same, right.size()));
                return whole;
            }
        }
        for (int i = 0; i < preposition; i++) {
            if (lexicon.verbAt(left, i).stream().anyMatch(InstructionLexicon.Verb::base)) {
                whole.addAll(left.subList(0, i + 1));
                whole.addAll(right);
                return whole;
            }
        }
        return List.of();
    }
}

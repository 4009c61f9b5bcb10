package io.everknown.memory.extraction;

import java.util.List;
import java.util.Set;

/** Finds the statement that stands before a question in the same sentence. */
final class Questions {

    private static final Set<String> JOINTS = Set.of(",", ";", "-", "–", "—", "and", "but", "so", ":");

    private Questions() {}

    /** The part before the question, or nothing when the whole sentence asks. */
    static List<Token> statementIn(List<Token> sentence) {
        if (sentence.isEmpty() || SpeechActs.asks(sentence.getFirst()) || isAside(sentence.getFirst())) {
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
        return List.of();
    }

    private static boolean isAside(Token first) {
        return first.is("if") || first.is("when") || first.is("you") || first.is("since");
    }
}

package io.everknown.memory.extraction;

import io.everknown.memory.extraction.Frame.Course;
import io.everknown.memory.extraction.Frame.Kind;
import io.everknown.memory.extraction.FrameReader.Clause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds statements that say themselves what has taken whose place: "from A to B", "B instead of A". */
final class Replacements {

    private static final Set<String> SWAPPING = Set.of("replace", "swap", "trade", "exchange", "substitute");
    private static final Set<String> DROPPING =
            Set.of("drop", "ditch", "leave", "abandon", "quit", "stop", "scrap", "give");
    private static final int LONGEST = 5;

    private final ThingWords words;

    Replacements(ThingWords words) {
        this.words = words;
    }

    Optional<Frame> find(Clause clause) {
        if (clause.negated()) {
            return Optional.empty();
        }
        for (int i = 1; i < clause.size() - 1; i++) {
            String word = clause.lower(i);
            List<Integer> former = List.of();
            List<Integer> value = List.of();
            if (word.equals("from")) {
                int to = index(clause, i + 2, i + 2 + LONGEST, Set.of("to"));
                if (to > 0 && changedBefore(clause, i)) {
                    former = phrase(clause, i + 1, to);
                    value = phrase(clause, to + 1, clause.size());
                }
            } else if (clause.tag(i).startsWith("VB") && SWAPPING.contains(clause.lemma(i))) {
                int with = index(clause, i + 2, i + 2 + LONGEST, Set.of("with", "by", "for"));
                if (with > 0) {
                    former = phrase(clause, i + 1, with);
                    value = phrase(clause, with + 1, clause.size());
                }
            } else if (clause.tag(i).startsWith("VB") && DROPPING.contains(clause.lemma(i))) {
                int forIt = index(clause, i + 2, i + 2 + LONGEST, Set.of("for"));
                if (forIt > 0 && !clause.tag(i + 1).equals("IN")) {
                    former = phrase(clause, i + 1, forIt);
                    value = phrase(clause, forIt + 1, clause.size());
                }
            } else if ((word.equals("of") && clause.lower(i - 1).equals("instead"))
                    || (word.equals("than") && clause.lower(i - 1).equals("rather"))) {
                former = phrase(clause, i + 1, clause.size());
                value = phraseBefore(clause, i - 1);
            }
            if (!former.isEmpty() && !value.isEmpty()) {
                return Optional.of(frame(clause, former, value));
            }
        }
        return Optional.empty();
    }

    private boolean changedBefore(Clause clause, int end) {
        for (int i = Math.max(0, end - 6); i < end; i++) {
            if (clause.tag(i).startsWith("VB") && words.changes().contains(clause.lemma(i))) {
                return true;
            }
        }
        return false;
    }

    private static int index(Clause clause, int from, int to, Set<String> sought) {
        for (int i = from; i < Math.min(to, clause.size()); i++) {
            if (sought.contains(clause.lower(i))) {
                return i;
            }
        }
        return -1;
    }

    private static List<Integer> phrase(Clause clause, int from, int to) {
        List<Integer> found = new ArrayList<>();
        for (int i = from; i < Math.min(to, from + LONGEST); i++) {
            if (clause.content(i)) {
                found.add(i);
            } else if (!clause.tag(i).matches("DT|PRP\\$|POS|CD|HYPH|NN.*") && !clause.owned(i)) {
                break;
            }
        }
        return found;
    }

    private static List<Integer> phraseBefore(Clause clause, int end) {
        List<Integer> found = new ArrayList<>();
        for (int i = end - 1; i >= Math.max(0, end - LONGEST); i--) {
            if (clause.content(i) && !clause.tag(i).startsWith("VB")) {
                found.addFirst(i);
            } else if (!found.isEmpty() || clause.tag(i).startsWith("VB")) {
                break;
            }
        }
        return found;
    }

    private static Frame frame(Clause clause, List<Integer> former, List<Integer> value) {
        Set<String> content = clause.content(Set.of());
        Set<String> old = new LinkedHashSet<>();
        Set<String> now = new LinkedHashSet<>();
        former.forEach(i -> old.add(clause.lemma(i)));
        value.forEach(i -> now.add(clause.lemma(i)));
        content.removeAll(old);
        content.removeAll(now);
        return new Frame(
                Kind.NAME,
                "",
                String.join(" ", now),
                String.join(" ", old),
                "",
                Set.of(),
                content,
                clause.names(Set.of()),
                "",
                Course.CHANGE);
    }
}

package io.everknown.memory.decision;

import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.InstructionTopic;
import io.everknown.memory.extraction.Wording;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether two statements say the same, by their words in one form each. The cosine only supports: two sentences that
 * differ in a number, a name or a "not" are near each other and say different things.
 */
final class Sameness {

    private final Wording wording;
    private final DecisionThresholds thresholds;

    Sameness(Wording wording, DecisionThresholds thresholds) {
        this.wording = wording;
        this.thresholds = thresholds;
    }

    /** Whether two values of one slot are one: "a nurse" and "nursing", "Oslo" and "Oslo, Norway". */
    boolean sameValue(String known, String said) {
        if (Decider.words(known).equals(Decider.words(said))) {
            return true;
        }
        List<String> a = wording.words(known);
        List<String> b = wording.words(said);
        return !a.isEmpty() && (a.equals(b) || saysLess(b, a));
    }

    /** Whether a statement gives the value that a fact of the same slot tells. */
    boolean sameValue(Fact fact, ExtractedFact said) {
        String known = fact.value();
        String value = said.value();
        if (InstructionTopic.of(fact.slot()) != null) {
            return StandingInstructions.sameValue(known, value);
        }
        return known != null && value != null && sameValue(known, value);
    }

    /** Whether a value only leaves out what the known one adds to it at its end. */
    private static boolean saysLess(List<String> said, List<String> known) {
        return !said.isEmpty()
                && said.size() < known.size()
                && known.subList(0, said.size()).equals(said)
                && said.getLast().chars().noneMatch(Character::isDigit)
                && known.stream().noneMatch(word -> word.chars().anyMatch(Character::isDigit));
    }

    /** Whether a near fact says what was said now, with at least as much detail. */
    boolean sameStatement(Neighbour near, ExtractedFact said) {
        Fact fact = near.fact();
        if (!EntityMention.key(fact.subject()).equals(EntityMention.key(said.subject()))
                || wording.denies(fact.text()) != wording.denies(said.text())) {
            return false;
        }
        Set<String> known = wording.content(fact.text(), fact.subject());
        Set<String> words = wording.content(said.text(), said.subject());
        if (words.isEmpty() || known.isEmpty()) {
            return false;
        }
        if (known.equals(words)) {
            return true;
        }
        if (fact.slot() != null && said.slot() != null) {
            return false;
        }
        Set<String> shared = new HashSet<>(known);
        shared.retainAll(words);
        boolean figures = figures(known).equals(figures(words));
        if (words.size() >= 3 && shared.size() == words.size() && figures) {
            return near.similarity() >= thresholds.duplicate();
        }
        double overlap = shared.size() / (double) (known.size() + words.size() - shared.size());
        return figures && overlap >= thresholds.sharedWords() && near.similarity() >= thresholds.duplicate();
    }

    /**
     * How well a fact is what a statement says is over, in [0, 1]: the share of the fact's words that the statement
     * names, or 0 where the fact isn't meant.
     */
    double over(Neighbour near, ExtractedFact said) {
        Fact fact = near.fact();
        if (!EntityMention.key(fact.subject()).equals(EntityMention.key(said.subject()))
                || (wording.ends(fact.text()) && fact.slot() == null)) {
            return 0;
        }
        if (said.intent() == ExtractedFact.Intent.END && near.similarity() < thresholds.ending()) {
            return 0;
        }
        Set<String> topic = wording.topic(said.text(), said.subject());
        Set<String> known = wording.content(fact.text(), fact.subject());
        Set<String> shared = new HashSet<>(known);
        shared.retainAll(topic);
        boolean whole = !topic.isEmpty() && shared.size() == topic.size();
        boolean most = shared.size() * 3 >= topic.size() * 2 && near.similarity() >= thresholds.retraction();
        return !shared.isEmpty() && (whole || most) ? (shared.size() + near.similarity()) / (known.size() + 1.0) : 0;
    }

    /** How well a fact tells what a statement says was replaced, in [0, 2]; 0 where it doesn't. */
    double replaced(Neighbour near, ExtractedFact said) {
        String old = said.insteadOf();
        if (old == null || wording.denies(near.fact().text())) {
            return 0;
        }
        String value = near.fact().value();
        if (value != null && sameValue(value, old)) {
            return 2;
        }
        List<String> gone = wording.words(old);
        Set<String> known = wording.content(near.fact().text(), near.fact().subject());
        return !gone.isEmpty() && known.containsAll(gone) ? gone.size() / (double) known.size() : 0;
    }

    /** The slot that what took a fact's place sets, or null for none. */
    @Nullable
    String slotInstead(Fact old, ExtractedFact said) {
        String slot = old.slot();
        String gone = said.insteadOf();
        String now = said.value();
        if (slot == null || gone == null || now == null) {
            return null;
        }
        String object = "/" + wording.key(gone).replace(' ', '_');
        if (slot.endsWith(object)) {
            return slot.substring(0, slot.length() - object.length()) + "/"
                    + wording.key(now).replace(' ', '_');
        }
        return old.value() != null && sameValue(old.value(), gone) ? slot : null;
    }

    private static Set<String> figures(Set<String> words) {
        Set<String> figures = new HashSet<>(words);
        figures.removeIf(word -> word.chars().noneMatch(Character::isDigit));
        return figures;
    }
}

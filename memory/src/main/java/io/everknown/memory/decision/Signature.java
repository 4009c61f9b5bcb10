package io.everknown.memory.decision;

import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a statement decides whether another may say the same.
 *
 * @param frame what must be equal
 * @param words its words in one form each, in their order
 * @param content what it says of its subject
 * @param own the statement in the first person
 */
record Signature(Frame frame, List<String> words, Set<String> content, String own) {

    /** Whether the words leave it open that two statements say the same: neither says more than the other. */
    boolean mayBeSame(Signature other, int shared) {
        boolean more = shared == content.size() != (shared == other.content.size());
        return !more && !oneWordApart(other) && 2 * shared > Math.min(content.size(), other.content.size());
    }

    /** Where one word stands in place of another and all else is equal, that word is the difference. */
    private boolean oneWordApart(Signature other) {
        if (words.size() != other.words.size()) {
            return false;
        }
        int different = 0;
        for (int i = 0; i < words.size(); i++) {
            different += words.get(i).equals(other.words.get(i)) ? 0 : 1;
        }
        return different == 1;
    }

    /**
     * What two statements that say the same agree in.
     *
     * @param subject whom it is about
     * @param speaker who said it
     * @param trust how much the best source is believed
     * @param visibility how far it is shown
     * @param denies whether it denies what it says
     * @param figures its figures
     * @param names the names in it
     * @param ordered its words in their order where they compare one thing with another, else none
     * @param telling words that change what is said however alike the rest is
     * @param day for what happened at some time, the day
     */
    record Frame(
            String subject,
            String speaker,
            TrustLevel trust,
            Visibility visibility,
            boolean denies,
            Set<String> figures,
            Set<String> names,
            List<String> ordered,
            Set<String> telling,
            @Nullable LocalDate day) {}
}

package io.everknown.memory.extraction;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of facts, by the family of their slot: what stands before the slash in {@code likes/hiking}. Data, not code: see
 * {@code docs/extraction.md}.
 *
 * @param families what is not a {@link FactKind#FACT} whomever it is about
 */
public record SlotKinds(Map<String, Kinds> families) {

    /** Everything is a plain fact. */
    public static final SlotKinds NONE = new SlotKinds(Map.of());

    public SlotKinds {
        families = Map.copyOf(families);
    }

    /** These with {@code others} over them. */
    public SlotKinds with(SlotKinds others) {
        Map<String, Kinds> merged = new HashMap<>(families);
        merged.putAll(others.families);
        return new SlotKinds(merged);
    }

    /** What a slot's fact is to each; plain facts where the slot is null or no family says more. */
    public Kinds of(@Nullable String slot) {
        return slot == null ? Kinds.PLAIN : families.getOrDefault(family(slot), Kinds.PLAIN);
    }

    /** The families that have one of these kinds for anybody. */
    public Set<String> having(Set<FactKind> kinds) {
        return families.entrySet().stream()
                .filter(family -> family.getValue().any(kinds))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The family of a slot. */
    public static String family(String slot) {
        int slash = slot.indexOf('/');
        return slash < 0 ? slot : slot.substring(0, slash);
    }

    /**
     * What a fact is by whom it is about.
     *
     * @param own about the one who told it
     * @param kin about somebody they call theirs, such as a sister
     * @param others about anybody else
     */
    public record Kinds(FactKind own, FactKind kin, FactKind others) {

        /** A fact, whomever it is about. */
        public static final Kinds PLAIN = new Kinds(FactKind.FACT, FactKind.FACT, FactKind.FACT);

        private boolean any(Set<FactKind> kinds) {
            return Arrays.asList(own, kin, others).stream().anyMatch(kinds::contains);
        }
    }
}

package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that hold one value at a time, and the words by which people state them. Data, not code: see {@code
 * docs/extraction.md}.
 *
 * @param slots the slots; earlier ones are tried first
 * @param traits attributes of which somebody can have several
 * @param wording which words mean the same
 * @param kinds what the facts of a slot are to whom they are about
 */
public record SlotCatalogue(List<Slot> slots, TraitCatalogue traits, Wording wording, SlotKinds kinds) {

    public SlotCatalogue {
        slots = List.copyOf(slots);
    }

    /** Slots alone. */
    public SlotCatalogue(List<Slot> slots) {
        this(slots, TraitCatalogue.NONE, Wording.NONE, SlotKinds.NONE);
    }

    /** This catalogue with {@code others} over it: a slot of the same name is replaced, a new one is tried first. */
    public SlotCatalogue with(SlotCatalogue others) {
        Map<String, Slot> merged = new LinkedHashMap<>();
        others.slots.forEach(slot -> merged.put(slot.name(), slot));
        slots.forEach(slot -> merged.putIfAbsent(slot.name(), slot));
        return new SlotCatalogue(
                new ArrayList<>(merged.values()), traits.with(others.traits), wording, kinds.with(others.kinds));
    }

    /**
     * One slot.
     *
     * @param name such as {@code lives_in}; may hold {@code {qualifier}} and {@code {attribute}}, filled from the
     *     groups of the pattern that matched
     * @param description for people to read
     * @param patterns ways to state it, in the first person with contractions written out; named groups {@code
     *     subject}, {@code value}, {@code qualifier}, {@code attribute}; matched from the start of a clause
     * @param endings ways to say that it has ended; the group {@code value} may be missing
     * @param relation type of the relation from subject to value, or null for none
     * @param valueType what the value is, or null where it is no entity
     * @param shape which values count
     * @param about what the slot belongs to if not the subject, such as {@code {qualifier}}; or null
     * @param text the fact in words, such as {@code {subject} works at {value}}; or null to use the speaker's
     */
    public record Slot(
            String name,
            String description,
            List<Pattern> patterns,
            List<Pattern> endings,
            @Nullable String relation,
            @Nullable EntityType valueType,
            Shape shape,
            @Nullable String about,
            @Nullable String text) {

        public Slot {
            patterns = List.copyOf(patterns);
            endings = List.copyOf(endings);
        }
    }

    /** Which words may stand as a value. */
    public enum Shape {
        /** Any. */
        TEXT,
        /** A name: starts with a capital, unless nothing in the clause does. */
        NAME,
        /** Exactly what the pattern's group caught; nothing is cut off its end. */
        EXACT
    }
}

package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of which somebody can have several at once, such as what they like, own or can do, and the words by
 * which people state them. Each object has a slot of its own ({@code likes/hiking}), so that what is said about one
 * leaves the others alone, and the slot's value tells how it stands. Data, not code: see {@code docs/extraction.md}.
 *
 * @param traits the attributes; earlier ones are tried first
 */
public record TraitCatalogue(List<Trait> traits) {

    /** No attributes. */
    public static final TraitCatalogue NONE = new TraitCatalogue(List.of());

    public TraitCatalogue {
        traits = List.copyOf(traits);
    }

    /** This catalogue with {@code others} over it: one of the same name is replaced, a new one is tried first. */
    public TraitCatalogue with(TraitCatalogue others) {
        Map<String, Trait> merged = new LinkedHashMap<>();
        others.traits.forEach(trait -> merged.put(trait.name(), trait));
        traits.forEach(trait -> merged.putIfAbsent(trait.name(), trait));
        return new TraitCatalogue(new ArrayList<>(merged.values()));
    }

    /**
     * One attribute.
     *
     * @param name such as {@code likes}; the slots are called {@code likes/…}
     * @param longest the most words an object may have: what is longer says more than that it stands so
     * @param stances ways to state it, in the first person with contractions written out; each must match the whole
     *     clause and catch the groups {@code subject} and {@code object}, or {@code number} where the value counts
     * @param endings ways to say that it no longer stands so, with the same groups
     */
    public record Trait(String name, int longest, List<Stance> stances, List<Pattern> endings) {

        public Trait {
            stances = List.copyOf(stances);
            endings = List.copyOf(endings);
        }
    }

    /**
     * How it stands.
     *
     * @param value the slot's value, such as {@code likes} or {@code dislikes}; {@code {number}} for what was counted
     * @param object the object where the words don't name it, or null
     * @param pattern the words
     */
    public record Stance(String value, @Nullable String object, Pattern pattern) {}
}

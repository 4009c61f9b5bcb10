package io.everknown.memory.extraction;

import io.everknown.memory.extraction.SlotCatalogue.Shape;
import io.everknown.memory.extraction.SlotCatalogue.Slot;
import io.everknown.memory.extraction.SlotMatcher.SlotMatch;
import io.everknown.memory.extraction.TraitCatalogue.Stance;
import io.everknown.memory.extraction.TraitCatalogue.Trait;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what a clause says about one of the things that somebody likes, has or does. */
final class TraitMatcher {

    /** Words that show that a clause goes on about something else than its object. */
    private static final Pattern MORE = Pattern.compile(
            "\\b(?:I|you|he|she|it|they|we|that|this|these|those|him|them|us|me|what|how|when|where|why|who|which|because|but|although|if|so|since|than|until|while|after|before|though|and|or|for|one|ones|someone|something|anything|everything|nothing|everyone|everybody|more|much|lot|lots|my|your|his|her|their|our|even|not|no)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final int MOST_LETTERS = 160;

    private final TraitCatalogue traits;
    private final Wording wording;

    TraitMatcher(TraitCatalogue traits, Wording wording) {
        this.traits = traits;
        this.wording = wording;
    }

    /** The attribute that a whole clause sets or ends, if it does no more than that. */
    Optional<SlotMatch> match(String clause) {
        if (clause.length() > MOST_LETTERS) {
            return Optional.empty();
        }
        for (Trait trait : traits.traits()) {
            for (Pattern ending : trait.endings()) {
                SlotMatch ended = read(trait, null, null, ending.matcher(clause));
                if (ended != null) {
                    return Optional.of(ended);
                }
            }
            for (Stance stance : trait.stances()) {
                SlotMatch match = read(
                        trait, stance.value(), stance.object(), stance.pattern().matcher(clause));
                if (match != null) {
                    return Optional.of(match);
                }
            }
        }
        return Optional.empty();
    }

    private @Nullable SlotMatch read(Trait trait, @Nullable String value, @Nullable String fixed, Matcher matcher) {
        if (!matcher.matches()) {
            return null;
        }
        String object = fixed != null ? fixed : group(matcher, "object");
        if (object == null || MORE.matcher(object).find()) {
            return null;
        }
        List<String> words = wording.words(object);
        if (words.isEmpty() || words.size() > trait.longest()) {
            return null;
        }
        String name = trait.name() + "/" + String.join("_", words);
        Slot slot = new Slot(name, "", List.of(), List.of(), null, null, Shape.EXACT, null, null);
        return new SlotMatch(slot, name, group(matcher, "subject"), null, value(value, matcher), value == null);
    }

    private @Nullable String value(@Nullable String template, Matcher matcher) {
        if (template == null || !template.contains("{number}")) {
            return template;
        }
        String number = group(matcher, "number");
        return template.replace("{number}", number == null || number.startsWith("a") ? "1" : wording.key(number));
    }

    private static @Nullable String group(Matcher matcher, String name) {
        String caught = matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
        return caught == null || caught.isBlank() ? null : caught;
    }
}

package io.everknown.memory.extraction;

import io.everknown.memory.extraction.SlotCatalogue.Shape;
import io.everknown.memory.extraction.SlotCatalogue.Slot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds slots and their values in clauses. */
final class SlotMatcher {

    /** Words after which a value has ended. */
    private static final Pattern VALUE_END = Pattern.compile(
            ",(?!\\d)|[;!?()\\[\\]\"]| [-–—:] |\\.(?:\\s|$)|\\b(?:since|because|but|although|though|while|which|who|whose|where"
                    + "|when|until|till|now|currently|nowadays|again|anymore|today|yesterday|tonight|right now|these days"
                    + "|at the moment|for (?:the|a|an|\\d+|one|two|three|four|five|six|many|some|over|about|almost|now)"
                    + "|as|so|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|on (?:the )?\\d|on (?:january|february|march|april|may|june|july|august|september|october|november|december)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|early|late|mid)|if|with|from now|last (?:week|month|year|night|spring|summer|autumn|fall|winter)"
                    + "|this (?:week|month|year|spring|summer|autumn|fall|winter)|next (?:week|month|year)|in (?:19|20)\\d\\d"
                    + "|(?:two|three|a few|some|\\d+|a) (?:day|week|month|year)s? ago"
                    + "|and (?:I|we|my|he|she|it|they|the|have|am|work|live|study|love|like)|too|as well|instead)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ARTICLE = Pattern.compile("^(?:an?|the|called|named) ", Pattern.CASE_INSENSITIVE);
    private static final Set<String> EMPTY_VALUES = Set.of(
            "it",
            "that",
            "this",
            "them",
            "him",
            "i",
            "myself",
            "my",
            "her",
            "here",
            "there",
            "home",
            "me",
            "you",
            "us",
            "not",
            "what",
            "a",
            "the",
            "something",
            "someone",
            "somewhere",
            "nothing",
            "everything",
            "everyone");

    private final SlotCatalogue catalogue;
    private final TraitMatcher traits;

    SlotMatcher(SlotCatalogue catalogue) {
        this.catalogue = catalogue;
        this.traits = new TraitMatcher(catalogue.traits(), catalogue.wording());
    }

    /**
     * A slot that a clause sets or ends.
     *
     * @param subject the words it belongs to, in the first person ("I", "my sister"); null where the pattern names none
     * @param about the name of the thing it belongs to instead, or null
     * @param value null only for an ending that doesn't say what ended
     */
    record SlotMatch(
            Slot slot,
            String name,
            @Nullable String subject,
            @Nullable String about,
            @Nullable String value,
            boolean ended) {}

    /** The slots in a clause, at most one match for each. */
    List<SlotMatch> match(String clause) {
        List<SlotMatch> matches = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean lowerCase = clause.replace("I", "").chars().noneMatch(Character::isUpperCase);
        for (Slot slot : catalogue.slots()) {
            SlotMatch match = first(slot, slot.endings(), clause, lowerCase, true);
            if (match == null) {
                match = first(slot, slot.patterns(), clause, lowerCase, false);
            }
            if (match != null && names.add(match.name())) {
                matches.add(match);
            }
        }
        if (matches.isEmpty()) {
            traits.match(clause).ifPresent(matches::add);
        }
        return matches;
    }

    private @Nullable SlotMatch first(
            Slot slot, List<Pattern> patterns, String clause, boolean lowerCase, boolean ended) {
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(clause);
            if (matcher.lookingAt()) {
                SlotMatch match = read(slot, matcher, lowerCase, ended);
                if (match != null) {
                    return match;
                }
            }
        }
        return null;
    }

    private @Nullable SlotMatch read(Slot slot, Matcher matcher, boolean lowerCase, boolean ended) {
        String caught = group(matcher, "value");
        String value = caught == null ? null : trim(caught, slot.shape());
        if (value == null ? !ended : !acceptable(value, slot.shape(), slot.valueType(), lowerCase)) {
            return null;
        }
        return new SlotMatch(
                slot,
                fill(slot.name(), matcher, true),
                group(matcher, "subject"),
                slot.about() == null ? null : fill(slot.about(), matcher, false),
                value,
                ended);
    }

    private String fill(String template, Matcher matcher, boolean key) {
        String filled = template;
        for (String group : List.of("qualifier", "attribute")) {
            String hole = "{" + group + "}";
            if (filled.contains(hole)) {
                String words = group(matcher, group);
                String clean =
                        words == null ? "" : ARTICLE.matcher(words.strip()).replaceFirst("");
                filled = filled.replace(hole, key ? keyed(clean).replace(' ', '_') : clean);
            }
        }
        return filled;
    }

    /** Kinds of things in one form ("colours" as "color"); names as they are. */
    private String keyed(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        return lower.equals(words) && !lower.endsWith("ing")
                ? catalogue.wording().key(words)
                : lower;
    }

    private static @Nullable String group(Matcher matcher, String name) {
        return matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
    }

    private static String trim(String caught, Shape shape) {
        String value = caught;
        if (shape != Shape.EXACT) {
            Matcher end = VALUE_END.matcher(caught);
            value = end.find() ? caught.substring(0, end.start()) : caught;
            value = ARTICLE.matcher(value.strip()).replaceFirst("");
        }
        int last = value.length();
        while (last > 0
                && !Character.isLetterOrDigit(value.charAt(last - 1))
                && "%+#)".indexOf(value.charAt(last - 1)) < 0) {
            last--;
        }
        return value.substring(0, last).strip();
    }

    private static boolean acceptable(String value, Shape shape, @Nullable EntityType type, boolean lowerCase) {
        if (value.isEmpty() || value.length() > 80 || EMPTY_VALUES.contains(value.toLowerCase(Locale.ROOT))) {
            return false;
        }
        if (type == EntityType.ORGANISATION && Places.known(value)) {
            return false;
        }
        return shape != Shape.NAME || lowerCase || !Character.isLowerCase(value.codePointAt(0));
    }
}

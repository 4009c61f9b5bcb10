package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * What two names say by themselves. Careful: a name that is taken for another makes one person of two, which is worse
 * than two of one.
 */
final class NameLikeness {

    /** The least Jaro-Winkler similarity of two words that differ by a slip. */
    private static final double SLIP = 0.9;

    /** Shorter words are too often names of their own: Jon and Joan, Ben and Bern. */
    private static final int SHORTEST = 5;

    private static final int SHORTEST_ALONE = 6;

    private static final LevenshteinDistance EDITS = new LevenshteinDistance(2);
    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();
    private static final Set<EntityType> NAMELESS = Set.of(EntityType.DATE, EntityType.AMOUNT);

    private NameLikeness() {}

    /** How alike two names are, or nothing where they are not. */
    record Likeness(MergeKind kind, double score, String reason) {}

    /** What speaks for {@code newer} being {@code older}, by their spelling alone. */
    static Optional<Likeness> compare(NamedEntity newer, NamedEntity older) {
        String a = NameForms.fold(newer.name());
        String b = NameForms.fold(older.name());
        if (!comparable(newer) || !comparable(older)) {
            return Optional.empty();
        }
        if (a.equals(b) && a.length() > 2) {
            return likeness(MergeKind.SPELLING, 1, newer, older, "both differ only in accents, hyphens or points");
        }
        return person(newer, older) ? words(newer, older, a.split(" "), b.split(" ")) : Optional.empty();
    }

    private static Optional<Likeness> words(NamedEntity newer, NamedEntity older, String[] a, String[] b) {
        if (a.length == b.length) {
            int at = onlyDifference(a, b);
            if (at < 0) {
                return Optional.empty();
            }
            if (a.length > 1 && at == 0 && (GivenNames.isShort(a[0], b[0]) || GivenNames.isShort(b[0], a[0]))) {
                return likeness(
                        MergeKind.NICKNAME,
                        0.8,
                        newer,
                        older,
                        "the family name is the same and " + shorter(a[0], b[0]) + " is short for "
                                + longer(a[0], b[0]));
            }
            boolean slip = a.length > 1
                    ? slip(a[at], b[at], SHORTEST)
                    : slip(a[0], b[0], SHORTEST_ALONE) && GivenNames.known(a[0]) != GivenNames.known(b[0]);
            return slip
                    ? likeness(
                            MergeKind.SPELLING, JARO_WINKLER.apply(a[at], b[at]), newer, older, "they differ by a slip")
                    : Optional.empty();
        }
        boolean first = a.length == 1
                && a[0].length() > 1
                && a[0].equals(b[0])
                && newer.id().compareTo(older.id()) > 0;
        return first
                ? likeness(MergeKind.FIRST_NAME, 0.7, newer, older, "no other full name known begins with it")
                : Optional.empty();
    }

    private static Optional<Likeness> likeness(
            MergeKind kind, double score, NamedEntity newer, NamedEntity older, String why) {
        return Optional.of(new Likeness(
                kind,
                score,
                "“" + newer.name() + "” and “" + older.name() + "” are one: " + why
                        + (kind == MergeKind.FIRST_NAME || score == 1
                                ? "."
                                : ", and nothing known speaks against it.")));
    }

    /** Whether this is a name at all: neither a date or an amount nor what somebody is to somebody. */
    static boolean comparable(NamedEntity entity) {
        return !NAMELESS.contains(entity.type())
                && !Roles.is(entity.key())
                && !entity.key().startsWith("the ");
    }

    private static boolean person(NamedEntity one, NamedEntity other) {
        Set<EntityType> types = Set.copyOf(List.of(one.type(), other.type()));
        return types.contains(EntityType.PERSON)
                && Set.of(EntityType.PERSON, EntityType.THING).containsAll(types);
    }

    /** Where two names of as many words differ, if in one word alone; else -1. */
    private static int onlyDifference(String[] a, String[] b) {
        int at = -1;
        for (int i = 0; i < a.length; i++) {
            if (!a[i].equals(b[i])) {
                if (at >= 0) {
                    return -1;
                }
                at = i;
            }
        }
        return at;
    }

    /** One letter more, less, other, or two exchanged, inside the word; two names that people have are no slip. */
    private static boolean slip(String a, String b, int shortest) {
        boolean comparable = Math.min(a.length(), b.length()) >= shortest
                && a.charAt(0) == b.charAt(0)
                && a.charAt(a.length() - 1) == b.charAt(b.length() - 1)
                && (a + b).chars().allMatch(Character::isLetter)
                && !(GivenNames.known(a) && GivenNames.known(b));
        if (!comparable) {
            return false;
        }
        int edits = EDITS.apply(a, b);
        boolean exchanged = edits == 2 && a.length() == b.length() && sorted(a).equals(sorted(b));
        return (edits == 1 || exchanged) && JARO_WINKLER.apply(a, b) >= SLIP;
    }

    private static String sorted(String word) {
        return word.chars().sorted().mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String shorter(String a, String b) {
        return GivenNames.isShort(a, b) ? a : b;
    }

    private static String longer(String a, String b) {
        return GivenNames.isShort(a, b) ? b : a;
    }

    /** Whether two first names may be of one person: one is short for the other, or begins it. */
    static boolean shortForm(String whole, String brief) {
        String a = NameForms.fold(whole);
        String b = NameForms.fold(brief);
        return GivenNames.isShort(b, a)
                || (b.length() > 1 && b.length() < a.length() && a.startsWith(b))
                || (b.length() > 3
                        && (b.endsWith("ie") || b.endsWith("y"))
                        && a.startsWith(b.replaceFirst("(?:ie|y)$", "")));
    }

    /** Whether {@code brief} is made of the first letters of the words of {@code whole}. */
    static boolean initials(String whole, String brief) {
        String letters = Arrays.stream(whole.split("[\\s-]+"))
                .filter(word -> Character.isUpperCase(word.codePointAt(0)))
                .map(word -> word.substring(0, 1))
                .collect(Collectors.joining());
        return letters.length() > 1 && letters.equals(brief);
    }

    /** Whether two names may well be of one person: all words of one are in the other, or one is short for it. */
    static boolean compatible(NamedEntity one, NamedEntity other) {
        List<String> a = one.words();
        List<String> b = other.words();
        return a.containsAll(b)
                || b.containsAll(a)
                || shortForm(a.getFirst(), b.getFirst())
                || shortForm(b.getFirst(), a.getFirst());
    }
}

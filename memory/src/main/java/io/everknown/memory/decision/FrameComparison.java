package io.everknown.memory.decision;

import io.everknown.memory.extraction.Frame;
import io.everknown.memory.extraction.Frame.Course;
import io.everknown.memory.extraction.Frame.Kind;
import io.everknown.memory.extraction.ThingWords;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Tells whether a newer frame gives the same attribute of the same thing another value. */
final class FrameComparison {

    private static final Set<Kind> BY_UNIT = Set.of(Kind.COUNT, Kind.MEASURE, Kind.DURATION);

    private static final Set<Kind> AMOUNTS = Set.of(Kind.COUNT, Kind.MEASURE, Kind.DURATION, Kind.MONEY, Kind.PERCENT);

    /** Verbs that say of a number only that it is so. */
    private static final Set<String> NEUTRAL = Set.of("be", "have", "make", "leave", "get", "");

    private final ThingWords words;

    FrameComparison(ThingWords words) {
        this.words = words;
    }

    /** Whether {@code newer} replaces {@code older}; both of one owner. */
    boolean replaces(Frame older, Frame newer) {
        if (newer.kind() == Kind.NAME) {
            return false;
        }
        boolean bare = newer.kind() == Kind.COUNT && newer.unit().isEmpty() && AMOUNTS.contains(older.kind());
        if ((older.kind() != newer.kind() && !bare) || older.value().equals(newer.value())) {
            return false;
        }
        if (older.course() == Course.EVENT || newer.course() == Course.EVENT) {
            return false;
        }
        if ((older.course() == Course.AIM) != (newer.course() == Course.AIM)) {
            return false;
        }
        boolean saysSo = newer.former() != null && newer.former().equals(older.value());
        if (newer.former() != null && !saysSo) {
            return false;
        }
        if (!bare
                && !sameUnit(older, newer)
                && !(saysSo && (older.unit().isEmpty() || newer.unit().isEmpty()))) {
            return false;
        }
        return sameThing(older, newer, saysSo);
    }

    /** Whether {@code newer} says that what {@code older} tells has been replaced by something else. */
    boolean replaces(Set<String> olderWords, boolean olderIsEvent, Frame newer) {
        if (newer.kind() != Kind.NAME || newer.former() == null || olderIsEvent) {
            return false;
        }
        Set<String> former = new HashSet<>(Arrays.asList(newer.former().split(" ")));
        Set<String> value = new HashSet<>(Arrays.asList(newer.value().split(" ")));
        value.removeAll(former);
        return olderWords.containsAll(former) && (value.isEmpty() || !olderWords.containsAll(value));
    }

    private static boolean sameUnit(Frame older, Frame newer) {
        if (!BY_UNIT.contains(older.kind()) || older.unit().equals(newer.unit())) {
            return true;
        }
        Set<String> brief = Set.of("ms", "s");
        return brief.contains(older.unit()) && brief.contains(newer.unit());
    }

    private boolean sameThing(Frame older, Frame newer, boolean saysSo) {
        Set<String> oldWords = union(older);
        Set<String> newWords = union(newer);
        Set<String> onlyOld = without(older.thing(), newWords);
        Set<String> onlyNew = without(newer.thing(), oldWords);
        Set<String> shared = new HashSet<>(oldWords);
        shared.retainAll(newWords);
        shared.removeAll(words.changes());
        Set<String> telling = new HashSet<>(shared);
        telling.removeIf(word -> !older.thing().contains(word) && !newer.thing().contains(word));
        if (telling.isEmpty() || namesDiffer(older, newer)) {
            return false;
        }
        if (saysSo) {
            return true;
        }
        boolean heads = older.head().equals(newer.head());
        boolean equal = onlyOld.isEmpty() && onlyNew.isEmpty();
        if (newer.course() == Course.CHANGE) {
            boolean oneSided = onlyOld.isEmpty() || onlyNew.isEmpty();
            return oneSided && (heads || equal || telling.size() > 1 || specific(newer.thing()) == 1);
        }
        boolean does = newer.kind() != Kind.COUNT
                || older.verb().equals(newer.verb())
                || NEUTRAL.contains(older.verb())
                || NEUTRAL.contains(newer.verb());
        return heads && equal && does;
    }

    private static boolean namesDiffer(Frame older, Frame newer) {
        Set<String> old = new HashSet<>(older.names());
        Set<String> said = new HashSet<>(newer.names());
        if (!possessors(old).equals(possessors(said))) {
            return true;
        }
        old.removeAll(union(newer));
        said.removeAll(union(older));
        return !old.isEmpty() && !said.isEmpty();
    }

    private Set<String> without(Set<String> some, Set<String> others) {
        Set<String> left = new HashSet<>(some);
        left.removeAll(others);
        left.removeAll(words.changes());
        left.removeAll(words.general());
        return left;
    }

    private long specific(Set<String> thing) {
        return thing.stream().filter(word -> !words.general().contains(word)).count();
    }

    private static Set<String> possessors(Set<String> names) {
        Set<String> owners = new HashSet<>(names);
        owners.removeIf(name -> !name.startsWith("of "));
        return owners;
    }

    private static Set<String> union(Frame frame) {
        Set<String> all = new HashSet<>(frame.thing());
        all.addAll(frame.around());
        return all;
    }
}

package io.everknown.memory.extraction;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One value that a statement gives to something: "the demo for Lena is on May 3" gives the demo a date.
 *
 * @param kind what sort of value it is; only values of a kind can follow one another
 * @param unit what it is counted in ("book", "ms"), or empty; equal for values that can follow one another
 * @param value its normal form: "78", "05-10", "fri", "18:00", "approved"; for {@link Kind#NAME} its words
 * @param former the value before it, where the words say so ("from A to B", "B instead of A"), in normal form; or null
 * @param head the base form of the word for the thing ("coverage"), or empty where the statement names none
 * @param thing the head and what tells it from others ("test", "coverage"), base forms
 * @param around the other words of the statement that mean something, base forms
 * @param names those among both that are names
 * @param verb base form of the verb that gives the value, or empty
 * @param course what the statement does
 */
public record Frame(
        Kind kind,
        String unit,
        String value,
        @Nullable String former,
        String head,
        Set<String> thing,
        Set<String> around,
        Set<String> names,
        String verb,
        Course course) {

    /** Sorts of values. */
    public enum Kind {
        PERCENT,
        MONEY,
        DURATION,
        MEASURE,
        COUNT,
        DATE,
        CLOCK,
        STATUS,
        NAME
    }

    /** What a statement does with a value. */
    public enum Course {
        /** It says that it is so. */
        STATE,
        /** It says that it has become so. */
        CHANGE,
        /** It says what happened at some time; such things add up. */
        EVENT,
        /** It says what is wanted or allowed, which is another matter than what is so. */
        AIM
    }

    public Frame {
        thing = Set.copyOf(thing);
        around = Set.copyOf(around);
        names = Set.copyOf(names);
    }

    /** The words by which a statement about the same thing may be found. */
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(thing);
        if (!unit.isEmpty() && kind == Kind.COUNT) {
            keys.add(unit);
        }
        if (former != null && kind == Kind.NAME) {
            keys.addAll(Set.of(former.split(" ")));
        }
        return keys;
    }
}

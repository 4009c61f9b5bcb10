package io.everknown.memory.decision;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a statement does to what is known. Deciding returns a value; storing it is somebody else's work. */
public sealed interface Decision permits Decision.Add, Decision.Update, Decision.Delete, Decision.Noop {

    /** Why, for a person to read. */
    String reason();

    /** How sure, in (0, 1]. */
    double confidence();

    /** The name of the operation in the API: ADD, UPDATE, DELETE or NOOP. */
    String operation();

    /** Other facts that take a new form with it: contradicted, moved in time, or split in two. */
    List<Change> changed();

    /**
     * A fact that takes a new form.
     *
     * @param fact its new form
     * @param twin for a part that was split off, the fact with the same words that it comes from; else null
     */
    record Change(Fact fact, @Nullable UUID twin) {

        /** A known fact in a new form. */
        public static Change of(Fact fact) {
            return new Change(fact, null);
        }
    }

    /** Something new. Facts it contradicts are kept and linked. */
    record Add(Fact fact, List<Change> changed, String reason, double confidence) implements Decision {

        public Add {
            changed = List.copyOf(changed);
        }

        @Override
        public String operation() {
            return "ADD";
        }
    }

    /** A new value: {@code fact} is written and {@code superseded}, already closed and linked, takes its new form. */
    record Update(Fact fact, Fact superseded, List<Change> changed, String reason, double confidence)
            implements Decision {

        public Update {
            changed = List.copyOf(changed);
        }

        public Update(Fact fact, Fact superseded, String reason, double confidence) {
            this(fact, superseded, List.of(), reason, confidence);
        }

        @Override
        public String operation() {
            return "UPDATE";
        }
    }

    /** Taken back or stopped: {@code closed} is the fact in its closed form. */
    record Delete(Fact closed, List<Change> changed, String reason, double confidence) implements Decision {

        public Delete {
            changed = List.copyOf(changed);
        }

        public Delete(Fact closed, String reason, double confidence) {
            this(closed, List.of(), reason, confidence);
        }

        @Override
        public String operation() {
            return "DELETE";
        }
    }

    /**
     * Nothing new.
     *
     * @param known the fact that says it already, its support grown; null where there was nothing to keep
     * @param text the words decided on
     */
    record Noop(@Nullable Fact known, List<Change> changed, String text, String reason, double confidence)
            implements Decision {

        public Noop {
            changed = List.copyOf(changed);
        }

        public Noop(@Nullable Fact known, String text, String reason, double confidence) {
            this(known, List.of(), text, reason, confidence);
        }

        @Override
        public String operation() {
            return "NOOP";
        }
    }
}

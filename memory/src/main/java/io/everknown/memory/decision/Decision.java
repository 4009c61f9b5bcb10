package io.everknown.memory.decision;

import org.jspecify.annotations.Nullable;

/** What a statement does to what is known. Deciding returns a value; storing it is somebody else's work. */
public sealed interface Decision permits Decision.Add, Decision.Update, Decision.Delete, Decision.Noop {

    /** Why, for a person to read. */
    String reason();

    /** How sure, in (0, 1]. */
    double confidence();

    /** The name of the operation in the API: ADD, UPDATE, DELETE or NOOP. */
    String operation();

    /** Something new. Facts it contradicts are kept and linked. */
    record Add(Fact fact, java.util.List<Fact> contradicted, String reason, double confidence) implements Decision {

        public Add {
            contradicted = java.util.List.copyOf(contradicted);
        }

        @Override
        public String operation() {
            return "ADD";
        }
    }

    /** A new value: {@code fact} is written and {@code superseded}, already closed and linked, takes its new form. */
    record Update(Fact fact, Fact superseded, String reason, double confidence) implements Decision {
        @Override
        public String operation() {
            return "UPDATE";
        }
    }

    /** Taken back or stopped: {@code closed} is the fact in its closed form. */
    record Delete(Fact closed, String reason, double confidence) implements Decision {
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
    record Noop(@Nullable Fact known, String text, String reason, double confidence) implements Decision {
        @Override
        public String operation() {
            return "NOOP";
        }
    }
}

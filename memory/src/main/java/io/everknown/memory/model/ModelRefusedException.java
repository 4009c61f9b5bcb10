package io.everknown.memory.model;

import java.util.Objects;

/** A change to the registry that can't be made. The message may be shown. */
public final class ModelRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** Versions of this kind can't serve beside each other. */
        NOT_ROUTABLE,
        /** The weights are none of this kind. */
        INVALID_WEIGHTS,
        /** There is no such version. */
        UNKNOWN_VERSION,
        /** The registry is in another state than the change needs, or somebody else was first. */
        CONFLICT,
        /** The canary's score is lower than that of the active version. */
        SCORE_BELOW_ACTIVE
    }

    private final Reason reason;

    public ModelRefusedException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why not. */
    public Reason reason() {
        return reason;
    }
}

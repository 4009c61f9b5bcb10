package io.everknown.memory.feedback;

/** Feedback names a memory that is not there, or that its user can't see. */
public final class UnknownMemoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says that there is none; which one is not told, as it may be somebody else's. */
    public UnknownMemoryException() {
        super("feedback names a memory that is not there");
    }
}

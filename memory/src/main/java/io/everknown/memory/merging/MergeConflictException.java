package io.everknown.memory.merging;

/** A merge can't be taken back any more. */
public final class MergeConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MergeConflictException(String message) {
        super(message);
    }
}

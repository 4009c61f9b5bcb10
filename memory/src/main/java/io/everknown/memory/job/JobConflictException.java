package io.everknown.memory.job;

/** What was asked of a job does not go with the state it is in. */
public final class JobConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobConflictException(String message) {
        super(message);
    }
}

package io.everknown.memory.recall;

/** The record can't be searched in any way. */
public final class RecordUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RecordUnavailableException(String message) {
        super(message);
    }
}

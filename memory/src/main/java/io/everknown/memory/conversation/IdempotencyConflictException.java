package io.everknown.memory.conversation;

/** An idempotency key came back with other content than the first time. */
public final class IdempotencyConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public IdempotencyConflictException(String message) {
        super(message);
    }
}

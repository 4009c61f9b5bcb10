package io.everknown.localstack;

import java.io.Serial;

/** The stack can't do what was asked; the message is one clear sentence for the person who started it. */
public final class StackException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StackException(String message) {
        super(message);
    }

    StackException(String message, Throwable cause) {
        super(message, cause);
    }
}

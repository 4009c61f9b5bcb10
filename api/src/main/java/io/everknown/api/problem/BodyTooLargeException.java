package io.everknown.api.problem;

import java.io.IOException;

/** More bytes came than a body may have. */
public final class BodyTooLargeException extends IOException {

    public BodyTooLargeException(long limit) {
        super("A body may have " + limit + " bytes at most.");
    }
}

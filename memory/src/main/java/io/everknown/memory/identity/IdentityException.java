package io.everknown.memory.identity;

import java.util.Objects;

/** Somebody asked for what their identity does not allow. The message may be shown to them. */
public final class IdentityException extends RuntimeException {

    /** Why the request was refused. */
    public enum Reason {
        /** The caller is known and may not do this. */
        FORBIDDEN,
        /** Another account has this username. */
        USERNAME_TAKEN,
        /** Another account has this email address. */
        EMAIL_TAKEN,
        /** No account has this username and password together. */
        INVALID_CREDENTIALS,
        /** The refresh token or API key is unknown, expired, used or revoked. */
        INVALID_TOKEN,
        /** The named user id is empty, too long or reserved. */
        INVALID_USER_ID
    }

    private final Reason reason;

    public IdentityException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why the request was refused. */
    public Reason reason() {
        return reason;
    }
}

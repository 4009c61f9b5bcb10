package io.everknown.memory.identity;

import org.jspecify.annotations.Nullable;

/**
 * What somebody who registers tells about themselves, already checked for its shape.
 *
 * @param username 3 to 64 characters
 * @param email an address
 * @param password the password in clear, never stored so
 * @param fullName how to address the person, if told
 */
public record NewAccount(
        String username,
        String email,
        String password,
        @Nullable String fullName) {

    /** Leaves the password out, so that no log ever holds it. */
    @Override
    public String toString() {
        return "NewAccount[username=" + username + "]";
    }
}

package io.everknown.api.identity;

import io.everknown.memory.identity.NewAccount;
import io.everknown.memory.identity.PasswordHasher;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who registers sends.
 *
 * @param username 3 to 64 characters
 * @param email an address
 * @param password at least 8 characters, at most 72 bytes
 * @param fullName how to address the person
 */
record RegisterRequest(
        @NotNull
        @Pattern(
                regexp = "[^\\p{Z}\\p{C}][^\\p{C}]{1,62}[^\\p{Z}\\p{C}]",
                message = "must have 3 to 64 characters, no control characters and no space at either end")
        String username,

        @NotNull
        @Email
        @Pattern(regexp = "[^\\p{Z}\\p{C}]+@[^\\p{Z}\\p{C}]+", message = "must be an email address")
        @Size(max = 254)
        String email,

        @NotNull
        @Size(min = 8, message = "must have at least 8 characters")
        @Utf8Size(max = PasswordHasher.MAX_PASSWORD_BYTES)
        String password,

        @Size(max = 200) @Nullable String fullName) {

    NewAccount wanted() {
        return new NewAccount(username, email, password, fullName);
    }

    /** Leaves the password out, so that no log ever holds it. */
    @Override
    public String toString() {
        return "RegisterRequest[username=" + username + "]";
    }
}

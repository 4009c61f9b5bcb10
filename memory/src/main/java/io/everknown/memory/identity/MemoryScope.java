package io.everknown.memory.identity;

import java.util.Objects;
import java.util.UUID;

/**
 * Whose memory a call is about. Every store method takes one; there is no way to read or write without it.
 *
 * @param tenant the tenant, the outermost wall: nothing ever crosses it
 * @param user the end user inside the tenant, 1 to 200 characters; never {@value #EVERYONE}
 */
public record MemoryScope(UUID tenant, String user) {

    /** Stands for every user of the tenant in {@link #audience(Visibility)}; no user may be called so. */
    public static final String EVERYONE = "*";

    /** The longest user id, in characters. */
    public static final int MAX_USER_LENGTH = 200;

    public MemoryScope {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(user, "user");
        if (!isUserId(user)) {
            throw new IllegalArgumentException(
                    "a user id has 1 to " + MAX_USER_LENGTH + " characters and is not '" + EVERYONE + "'");
        }
    }

    /** Whether somebody may be called so: 1 to {@value #MAX_USER_LENGTH} characters, not blank, not reserved. */
    public static boolean isUserId(String user) {
        return !user.isBlank() && user.length() <= MAX_USER_LENGTH && !user.equals(EVERYONE);
    }

    /** Who may read what is written here with {@code visibility}: this user, or everyone of the tenant. */
    public String audience(Visibility visibility) {
        return visibility == Visibility.PRIVATE ? user : EVERYONE;
    }
}

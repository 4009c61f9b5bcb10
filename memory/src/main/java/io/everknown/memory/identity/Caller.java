package io.everknown.memory.identity;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, as proved by an access token or an API key.
 *
 * @param tenant the tenant it belongs to
 * @param user its own user id
 * @param role what it may do in the tenant
 * @param actsForUsers whether it is an application that may name any user of the tenant as the one it speaks for
 */
public record Caller(UUID tenant, String user, Role role, boolean actsForUsers) {

    public Caller {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(role, "role");
    }

    /** Whose memory is meant when the caller names nobody: its own. */
    public MemoryScope scope() {
        return new MemoryScope(tenant, user);
    }

    /**
     * Whose memory is meant when the caller names {@code requestedUserId}.
     *
     * @param requestedUserId a user of the caller's tenant, or null for the caller itself
     * @throws IdentityException {@code FORBIDDEN} when another user is named without the right to act for users,
     *     {@code INVALID_USER_ID} when the name can be nobody's
     */
    public MemoryScope scopeFor(@Nullable String requestedUserId) {
        if (requestedUserId == null || requestedUserId.equals(user)) {
            return scope();
        }
        if (!actsForUsers) {
            throw new IdentityException(
                    IdentityException.Reason.FORBIDDEN,
                    "Only an application credential that may act for users can name another user.");
        }
        if (!MemoryScope.isUserId(requestedUserId)) {
            throw new IdentityException(
                    IdentityException.Reason.INVALID_USER_ID,
                    "A user id has 1 to " + MemoryScope.MAX_USER_LENGTH + " characters and is not '"
                            + MemoryScope.EVERYONE + "'.");
        }
        return new MemoryScope(tenant, requestedUserId);
    }

    /**
     * Refuses what the caller's role does not include.
     *
     * @throws IdentityException {@code FORBIDDEN}
     */
    public void require(Role needed) {
        if (!role.includes(needed)) {
            throw new IdentityException(IdentityException.Reason.FORBIDDEN, "Your role does not allow this.");
        }
    }
}

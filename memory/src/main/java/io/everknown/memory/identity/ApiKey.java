package io.everknown.memory.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The credential of an application. It speaks as the account that made it, in its own role, unless it may act for
 * users and names one.
 *
 * @param id the key, without its secret
 * @param tenant the tenant it opens
 * @param name what its owner calls it
 * @param role what it may do
 * @param actsForUsers whether it may name the user it speaks for
 * @param createdBy the account that made it
 * @param createdAt when it was made
 * @param lastUsedAt when it was last used, to a minute
 * @param revokedAt since when it opens nothing any more
 */
public record ApiKey(
        UUID id,
        UUID tenant,
        String name,
        Role role,
        boolean actsForUsers,
        UUID createdBy,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt) {

    /** The bearer of this key as the one who is asking. */
    public Caller caller() {
        return new Caller(tenant, createdBy.toString(), role, actsForUsers);
    }
}

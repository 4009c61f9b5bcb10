package io.everknown.memory.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where refresh tokens are kept, without their secrets. */
public interface RefreshTokenStore {

    /** Stores the first token of a family. */
    void add(RefreshToken token, SecretHash secret);

    /** The token with this id, whichever tenant it belongs to, in whatever state. */
    Optional<StoredRefreshToken> find(UUID id);

    /**
     * Marks {@code used} as used and stores its successor, both or neither. Of two that try at once one succeeds.
     *
     * @return false when {@code used} was used or revoked before
     */
    boolean rotate(RefreshToken used, RefreshToken next, SecretHash nextSecret, Instant at);

    /** Revokes every token of a family. */
    void revokeFamily(UUID tenant, UUID family, Instant at);

    /** Revokes every token of an account. */
    void revokeAll(UUID tenant, UUID account, Instant at);

    /**
     * A token with what proves it.
     *
     * @param token the token
     * @param secret the hash of its secret
     */
    record StoredRefreshToken(RefreshToken token, SecretHash secret) {}
}

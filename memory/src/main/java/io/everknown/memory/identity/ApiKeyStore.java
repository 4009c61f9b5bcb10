package io.everknown.memory.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where API keys are kept, without their secrets. */
public interface ApiKeyStore {

    /** Stores a new key. */
    void add(ApiKey key, SecretHash secret);

    /** The key with this id, whichever tenant it opens, revoked or not. */
    Optional<StoredApiKey> find(UUID id);

    /** All keys of a tenant, newest first, revoked ones too. */
    List<ApiKey> list(UUID tenant);

    /** Revokes a key of this tenant; false when the tenant has no such key. Revoking twice keeps the first time. */
    boolean revoke(UUID tenant, UUID id, Instant at);

    /** Remembers that a key was used. */
    void used(UUID tenant, UUID id, Instant at);

    /**
     * A key with what proves it.
     *
     * @param key the key
     * @param secret the hash of its secret
     */
    record StoredApiKey(ApiKey key, SecretHash secret) {}
}

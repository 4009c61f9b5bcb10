package io.everknown.memory.identity;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Makes, lists and revokes the API keys of a tenant; all of it for admins alone. */
public final class ApiKeyIssuing {

    private final ApiKeyStore keys;
    private final InstantSource clock;

    public ApiKeyIssuing(ApiKeyStore keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Makes a key.
     *
     * @param name what to call it
     * @param role what it may do
     * @param actsForUsers whether it may name the user it speaks for
     * @return the key with its text, which cannot be had a second time
     * @throws IdentityException {@code FORBIDDEN} when the caller is no admin
     */
    public IssuedApiKey issue(Caller by, String name, Role role, boolean actsForUsers) {
        by.require(Role.ADMIN);
        String secret = Secrets.fresh();
        ApiKey key = new ApiKey(
                Ids.next(),
                by.tenant(),
                name,
                role,
                actsForUsers,
                UUID.fromString(by.user()),
                clock.instant(),
                null,
                null);
        keys.add(key, Secrets.hash(secret));
        return new IssuedApiKey(key, Secrets.format(ApiKeyCheck.PREFIX, key.id(), secret));
    }

    /**
     * The keys of the caller's tenant, newest first.
     *
     * @throws IdentityException {@code FORBIDDEN} when the caller is no admin
     */
    public List<ApiKey> list(Caller by) {
        by.require(Role.ADMIN);
        return keys.list(by.tenant());
    }

    /**
     * Revokes a key; its next use is refused.
     *
     * @return false when the caller's tenant has no such key
     * @throws IdentityException {@code FORBIDDEN} when the caller is no admin
     */
    public boolean revoke(Caller by, UUID id) {
        by.require(Role.ADMIN);
        return keys.revoke(by.tenant(), id, clock.instant());
    }

    /**
     * A key just made.
     *
     * @param key the key
     * @param text what its bearer sends, shown this once
     */
    public record IssuedApiKey(ApiKey key, String text) {

        /** Leaves the text out, so that no log ever holds it. */
        @Override
        public String toString() {
            return "IssuedApiKey[id=" + key.id() + "]";
        }
    }
}

package io.everknown.memory.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Proves who somebody is by an API key. */
public final class ApiKeyCheck {

    /** How the text of every API key starts. */
    public static final String PREFIX = "ek_";

    private static final Duration LAST_USE_PRECISION = Duration.ofMinutes(1);

    private final ApiKeyStore keys;
    private final InstantSource clock;

    public ApiKeyCheck(ApiKeyStore keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The bearer of this key, or empty when it is malformed, unknown or revoked. */
    public Optional<Caller> callerOf(String text) {
        return Secrets.parse(PREFIX, text)
                .flatMap(parts ->
                        keys.find(parts.id()).filter(stored -> Secrets.matches(parts.secret(), stored.secret())))
                .map(ApiKeyStore.StoredApiKey::key)
                .filter(key -> key.revokedAt() == null)
                .map(this::noteUse)
                .map(ApiKey::caller);
    }

    private ApiKey noteUse(ApiKey key) {
        Instant now = clock.instant();
        Instant last = key.lastUsedAt();
        if (last == null || last.plus(LAST_USE_PRECISION).isBefore(now)) {
            keys.used(key.tenant(), key.id(), now);
        }
        return key;
    }
}

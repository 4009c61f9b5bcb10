package io.everknown.memory.job;

import io.everknown.memory.identity.MemoryScope;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose jobs a call is about.
 *
 * @param tenant the tenant
 * @param user the jobs of this user alone, or null for all of the tenant
 */
public record JobScope(UUID tenant, @Nullable String user) {

    /** All jobs of a tenant. */
    public static JobScope all(UUID tenant) {
        return new JobScope(tenant, null);
    }

    /** The jobs of one user. */
    public static JobScope of(MemoryScope scope) {
        return new JobScope(scope.tenant(), scope.user());
    }
}

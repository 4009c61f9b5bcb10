package io.everknown.memory.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person who can sign in. The id, as text, is the user id its memories belong to.
 *
 * @param id the account, for life
 * @param tenant the tenant it belongs to
 * @param username what it signs in with; unique over all tenants whatever the case
 * @param email unique over all tenants whatever the case
 * @param fullName how to address the person, if told
 * @param role what it may do in its tenant
 * @param createdAt when it registered
 */
public record Account(
        UUID id,
        UUID tenant,
        String username,
        String email,
        @Nullable String fullName,
        Role role,
        Instant createdAt) {

    /** The user id of this account. */
    public String userId() {
        return id.toString();
    }

    /** This account as the one who is asking: it speaks for itself alone. */
    public Caller caller() {
        return new Caller(tenant, userId(), role, false);
    }
}

package io.everknown.memory.identity;

import java.util.Optional;
import java.util.UUID;

/** Where accounts and the tenants they found are kept. */
public interface AccountStore {

    /**
     * Stores a new tenant and its first account, both or neither.
     *
     * @throws IdentityException {@code USERNAME_TAKEN} or {@code EMAIL_TAKEN}
     */
    void found(Account founder, String passwordHash);

    /** The account that signs in by this name, whatever its case, with the hash of its password. */
    Optional<StoredAccount> byUsername(String username);

    /** The account with this id in this tenant. */
    Optional<Account> byId(UUID tenant, UUID id);

    /**
     * An account with what proves it.
     *
     * @param account the account
     * @param passwordHash as {@link PasswordHasher} made it
     */
    record StoredAccount(Account account, String passwordHash) {}
}

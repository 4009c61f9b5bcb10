package io.everknown.memory.identity;

import java.time.InstantSource;

/** Lets new people in: each founds a tenant of its own and is its admin. */
public final class Registration {

    private final AccountStore accounts;
    private final PasswordHasher passwords;
    private final InstantSource clock;

    public Registration(AccountStore accounts, PasswordHasher passwords, InstantSource clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * Founds a tenant.
     *
     * @throws IdentityException {@code USERNAME_TAKEN} or {@code EMAIL_TAKEN}; nothing is stored then
     */
    public Account register(NewAccount wanted) {
        Account founder = new Account(
                Ids.next(),
                Ids.next(),
                wanted.username(),
                wanted.email(),
                wanted.fullName(),
                Role.ADMIN,
                clock.instant());
        accounts.found(founder, passwords.hash(wanted.password()));
        return founder;
    }
}

package io.everknown.memory.identity;

import java.util.Optional;

/** Proves who somebody is by username and password. */
public final class SignIn {

    private final AccountStore accounts;
    private final PasswordHasher passwords;
    private final String nobodysHash;

    public SignIn(AccountStore accounts, PasswordHasher passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.nobodysHash = passwords.hash(Secrets.fresh());
    }

    /**
     * The account with this username and password. An unknown name takes as long as a wrong password, so that names
     * cannot be found out by the clock.
     *
     * @throws IdentityException {@code INVALID_CREDENTIALS}
     */
    public Account signIn(String username, String password) {
        Optional<AccountStore.StoredAccount> stored = accounts.byUsername(username);
        boolean proved = passwords.matches(
                password, stored.map(AccountStore.StoredAccount::passwordHash).orElse(nobodysHash));
        return stored.filter(found -> proved)
                .map(AccountStore.StoredAccount::account)
                .orElseThrow(() -> new IdentityException(
                        IdentityException.Reason.INVALID_CREDENTIALS, "The username or the password is wrong."));
    }
}

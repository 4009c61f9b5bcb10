package io.everknown.memory.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps people signed in by tokens that are used once. A token used a second time was stolen, from its owner or by
 * its owner's thief, so its whole family is revoked (RFC 9700, 4.14.2).
 */
public final class RefreshTokens {

    private static final String PREFIX = "ert_";

    private final RefreshTokenStore tokens;
    private final AccountStore accounts;
    private final Duration lifetime;
    private final InstantSource clock;

    public RefreshTokens(RefreshTokenStore tokens, AccountStore accounts, Duration lifetime, InstantSource clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** The first token of a new family, as text. */
    public String issue(Account account) {
        Instant now = clock.instant();
        RefreshToken token =
                new RefreshToken(Ids.next(), Ids.next(), account.tenant(), account.id(), now, now.plus(lifetime));
        String secret = Secrets.fresh();
        tokens.add(token, Secrets.hash(secret));
        return Secrets.format(PREFIX, token.id(), secret);
    }

    /**
     * Exchanges a token for its successor.
     *
     * @throws IdentityException {@code INVALID_TOKEN} when it is unknown, expired, used or revoked
     */
    public Renewal renew(String text) {
        RefreshToken token = find(text).orElseThrow(RefreshTokens::refused);
        Instant now = clock.instant();
        if (!now.isBefore(token.expiresAt())) {
            throw refused();
        }
        RefreshToken next =
                new RefreshToken(Ids.next(), token.family(), token.tenant(), token.account(), now, now.plus(lifetime));
        String secret = Secrets.fresh();
        if (!tokens.rotate(token, next, Secrets.hash(secret), now)) {
            tokens.revokeFamily(token.tenant(), token.family(), now);
            throw refused();
        }
        Account account = accounts.byId(token.tenant(), token.account()).orElseThrow(RefreshTokens::refused);
        return new Renewal(account, Secrets.format(PREFIX, next.id(), secret));
    }

    /** Signs out: revokes the family of this token if it is the caller's; what is not is silently left alone. */
    public void revoke(Caller caller, String text) {
        find(text)
                .filter(token -> token.tenant().equals(caller.tenant())
                        && token.account().toString().equals(caller.user()))
                .ifPresent(token -> tokens.revokeFamily(token.tenant(), token.family(), clock.instant()));
    }

    /** Signs out everywhere: revokes every token of the caller. */
    public void revokeAll(Caller caller) {
        tokens.revokeAll(caller.tenant(), UUID.fromString(caller.user()), clock.instant());
    }

    private Optional<RefreshToken> find(String text) {
        return Secrets.parse(PREFIX, text)
                .flatMap(parts ->
                        tokens.find(parts.id()).filter(stored -> Secrets.matches(parts.secret(), stored.secret())))
                .map(RefreshTokenStore.StoredRefreshToken::token);
    }

    private static IdentityException refused() {
        return new IdentityException(
                IdentityException.Reason.INVALID_TOKEN, "The refresh token is unknown, expired or used.");
    }

    /**
     * A refreshed sign-in.
     *
     * @param account as it is now
     * @param refreshToken the text of the successor
     */
    public record Renewal(Account account, String refreshToken) {

        /** Leaves the token out, so that no log ever holds it. */
        @Override
        public String toString() {
            return "Renewal[account=" + account.id() + "]";
        }
    }
}

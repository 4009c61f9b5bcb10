package io.everknown.memory.identity;

import java.time.Instant;
import java.util.UUID;

/**
 * One link in a chain of refresh tokens: each is used once and replaced by the next of its family.
 *
 * @param id the token, without its secret
 * @param family all tokens that go back to one sign-in
 * @param tenant the tenant of the account
 * @param account whom it signs in again
 * @param createdAt when it was made
 * @param expiresAt from when on it opens nothing
 */
public record RefreshToken(UUID id, UUID family, UUID tenant, UUID account, Instant createdAt, Instant expiresAt) {}

package io.everknown.api.security;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tokens are made.
 *
 * @param issuer the {@code iss} of access tokens
 * @param audience their {@code aud}
 * @param accessLifetime how long an access token is good for
 * @param refreshLifetime how long a refresh token may lie unused
 * @param clockSkew by how much two machines' clocks may differ
 */
@ConfigurationProperties("everknown.tokens")
public record TokenProperties(
        @DefaultValue("everknown") String issuer,
        @DefaultValue("everknown") String audience,
        @DefaultValue("1h") Duration accessLifetime,
        @DefaultValue("30d") Duration refreshLifetime,
        @DefaultValue("10s") Duration clockSkew) {}

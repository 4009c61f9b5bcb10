package io.everknown.api.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/** Signs and checks access tokens: JWTs by ES256 with {@code iss, aud, sub, tenant, role}. */
@Component
public class AccessTokens {

    /** The error of a token that was good once. */
    static final String EXPIRED = "token_expired";

    private static final String TENANT = "tenant";
    private static final String ROLE = "role";

    private final SigningKeyRing keys;
    private final JwtEncoder encoder;
    private final JwtDecoder decoder;
    private final TokenProperties properties;
    private final InstantSource clock;

    AccessTokens(SigningKeys store, TokenProperties properties, InstantSource clock) {
        this.keys = new SigningKeyRing(store, clock);
        this.properties = properties;
        this.clock = clock;
        this.encoder = new NimbusJwtEncoder(new ImmutableJWKSet<>(keys.all()));
        this.decoder = decoder();
    }

    private JwtDecoder decoder() {
        NimbusJwtDecoder nimbus = NimbusJwtDecoder.withJwkSource(new ImmutableJWKSet<>(keys.all()))
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        return new RememberedSignatures(
                nimbus,
                new DelegatingOAuth2TokenValidator<>(
                        notExpired(), new JwtIssuerValidator(properties.issuer()), forUs()));
    }

    /** A token that proves this account for {@link #lifetime()}. */
    public String issue(Account account) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(properties.issuer())
                .audience(List.of(properties.audience()))
                .subject(account.userId())
                .claim(TENANT, account.tenant().toString())
                .claim(ROLE, account.role().name().toLowerCase(Locale.ROOT))
                .issuedAt(now)
                .expiresAt(now.plus(properties.accessLifetime()))
                .build();
        JwsHeader header = JwsHeader.with(SignatureAlgorithm.ES256)
                .keyId(keys.newest().getKeyID())
                .type("JWT")
                .build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    /** How long a token is good for. */
    public Duration lifetime() {
        return properties.accessLifetime();
    }

    /** The public keys as a JSON Web Key Set, for whoever wants to check tokens alone. */
    public Map<String, Object> publicKeys() {
        return new JWKSet(keys.all().toPublicJWKSet().getKeys()).toJSONObject();
    }

    /** Checks signature, issuer, audience and time. */
    JwtDecoder checking() {
        return decoder;
    }

    /**
     * The account a checked token proves.
     *
     * @throws BadJwtException when a claim is missing or makes no sense
     */
    static Caller callerOf(Jwt token) {
        String subject = token.getSubject();
        String tenant = token.getClaimAsString(TENANT);
        String role = token.getClaimAsString(ROLE);
        if (subject == null || tenant == null || role == null) {
            throw new BadJwtException("a claim is missing");
        }
        try {
            return new Caller(UUID.fromString(tenant), subject, Role.valueOf(role.toUpperCase(Locale.ROOT)), false);
        } catch (IllegalArgumentException e) {
            throw new BadJwtException("a claim makes no sense", e);
        }
    }

    private OAuth2TokenValidator<Jwt> notExpired() {
        return token -> {
            Instant expiresAt = token.getExpiresAt();
            Instant notBefore = token.getNotBefore();
            Instant now = clock.instant();
            if (expiresAt == null
                    || (notBefore != null && now.plus(properties.clockSkew()).isBefore(notBefore))) {
                return OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
            }
            return now.minus(properties.clockSkew()).isBefore(expiresAt)
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED));
        };
    }

    private OAuth2TokenValidator<Jwt> forUs() {
        return token -> {
            List<String> audience = token.getAudience();
            return audience != null && audience.contains(properties.audience())
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error("invalid_token"));
        };
    }
}

package io.everknown.api.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks the signature of a token once and its claims each time. A client sends one token with many requests, and the
 * elliptic curve would be the dearest step of a small one.
 */
final class RememberedSignatures implements JwtDecoder {

    private static final int TOKENS = 10_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> claims;
    private final Cache<String, Jwt> signed = Caffeine.newBuilder()
            .maximumSize(TOKENS)
            .expireAfterWrite(REMEMBERED)
            .build();

    /**
     * @param signatures checks signatures; its validator is replaced, claims are looked at here
     * @param claims what is asked of a token whose signature is good
     */
    RememberedSignatures(NimbusJwtDecoder signatures, OAuth2TokenValidator<Jwt> claims) {
        signatures.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        this.signatures = signatures;
        this.claims = claims;
    }

    @Override
    public Jwt decode(String token) {
        Jwt jwt = signed.get(token, signatures::decode);
        OAuth2TokenValidatorResult result = claims.validate(jwt);
        if (result.hasErrors()) {
            throw new JwtValidationException("the token's claims were refused", result.getErrors());
        }
        return jwt;
    }
}

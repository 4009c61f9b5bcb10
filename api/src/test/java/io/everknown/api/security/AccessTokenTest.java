package io.everknown.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.memory.identity.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class AccessTokenTest {

    @Autowired
    private ApiClient api;

    @Autowired
    private SigningKeys keys;

    private ApiClient.User user;
    private ECKey key;

    @BeforeEach
    void signIn() throws Exception {
        user = api.newUser();
        SigningKeys.SigningKey stored = keys.allOrFirst(any -> true, () -> {
                    throw new AssertionError("the service made its key at the start");
                })
                .getFirst();
        key = ECKey.parse(stored.jwk());
    }

    @Test
    void thePublishedKeysVerifyATokenWithoutUs() throws Exception {
        ApiClient.Answer published = api.get("/.well-known/jwks.json");
        SignedJWT token = SignedJWT.parse(user.accessToken());

        ECKey published256 = JWKSet.parse(published.raw())
                .getKeyByKeyId(token.getHeader().getKeyID())
                .toECKey();

        assertThat(token.verify(new ECDSAVerifier(published256))).isTrue();
        assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        JWTClaimsSet claims = token.getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(user.id());
        assertThat(claims.getIssuer()).isEqualTo("everknown");
        assertThat(claims.getAudience()).containsExactly("everknown");
        assertThat(claims.getStringClaim("tenant")).isEqualTo(user.tenant());
        assertThat(claims.getStringClaim("role")).isEqualTo("admin");
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
        assertThat(published256.isPrivate()).isFalse();
        assertThat(published.raw()).doesNotContain("\"d\"");
    }

    @Test
    void aTokenOfOurKeyAndClaimsGetsIn() throws Exception {
        assertThat(me(signed(claims().build(), key)).status())
                .as("so that the refusals below are for what they change")
                .isEqualTo(200);
    }

    @Test
    void aTamperedTokenIsRefused() {
        String[] parts = user.accessToken().split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String other = claims.replace(user.tenant(), api.newUser().tenant());
        assertThat(other).isNotEqualTo(claims);
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(other.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];

        ApiClient.Answer refused = me(forged).isProblem(401, "invalid_token");

        assertThat(refused.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void anExpiredTokenSaysSo() throws Exception {
        me(signed(expired().build(), key)).isProblem(401, "token_expired");
    }

    @Test
    void anExpiredTokenOfAnotherAudienceIsNoneOfOurs() throws Exception {
        me(signed(expired().audience("another").build(), key)).isProblem(401, "invalid_token");
    }

    @Test
    void anUnsignedTokenIsRefused() {
        me(new PlainJWT(claims().build()).serialize()).isProblem(401, "invalid_token");
    }

    @Test
    void aForeignKeyIsRefusedWhateverItCallsItself() throws Exception {
        ECKey foreign = new ECKeyGenerator(Curve.P_256).keyID(key.getKeyID()).generate();

        me(signed(claims().build(), foreign)).isProblem(401, "invalid_token");
    }

    @Test
    void ourPublicKeyIsNoSharedSecret() throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims().build());
        token.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        me(token.serialize()).isProblem(401, "invalid_token");
    }

    @Test
    void everyClaimCounts() throws Exception {
        for (JWTClaimsSet wrong : List.of(
                claims().issuer("another").build(),
                claims().audience("another").build(),
                claims().expirationTime(null).build(),
                claims().subject(null).build(),
                claims().claim("tenant", null).build(),
                claims().claim("tenant", "not-an-id").build(),
                claims().claim("role", "emperor").build(),
                claims().notBeforeTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                        .build())) {
            me(signed(wrong, key)).isProblem(401, "invalid_token");
        }
    }

    @Test
    void whatIsNoTokenIsRefused() {
        me("nonsense").isProblem(401, "invalid_token");
        me("a b c").isProblem(401, "invalid_token");
        api.get("/v1/auth/me").isProblem(401, "unauthenticated");
        api.with("Authorization", "Basic dXNlcjpwYXNz").get("/v1/auth/me").isProblem(401, "unauthenticated");
    }

    private ApiClient.Answer me(String token) {
        return api.bearer(token).get("/v1/auth/me");
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("everknown")
                .audience("everknown")
                .subject(user.id())
                .claim("tenant", user.tenant())
                .claim("role", "admin")
                .issueTime(new Date())
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))));
    }

    private JWTClaimsSet.Builder expired() {
        Instant past = Instant.now().minus(Duration.ofMinutes(5));
        return claims().issueTime(Date.from(past.minus(Duration.ofHours(1)))).expirationTime(Date.from(past));
    }

    private static String signed(JWTClaimsSet claims, ECKey by) throws Exception {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(by.getKeyID())
                        .type(JOSEObjectType.JWT)
                        .build(),
                claims);
        token.sign(new ECDSASigner(by));
        return token.serialize();
    }
}

package io.everknown.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.SigningKeys;
import io.everknown.memory.identity.SigningKeys.SigningKey;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of this service in memory: the newest private one signs, all of them verify. Made at the first start, then
 * kept.
 */
final class SigningKeyRing {

    private final JWKSet keys;

    SigningKeyRing(SigningKeys store, InstantSource clock) {
        List<JWK> parsed = new ArrayList<>();
        for (SigningKey key : store.allOrFirst(key -> parse(key).isPrivate(), () -> generate(clock.instant()))) {
            parsed.add(parse(key));
        }
        this.keys = new JWKSet(parsed);
    }

    /** All keys, private parts too where they are known, newest first. */
    JWKSet all() {
        return keys;
    }

    /** The key that signs. */
    JWK newest() {
        return keys.getKeys().stream().filter(JWK::isPrivate).findFirst().orElseThrow();
    }

    private static SigningKey generate(Instant now) {
        try {
            ECKey key = new ECKeyGenerator(Curve.P_256)
                    .keyID(Ids.next().toString())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
            return new SigningKey(key.getKeyID(), JWSAlgorithm.ES256.getName(), key.toJSONString(), now);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has the curve P-256", e);
        }
    }

    private static JWK parse(SigningKey key) {
        try {
            return JWK.parse(key.jwk());
        } catch (ParseException e) {
            throw new IllegalStateException("the signing key " + key.id() + " in Postgres is not a JSON Web Key", e);
        }
    }
}

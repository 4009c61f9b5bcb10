package io.everknown.memory.identity;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Where the keys that sign access tokens are kept, so that tokens outlive a process and every process agrees. */
public interface SigningKeys {

    /**
     * All keys, newest first. When none of them can sign, stores the one {@code first} makes; of several processes that
     * start at once, one does and the others see it.
     *
     * @param signs whether a key can sign: of those that came with a backup only the public parts are kept
     */
    List<SigningKey> allOrFirst(Predicate<SigningKey> signs, Supplier<SigningKey> first);

    /**
     * A private key, or the public part of one that signed elsewhere.
     *
     * @param id its key id
     * @param algorithm the JWS algorithm it signs with
     * @param jwk the key as a JSON Web Key
     * @param createdAt when it was made
     */
    record SigningKey(String id, String algorithm, String jwk, Instant createdAt) {

        /** Leaves the key itself out, so that no log ever holds it. */
        @Override
        public String toString() {
            return "SigningKey[id=" + id + "]";
        }
    }
}

package io.everknown.memory.identity;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Where the keys that sign access tokens are kept, so that tokens outlive a process and every process agrees. */
public interface SigningKeys {

    /**
     * All keys, newest first. When there is none yet, stores the one {@code first} makes; of several processes that
     * start at once, one does and the others see it.
     */
    List<SigningKey> allOrFirst(Supplier<SigningKey> first);

    /**
     * A private key.
     *
     * @param id its key id
     * @param algorithm the JWS algorithm it signs with
     * @param jwk the private key as a JSON Web Key
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

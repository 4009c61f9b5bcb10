package io.everknown.memory.identity;

/**
 * What is kept of a bearer secret.
 *
 * @param hex its SHA-256, 64 hexadecimal digits
 */
public record SecretHash(String hex) {

    public SecretHash {
        if (hex.length() != 64) {
            throw new IllegalArgumentException("a SHA-256 has 64 hexadecimal digits");
        }
    }
}

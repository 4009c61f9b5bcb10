package io.everknown.memory.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Bearer secrets of the form {@code prefix_id_secret}: the id finds the row, the secret proves the bearer and is only
 * kept as its SHA-256. A plain hash is enough, because a secret has 256 random bits and cannot be guessed.
 */
final class Secrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 32;
    private static final int ID_LENGTH = 32;
    private static final int SECRET_LENGTH = 43;

    private Secrets() {}

    static String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String format(String prefix, UUID id, String secret) {
        return prefix
                + HexFormat.of().toHexDigits(id.getMostSignificantBits())
                + HexFormat.of().toHexDigits(id.getLeastSignificantBits())
                + '_'
                + secret;
    }

    /** The parts of {@code text}, or empty when it does not have the form. */
    static Optional<Parts> parse(String prefix, String text) {
        int idEnd = prefix.length() + ID_LENGTH;
        if (text.length() != idEnd + 1 + SECRET_LENGTH || !text.startsWith(prefix) || text.charAt(idEnd) != '_') {
            return Optional.empty();
        }
        try {
            UUID id = new UUID(
                    HexFormat.fromHexDigitsToLong(text, prefix.length(), prefix.length() + ID_LENGTH / 2),
                    HexFormat.fromHexDigitsToLong(text, prefix.length() + ID_LENGTH / 2, idEnd));
            return Optional.of(new Parts(id, text.substring(idEnd + 1)));
        } catch (NumberFormatException notHexadecimal) {
            return Optional.empty();
        }
    }

    static SecretHash hash(String secret) {
        try {
            return new SecretHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Compares in a time that does not depend on where the two differ. */
    static boolean matches(String secret, SecretHash hash) {
        return MessageDigest.isEqual(
                hash(secret).hex().getBytes(StandardCharsets.US_ASCII),
                hash.hex().getBytes(StandardCharsets.US_ASCII));
    }

    record Parts(UUID id, String secret) {}
}

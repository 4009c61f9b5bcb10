package io.everknown.memory.compaction;

import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is to be summarised.
 *
 * @param query what it is to be about, not blank
 * @param inputMaxTokens the most tokens of facts that are looked at, at least 1
 * @param targetTokens the most tokens of the summary, at least 1
 * @param form how it is laid out
 * @param visibility how far it is shown; it rests on facts that are shown as far
 * @param minTrust the least trust of facts, or null for any
 * @param store whether it is kept as a memory
 * @param key the caller's key by which the same request gets the same summary, or null
 */
public record CompactRequest(
        String query,
        int inputMaxTokens,
        int targetTokens,
        CompactForm form,
        Visibility visibility,
        @Nullable TrustLevel minTrust,
        boolean store,
        @Nullable String key) {

    public CompactRequest {
        if (query.isBlank() || inputMaxTokens < 1 || targetTokens < 1) {
            throw new IllegalArgumentException("a compaction has words, and room for a token on both sides");
        }
    }

    /** SHA-256 of all that decides what comes of it, in hexadecimal digits. */
    String digest() {
        String all = String.join(
                "\n",
                String.valueOf(inputMaxTokens),
                String.valueOf(targetTokens),
                form.name(),
                visibility.name(),
                String.valueOf(minTrust),
                query);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

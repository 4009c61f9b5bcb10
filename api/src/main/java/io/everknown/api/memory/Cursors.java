package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a page ended, as a text that means nothing to the caller. */
final class Cursors {

    private Cursors() {}

    static String after(RecalledMemory last) {
        return encode(last.recordedAt() + " " + last.id());
    }

    static MemoryCatalogue.@Nullable Cursor parse(@Nullable String cursor) {
        String[] parts = decode(cursor);
        if (parts == null) {
            return null;
        }
        try {
            Instant recordedAt = Instant.parse(parts[0]);
            if (!Times.isStorable(recordedAt)) {
                throw invalid();
            }
            return new MemoryCatalogue.Cursor(recordedAt, UUID.fromString(parts[1]));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    static String encode(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    /** The two parts of a cursor, or null where there is none; the second starts at the first blank. */
    static String @Nullable [] decode(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] parts = plain.split(" ", 2);
            if (parts.length == 2) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    static ProblemException invalid() {
        return ProblemException.ofField("cursor", "is none that this list gave out");
    }
}

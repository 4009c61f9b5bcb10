package io.everknown.memory.decision;

import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An extracted fact with the circumstances under which it was said.
 *
 * @param extracted the statement
 * @param type fact, summary or insight
 * @param source where it was said; null when it was handed in as a fact
 * @param sourceRef the caller's id of where it comes from when there is no source; else null
 * @param visibility how far it is to be shown
 * @param trust how much its source is believed
 * @param occurredAt when it was said
 * @param importance in [0, 1]
 * @param expiresAt when it is to be dropped, or null
 */
public record Statement(
        ExtractedFact extracted,
        MemoryType type,
        @Nullable Source source,
        @Nullable String sourceRef,
        Visibility visibility,
        TrustLevel trust,
        Instant occurredAt,
        double importance,
        @Nullable Instant expiresAt) {

    /** The same circumstances, with other content. */
    Statement with(ExtractedFact other) {
        return new Statement(other, type, source, sourceRef, visibility, trust, occurredAt, importance, expiresAt);
    }

    /** Since when it is true: as the words say, else since it was said. */
    public Instant validFrom() {
        Instant stated = extracted.validFrom();
        return stated != null ? stated : occurredAt;
    }
}

package io.everknown.memory.recall;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A fact or a turn as it is listed, recalled and shown.
 *
 * @param id its id
 * @param type what it is
 * @param text what it says; a turn's with its speaker in front
 * @param user whose it is
 * @param visibility how far it is shown
 * @param subject whom it is about, or who spoke
 * @param slot the attribute it sets, or null
 * @param value the attribute's value, or null
 * @param validity when it is true; a turn's starts when it was said
 * @param recordedAt when the service learned it
 * @param retractedAt when it was taken back, or null
 * @param supersededBy the version that closed it, or null
 * @param contradicts facts that say otherwise
 * @param trust how much its best source is believed
 * @param confidence in (0, 1]; 1 for a turn
 * @param importance in [0, 1]
 * @param support how often it was said
 * @param lastRefreshedAt when it was last said
 * @param expiresAt when it is to be dropped, or null
 * @param sourceRef the caller's id of where a fact comes from that was handed in without a turn; else null
 * @param sources where it was said; a turn's is itself
 * @param position a turn's place in its conversation, or null
 * @param upkeep how it is kept
 * @param similarity cosine to the question where one was asked, else 0
 */
public record RecalledMemory(
        UUID id,
        MemoryType type,
        String text,
        String user,
        Visibility visibility,
        String subject,
        @Nullable String slot,
        @Nullable String value,
        Validity validity,
        Instant recordedAt,
        @Nullable Instant retractedAt,
        @Nullable UUID supersededBy,
        List<UUID> contradicts,
        TrustLevel trust,
        double confidence,
        double importance,
        int support,
        Instant lastRefreshedAt,
        @Nullable Instant expiresAt,
        @Nullable String sourceRef,
        List<Source> sources,
        @Nullable Long position,
        Upkeep upkeep,
        double similarity) {

    public RecalledMemory {
        contradicts = List.copyOf(contradicts);
        sources = List.copyOf(sources);
    }

    /** The same memory beside a question. */
    public RecalledMemory withSimilarity(double cosine) {
        return new RecalledMemory(
                id,
                type,
                text,
                user,
                visibility,
                subject,
                slot,
                value,
                validity,
                recordedAt,
                retractedAt,
                supersededBy,
                contradicts,
                trust,
                confidence,
                importance,
                support,
                lastRefreshedAt,
                expiresAt,
                sourceRef,
                sources,
                position,
                upkeep,
                cosine);
    }
}

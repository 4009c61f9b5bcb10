package io.everknown.api.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecallAnswer;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A memory as the API shows it; score, tokens and why only where it was recalled.
 *
 * @param id the memory
 * @param type fact, turn, summary or insight
 * @param kind what it is to whom it is about; missing for a turn
 * @param text what it says
 * @param score the reranker's score
 * @param tokens what it costs of the budget
 * @param weight how much it is to be known before any question
 * @param reason why it is essential, or pruned
 * @param confidence in (0, 1], faded since it was last said or used
 * @param storedConfidence what it was when it was last said or used
 * @param importance in [0, 1]
 * @param support how often it was said
 * @param trustLevel how much its best source is believed
 * @param scope how far it is shown
 * @param userId whose it is
 * @param subject whom it is about, or who spoke
 * @param slot the attribute it sets
 * @param value the attribute's value
 * @param validFrom since when it is true
 * @param validTo until when
 * @param recordedAt when the service learned it
 * @param retractedAt when it was taken back
 * @param lastRefreshedAt when it was last said
 * @param expiresAt when it is to be dropped
 * @param supersededBy the version that closed it, or the fact that stands for it since both were merged
 * @param contradicts facts that say otherwise
 * @param pinned whether it is essential whatever it says, and never fades
 * @param status current, superseded, ended, merged, retracted, expired or archived
 * @param archivedAt since when it is out of recall
 * @param archiveReason why: limit, hand, pruned or merged
 * @param staleSince since when something that it rests on holds no more
 * @param derivedFrom what it rests on
 * @param sources where it was said
 * @param why what each channel said
 */
record MemoryView(
        UUID id,
        MemoryType type,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable FactKind kind,
        String text,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double score,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer tokens,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double weight,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reason,
        double confidence,
        double storedConfidence,
        double importance,
        int support,
        TrustLevel trustLevel,
        Visibility scope,
        String userId,
        String subject,
        @Nullable String slot,
        @Nullable String value,
        Instant validFrom,
        @Nullable Instant validTo,
        Instant recordedAt,
        @Nullable Instant retractedAt,
        Instant lastRefreshedAt,
        @Nullable Instant expiresAt,
        @Nullable UUID supersededBy,
        List<UUID> contradicts,
        boolean pinned,
        String status,
        @Nullable Instant archivedAt,
        @Nullable ArchiveReason archiveReason,
        @Nullable Instant staleSince,
        List<UUID> derivedFrom,
        List<SourceView> sources,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable WhyView why) {

    /**
     * A memory as it is shown.
     *
     * @param kind what it is, or null for a turn
     * @param confidence what it has faded to
     */
    static MemoryView of(
            RecalledMemory memory, @Nullable FactKind kind, double confidence, Extras extras, Instant now) {
        return new MemoryView(
                memory.id(),
                memory.type(),
                kind,
                memory.text(),
                extras.score,
                extras.tokens,
                extras.weight,
                extras.reason,
                Numbers.rounded(confidence),
                Numbers.rounded(memory.confidence()),
                Numbers.rounded(memory.importance()),
                memory.support(),
                memory.trust(),
                memory.visibility(),
                memory.user(),
                memory.subject(),
                memory.slot(),
                memory.value(),
                memory.validity().from(),
                memory.validity().to(),
                memory.recordedAt(),
                memory.retractedAt(),
                memory.lastRefreshedAt(),
                memory.expiresAt(),
                memory.supersededBy(),
                memory.contradicts(),
                memory.upkeep().pinned(),
                status(memory, now),
                memory.upkeep().archivedAt(),
                memory.upkeep().archiveReason(),
                memory.upkeep().staleSince(),
                memory.upkeep().derivedFrom(),
                sources(memory),
                extras.why);
    }

    private static String status(RecalledMemory memory, Instant now) {
        if (memory.upkeep().archiveReason() == ArchiveReason.MERGED) {
            return "merged";
        }
        if (memory.retractedAt() != null) {
            return "retracted";
        }
        if (memory.supersededBy() != null) {
            return "superseded";
        }
        if (memory.validity().to() != null) {
            return "ended";
        }
        if (memory.expiresAt() != null && !memory.expiresAt().isAfter(now)) {
            return "expired";
        }
        return memory.upkeep().archivedAt() != null ? "archived" : "current";
    }

    private static List<SourceView> sources(RecalledMemory memory) {
        List<SourceView> views = new ArrayList<>();
        for (Source source : memory.sources()) {
            views.add(new SourceView(
                    source.turn(), source.sourceRef(), source.conversation(), source.speaker(), source.occurredAt()));
        }
        if (memory.sourceRef() != null) {
            views.add(new SourceView(
                    null, memory.sourceRef(), null, null, memory.validity().from()));
        }
        return views;
    }

    /** What is shown of a memory only where it was recalled, or listed as essential or weak. */
    record Extras(
            @Nullable Double score,
            @Nullable Integer tokens,
            @Nullable Double weight,
            @Nullable String reason,
            @Nullable WhyView why) {

        static final Extras NONE = new Extras(null, null, null, null, null);

        static Extras of(RecallAnswer.Item item) {
            RecallAnswer.Why why = item.why();
            return new Extras(
                    Numbers.rounded(item.score()),
                    item.tokens(),
                    null,
                    null,
                    new WhyView(
                            Numbers.rounded(why.vector()),
                            Numbers.rounded(why.lexical()),
                            Numbers.rounded(why.graph()),
                            Numbers.rounded(why.attention()),
                            why.path()));
        }

        static Extras because(String reason) {
            return new Extras(null, null, null, reason, null);
        }

        static Extras of(Essentials.Item item) {
            return new Extras(
                    null,
                    item.tokens(),
                    Numbers.rounded(item.essential().weight()),
                    item.essential().reason(),
                    null);
        }
    }

    /** Where it was said; without a turn for what was handed in as a statement. */
    record SourceView(
            @Nullable UUID turnId,
            @Nullable String sourceRef,
            @Nullable String conversationId,
            @Nullable String speaker,
            Instant occurredAt) {}

    /** What each channel said: cosine, BM25, expansion, and the share of attention within the list. */
    record WhyView(
            double vector,
            double lexical,
            double graph,
            double attention,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<String> path) {}
}

package io.everknown.memory.consolidation;

import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.recall.RecalledMemory;

/**
 * A memory that should be known before any question.
 *
 * @param memory the memory
 * @param kind what it is
 * @param weight how much it is to be known, in [0, 1]; the heaviest first
 */
public record Essential(RecalledMemory memory, FactKind kind, double weight) {

    /** Why it is essential, for a person to read. */
    public String reason() {
        String what = memory.upkeep().pinned() ? "pinned" : words(kind);
        String slot = memory.slot() == null ? "" : " (" + memory.slot() + ")";
        return what + slot + ", said " + times(memory.support()) + ", believed as " + source(memory.trust());
    }

    private static String words(FactKind kind) {
        return switch (kind) {
            case INSTRUCTION -> "a standing instruction";
            case IDENTITY -> "who the user is";
            case PREFERENCE -> "a lasting preference";
            case INTEREST -> "a lasting interest";
            case FACT, EVENT -> "a lasting fact";
        };
    }

    private static String source(TrustLevel trust) {
        return switch (trust) {
            case UNTRUSTED -> "untrusted";
            case AGENT -> "the agent's words";
            case TRUSTED_TOOL -> "a trusted tool's words";
            case USER -> "the user's own words";
        };
    }

    static String times(int support) {
        return switch (support) {
            case 1 -> "once";
            case 2 -> "twice";
            default -> support + " times";
        };
    }
}

package io.everknown.memory.compaction;

/** How a summary is laid out. */
public enum CompactForm {
    /** Sentences, those of one day together. */
    SUMMARY,
    /** A line each. */
    BULLETS
}

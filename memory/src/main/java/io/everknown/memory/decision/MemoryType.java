package io.everknown.memory.decision;

/** The kinds of memory that can be recalled. */
public enum MemoryType {
    /** One atomic statement. */
    FACT,
    /** A message, verbatim. */
    TURN,
    /** A condensed account of several turns or facts. */
    SUMMARY,
    /** A conclusion drawn from several facts. */
    INSIGHT
}

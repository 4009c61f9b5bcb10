package io.everknown.memory.identity;

/** How much a source is believed, least first: a lower level never supersedes what a higher one said. */
public enum TrustLevel {
    UNTRUSTED(0),
    AGENT(10),
    TRUSTED_TOOL(20),
    USER(30);

    private final int rank;

    TrustLevel(int rank) {
        this.rank = rank;
    }

    /** A number that grows with trust and is stored; the gaps leave room for levels to come. */
    public int rank() {
        return rank;
    }

    /**
     * The level of a stored rank.
     *
     * @throws IllegalArgumentException when no level has it
     */
    public static TrustLevel ofRank(int rank) {
        for (TrustLevel level : values()) {
            if (level.rank == rank) {
                return level;
            }
        }
        throw new IllegalArgumentException("no trust level has rank " + rank);
    }

    /** Whether this source may close what {@code other} said. */
    public boolean outranksOrEquals(TrustLevel other) {
        return rank >= other.rank;
    }
}

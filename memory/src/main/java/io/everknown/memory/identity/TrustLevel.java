package io.everknown.memory.identity;

/** How much a source is believed, least first: a lower level never supersedes what a higher one said. */
public enum TrustLevel {
    UNTRUSTED,
    AGENT,
    TRUSTED_TOOL,
    USER;

    /** Whether this source may close what {@code other} said. */
    public boolean outranksOrEquals(TrustLevel other) {
        return compareTo(other) >= 0;
    }
}

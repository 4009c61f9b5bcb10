package io.everknown.memory.model;

import java.util.Locale;

/** Why a tenant is served by the version it is served by. */
public enum ModelRoute {
    /** The version for everybody. */
    ACTIVE,
    /** The canary, because the tenant falls within its share. */
    CANARY_PERCENT,
    /** The canary, because the tenant is named. */
    CANARY_ALLOWLIST;

    /** The name as answers have it, such as {@code canary_percent}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the version is on this route, {@code active} or {@code canary}. */
    public String role() {
        return this == ACTIVE ? "active" : "canary";
    }
}

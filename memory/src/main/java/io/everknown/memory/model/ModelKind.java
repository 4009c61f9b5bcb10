package io.everknown.memory.model;

import java.util.Locale;

/** What a model of the service does. */
public enum ModelKind {
    /** Puts a recall's candidates in order. */
    RERANKER(true),
    /** Turns texts into vectors. Vectors of two versions don't compare, so that one version serves everybody. */
    EMBEDDING(false),
    /** Says how much a memory would be missed; a rule without weights. */
    SALIENCE(false);

    private final boolean routable;

    ModelKind(boolean routable) {
        this.routable = routable;
    }

    /** Whether tenants can be served by different versions at the same time. */
    public boolean routable() {
        return routable;
    }

    /** The name as it stands in paths and tables, such as {@code reranker}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

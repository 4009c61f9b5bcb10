package io.everknown.memory.attention;

import io.everknown.memory.model.ModelRoute;
import java.util.UUID;

/** Gives each tenant the reranker that serves it. */
@FunctionalInterface
public interface Rerankers {

    /** The reranker for a tenant, at once: nothing is asked for or loaded. */
    Served of(UUID tenant);

    /** One reranker for everybody. */
    static Rerankers always(String version, Reranker reranker) {
        Served served = new Served(reranker, version, ModelRoute.ACTIVE, false);
        return tenant -> served;
    }

    /**
     * A reranker and why it serves.
     *
     * @param version its version in the registry
     * @param route why the tenant is served by it
     * @param substituted whether it stands in for a version that can't be loaded
     */
    record Served(Reranker reranker, String version, ModelRoute route, boolean substituted) {}
}

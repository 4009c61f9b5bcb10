package io.everknown.memory.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a kind serve.
 *
 * @param kind the kind
 * @param active the version for everybody
 * @param chosen whether an operator made it so; else it is the release's own and changes with the release
 * @param canary the version that is tried out, or null
 * @param revision counts the changes, so that none is made unseen of another
 */
public record ModelState(
        ModelKind kind,
        String active,
        boolean chosen,
        @Nullable Canary canary,
        long revision) {

    /** As it is before anybody changed anything. */
    public static ModelState shipped(ModelKind kind, String version) {
        return new ModelState(kind, version, false, null, 0);
    }

    /** How a tenant is served. A function of its arguments alone. */
    public ModelRoute route(UUID tenant) {
        return canary == null ? ModelRoute.ACTIVE : canary.route(tenant);
    }

    /** The version that serves a tenant. */
    public String version(UUID tenant) {
        return canary == null || route(tenant) == ModelRoute.ACTIVE ? active : canary.version();
    }

    /** The same with another canary, or none; the active version stays. */
    ModelState with(@Nullable Canary other) {
        return new ModelState(kind, active, chosen, other, revision + 1);
    }

    /** The canary active, and nothing tried out. */
    ModelState promoted(Canary promoted) {
        return new ModelState(kind, promoted.version(), true, null, revision + 1);
    }
}

package io.everknown.memory.model;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The record of models. It belongs to the service and to no tenant; who may change it, its callers say. */
public interface ModelRegistry {

    /** The most bytes that weights may have. */
    int MAX_WEIGHTS = 256 * 1024;

    /**
     * Keeps a version with its event, both or neither.
     *
     * @param weights as its format has them, or null where they are not kept
     * @return whether it was kept; false where the kind has a version of this name already
     */
    boolean add(ModelVersion version, byte @Nullable [] weights, ModelEvent event);

    /** All versions of a kind, oldest first. */
    List<ModelVersion> versions(ModelKind kind);

    /** One version. */
    Optional<ModelVersion> version(ModelKind kind, String name);

    /** The weights of a version, if they are kept. */
    Optional<byte[]> weights(ModelKind kind, String name);

    /**
     * Which versions serve.
     *
     * @param shipped the active version where no operator has chosen one
     */
    ModelState state(ModelKind kind, String shipped);

    /**
     * Replaces a state and keeps the event, both or neither.
     *
     * @param next with a revision one higher than that of the state it was made from
     * @return whether it was replaced; false where the state has changed since
     */
    boolean move(ModelState next, ModelEvent event);

    /**
     * What has happened, newest first.
     *
     * @param before only what is older than this event, or null
     */
    List<ModelEvent> history(ModelKind kind, @Nullable UUID before, int limit);
}

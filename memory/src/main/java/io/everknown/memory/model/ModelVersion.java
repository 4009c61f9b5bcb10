package io.everknown.memory.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model. It never changes.
 *
 * @param kind what it does
 * @param name unique within its kind; recalls tell it as {@code model_version}
 * @param sha256 of its weights in hexadecimal, or null where they come in a package of their own and are not kept here
 * @param card what its maker tells of it
 * @param shipped whether it came with a release
 * @param createdAt when it was registered
 * @param createdBy the user id of who registered it, or {@link #RELEASE}
 */
public record ModelVersion(
        ModelKind kind,
        String name,
        @Nullable String sha256,
        ModelCard card,
        boolean shipped,
        Instant createdAt,
        String createdBy) {

    /** Who registered what came with a release. */
    public static final String RELEASE = "release";
}

package io.everknown.memory.model;

import org.jspecify.annotations.Nullable;

/**
 * The version of a model that comes with this release.
 *
 * @param kind what it does
 * @param name its name; another version never has it
 * @param weights as its format has them, or null where they come in a package of their own
 * @param card what its maker tells of it
 */
@SuppressWarnings("ArrayRecordComponent")
public record ShippedModel(ModelKind kind, String name, byte @Nullable [] weights, ModelCard card) {}

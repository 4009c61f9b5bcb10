package io.everknown.memory.model;

/** Knows what weights of a kind look like. */
@FunctionalInterface
public interface ModelFormat {

    /**
     * Looks whether a version could serve.
     *
     * @throws IllegalArgumentException when it couldn't; the message says why and may be shown
     */
    void check(String version, byte[] weights);
}

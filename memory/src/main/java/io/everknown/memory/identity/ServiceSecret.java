package io.everknown.memory.identity;

/** What every process of the service knows and nobody else, to recognise what it gave out itself. */
@FunctionalInterface
public interface ServiceSecret {

    /** At least 32 random bytes, the same for good. */
    byte[] bytes();
}

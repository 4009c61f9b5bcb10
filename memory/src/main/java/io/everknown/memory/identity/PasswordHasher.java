package io.everknown.memory.identity;

/** A slow, salted one-way function for passwords. */
public interface PasswordHasher {

    /** The most UTF-8 bytes of a password that are told apart (the limit of bcrypt). */
    int MAX_PASSWORD_BYTES = 72;

    /** A salted hash, with all that is needed to check it later. */
    String hash(String password);

    /** Whether {@code hash} was made from this password; a password over the limit never matches. */
    boolean matches(String password, String hash);
}

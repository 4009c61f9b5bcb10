package io.everknown.api.identity;

import io.everknown.memory.identity.PasswordHasher;
import java.nio.charset.StandardCharsets;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** bcrypt with a work factor of 10, which takes some 50 to 100 ms. */
final class BcryptPasswords implements PasswordHasher {

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();

    @Override
    public String hash(String password) {
        String hash = bcrypt.encode(password);
        if (hash == null) {
            throw new IllegalArgumentException("a password is needed");
        }
        return hash;
    }

    @Override
    public boolean matches(String password, String hash) {
        boolean tooLong = password.getBytes(StandardCharsets.UTF_8).length > MAX_PASSWORD_BYTES;
        return bcrypt.matches(tooLong ? "" : password, hash) && !tooLong;
    }
}

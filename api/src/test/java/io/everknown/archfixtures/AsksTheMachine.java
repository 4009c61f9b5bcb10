package io.everknown.archfixtures;

import java.time.Instant;
import java.util.UUID;

/** Breaks: there is one clock and one source of ids. */
final class AsksTheMachine {

    private AsksTheMachine() {}

    static String now() {
        return Instant.now() + " " + UUID.randomUUID();
    }
}

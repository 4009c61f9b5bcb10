package io.everknown.archfixtures;

import java.util.logging.Logger;

/** Breaks: there is one logging interface. */
final class LogsElsewhere {

    private static final Logger LOG = Logger.getLogger("x");

    private LogsElsewhere() {}

    static void hello() {
        LOG.info("hello");
    }
}

package io.everknown.archfixtures;

import io.everknown.graphmodel.postgres.PostgresTurnLog;

/** Breaks: routes know the ports alone. */
final class ReachesForAStore {

    private ReachesForAStore() {}

    static String of(PostgresTurnLog log) {
        return log.toString();
    }
}

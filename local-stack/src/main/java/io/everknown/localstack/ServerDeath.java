package io.everknown.localstack;

/**
 * A server ended although nobody stopped it.
 *
 * @param server its name
 * @param message one sentence on how it ended, and the last lines of its log
 */
record ServerDeath(String server, String message) {}

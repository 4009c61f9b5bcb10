package io.everknown.memory.recall;

/**
 * What happened in one channel.
 *
 * @param name vector, lexical or graph
 * @param millis how long it took, or until it was given up
 * @param failure why it gave nothing, or null
 */
public record ChannelReport(
        String name,
        double millis,
        @org.jspecify.annotations.Nullable String failure) {}

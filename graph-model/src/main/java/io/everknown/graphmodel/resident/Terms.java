package io.everknown.graphmodel.resident;

/**
 * The index terms of one text.
 *
 * @param distinct each term once
 * @param frequencies how often each stands in the text, at least 1
 * @param length the number of all terms, repeated ones included
 */
@SuppressWarnings("ArrayRecordComponent")
public record Terms(String[] distinct, short[] frequencies, int length) {}

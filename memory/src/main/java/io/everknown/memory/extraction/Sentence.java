package io.everknown.memory.extraction;

/**
 * A stretch of a turn.
 *
 * @param text its words, exactly as they stand in the turn
 * @param kind what it is made of
 */
record Sentence(String text, Kind kind) {

    enum Kind {
        WORDS,
        CODE,
        LINK,
        IMAGE
    }
}

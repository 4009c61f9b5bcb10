package io.everknown.memory.extraction;

import org.jspecify.annotations.Nullable;

/** Hands out a parser once there is one: it takes seconds to load, and nothing waits for it. */
@FunctionalInterface
public interface SyntaxAnalyser {

    /** For machines that are too small for a parser. */
    SyntaxAnalyser NONE = () -> null;

    /** The parser, or null while there is none; once it has been handed out it stays. */
    @Nullable
    SyntaxParser parser();
}

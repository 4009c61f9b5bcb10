package io.everknown.inference.language;

import io.everknown.memory.extraction.SyntaxParser;

/** The parser for tests, loaded once a JVM. */
public final class TestParser {

    private static final SyntaxParser PARSER = Nlp4jParser.english();

    private TestParser() {}

    public static SyntaxParser shared() {
        return PARSER;
    }
}

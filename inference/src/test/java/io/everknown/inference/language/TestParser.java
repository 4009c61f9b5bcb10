package io.everknown.inference.language;

import io.everknown.memory.extraction.SyntaxParser;

/** The parser for tests, loaded once a JVM. */
final class TestParser {

    private static final SyntaxParser PARSER = Nlp4jParser.english();

    private TestParser() {}

    static SyntaxParser shared() {
        return PARSER;
    }
}

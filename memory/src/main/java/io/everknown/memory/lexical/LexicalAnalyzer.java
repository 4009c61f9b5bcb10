package io.everknown.memory.lexical;

import java.util.List;

/** Cuts a text of any language into the terms under which it is indexed. */
public interface LexicalAnalyzer {

    /** The terms in order, repeated where they are repeated; empty for a text without words. */
    List<String> terms(String text);
}

package io.everknown.memory.extraction;

import java.util.List;

/** The sentences of a turn, for extractors that don't cut themselves. */
public final class Sentences {

    private Sentences() {}

    /** Sentences made of words, each exactly as it stands in {@code content}; code, links and images are left out. */
    public static List<String> of(String content) {
        return new SentenceSplitter()
                .split(content).stream()
                        .filter(sentence -> sentence.kind() == Sentence.Kind.WORDS)
                        .map(Sentence::text)
                        .toList();
    }
}

package io.everknown.memory.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.everknown.memory.extraction.Sentence.Kind;
import org.junit.jupiter.api.Test;

class SentenceSplitterTest {

    private final SentenceSplitter splitter = new SentenceSplitter();

    @Test
    void cutsAtMarksAndLineEnds() {
        assertThat(splitter.split("Hi! I moved to Rome.\nlove it here\r\nmeet Dr. Bell at 3 p.m. today"))
                .extracting(Sentence::text)
                .containsExactly("Hi!", "I moved to Rome.", "love it here", "meet Dr. Bell at 3 p.m. today");
    }

    @Test
    void keepsCodeLinksAndImagesApart() {
        assertThat(splitter.split(
                        "Look\n```\nint a. B\n```\nhttps://example.org\nNice one [shared image: a dog. A cat]"))
                .extracting(Sentence::kind)
                .containsExactly(Kind.WORDS, Kind.CODE, Kind.LINK, Kind.WORDS, Kind.IMAGE);
        assertThat(splitter.split("```never closed").getFirst().kind()).isEqualTo(Kind.CODE);
    }

    @Test
    void cutsEndlessSentences() {
        assertThat(splitter.split("word ".repeat(2_000)))
                .hasSizeGreaterThan(10)
                .allSatisfy(s -> assertThat(s.text()).hasSizeLessThanOrEqualTo(2 * SentenceSplitter.MAX_SENTENCE));
        assertThat(splitter.split("x".repeat(5_000))).hasSizeGreaterThan(3);
    }

    @Test
    void everySentenceStandsInTheText() {
        qt().withExamples(500)
                .forAll(strings().allPossible().ofLengthBetween(0, 200))
                .check(text ->
                        splitter.split(text).stream().allMatch(s -> !s.text().isEmpty() && text.contains(s.text())));
    }
}

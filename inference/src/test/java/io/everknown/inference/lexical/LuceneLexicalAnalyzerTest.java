package io.everknown.inference.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import org.junit.jupiter.api.Test;

class LuceneLexicalAnalyzerTest {

    private final LuceneLexicalAnalyzer analyzer = new LuceneLexicalAnalyzer();

    @Test
    void stemsEnglishAndDropsStopWordsAndPossessives() {
        assertThat(analyzer.terms("The dogs of Melanie's sister were running"))
                .containsExactly("dog", "melani", "sister", "were", "run");
        assertThat(analyzer.terms("Café in Köln")).isEqualTo(analyzer.terms("cafe koln"));
    }

    @Test
    void keepsRepeatedTerms() {
        assertThat(analyzer.terms("Rex, Rex and Rex")).containsExactly("rex", "rex", "rex");
    }

    @Test
    void pairsCharactersOfScriptsWithoutBlanks() {
        assertThat(analyzer.terms("東京大学")).containsExactly("東京", "京大", "大学");
        assertThat(analyzer.terms("я живу в Москве")).contains("живу", "москве");
    }

    @Test
    void findsNoTermsInNothing() {
        assertThat(analyzer.terms("")).isEmpty();
        assertThat(analyzer.terms("...!?")).isEmpty();
    }

    @Test
    void survivesEmojiAndAnyString() {
        assertThat(analyzer.terms("🎉🎉 party")).contains("parti");
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 60))
                .check(text -> analyzer.terms(text).stream().noneMatch(String::isEmpty));
    }
}

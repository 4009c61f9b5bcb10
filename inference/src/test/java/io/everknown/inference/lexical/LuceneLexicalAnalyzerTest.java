package io.everknown.inference.lexical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(analyzer.terms("東京大学")).contains("東京", "京大", "大学", "東", "学");
        assertThat(analyzer.terms("สวัสดีครับ"))
                .containsAll(analyzer.terms("ครับ"))
                .hasSizeGreaterThan(3);
        assertThat(analyzer.terms("၊မြန်မာ")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            猫     | 我养了一只猫，叫小白
            北京   | 我住在北京
            القاهرة | أعيش بالقاهرة مع أختي
            كتاب   | اشتريت الكِتَابَ أمس
            Москва | Я живу в Москве
            собака | У меня две собаки
            किताब  | मुझे किताबें पसंद हैं
            서울   | 나는 서울에 살아요
            กรุงเทพ | ฉันอยู่กรุงเทพกับครอบครัว
            שלום   | אמרתי שלום לכולם
            Köln   | Ich wohne in Köln
            Αθήνα  | Μένω στην Αθήνα
            🎉     | we won 🎉🎉
            """)
    void findsAWordInWhatWasSaid(String word, String said) {
        assertThat(analyzer.terms(said)).containsAll(analyzer.terms(word));
        assertThat(analyzer.terms(word)).isNotEmpty();
    }

    @Test
    void findsNoTermsInNothing() {
        assertThat(analyzer.terms("")).isEmpty();
        assertThat(analyzer.terms("...!?")).isEmpty();
        assertThat(analyzer.terms("ـ ـً")).isEmpty();
    }

    @Test
    void survivesEmojiAndAnyString() {
        assertThat(analyzer.terms("🎉🎉 party")).contains("parti");
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 60))
                .check(text -> analyzer.terms(text).stream().noneMatch(String::isEmpty));
    }
}

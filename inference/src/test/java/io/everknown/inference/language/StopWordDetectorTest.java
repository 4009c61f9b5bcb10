package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.everknown.memory.extraction.LanguageDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StopWordDetectorTest {

    private static final LanguageDetector DETECTOR = StopWordDetector.builtIn();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            de | Meine Schwester heißt Anna und arbeitet als Ärztin.
            de | Hab gerade einen neuen Job angefangen
            fr | Mon frère s'appelle Luc.
            fr | On part en vacances la semaine prochaine.
            es | Trabajo como enfermera en un hospital.
            it | Mio figlio si chiama Marco.
            pt | Não gosto de café.
            nl | Ik hou niet van koffie.
            sv | Jag bor i Göteborg med min sambo.
            pl | Mieszkam w Krakowie od pięciu lat.
            ro | Locuiesc în Cluj cu familia mea.
            id | Saya tinggal di Jakarta dengan keluarga saya.
            vi | Tôi sống ở Hà Nội với gia đình.
            """)
    void tellsALanguageByItsFunctionWords(String code, String text) {
        assertThat(DETECTOR.language(text)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I live in Berlin.",
                "no meat for me, thanks",
                "im a die hard fan of Rammstein",
                "We drove from Los Angeles to Des Moines.",
                "my favourite dish is bœuf à la bourguignonne",
                "He said das Auto and laughed",
                "Oh la la!",
                "ha ha ha",
                "Leonardo da Vinci",
                "Ludwig van Beethoven",
                "naïve café résumé are words I can spell",
            })
    void leavesDoubtsToEnglish(String text) {
        assertThat(DETECTOR.language(text)).isIn(LanguageDetector.ENGLISH, LanguageDetector.UNKNOWN);
    }

    @Test
    void survivesAnyString() {
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 80))
                .check(text -> !DETECTOR.language(text).isEmpty());
    }
}

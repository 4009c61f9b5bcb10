package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.InstructionTopic;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionExtractionTest {

    private static final Instant SAID = Instant.parse("2026-06-12T10:00:00Z");
    private static final FactExtractor EXTRACTOR = new LightFactExtractor(
            OpenNlpTagger.english(),
            YamlSlotCatalogue.builtIn(),
            YamlInstructionLexicon.builtIn(),
            SyntaxAnalyser.NONE,
            StopWordDetector.builtIn());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            From now on, answer in German.                       | instruction/answer/language            | German     | Nora asks: From now on, answer in German.
            Function names should always start with 'f_'.        | instruction/function_name/prefix       | f_         | Nora asks: Function names should always start with 'f_'.
            Could you please keep your answers short?            | instruction/answer/length              | short      | Nora asks: Keep your answers short?
            Never mention prices.                                | instruction/price/presence             | no         | Nora asks: Never mention prices.
            Please use tabs for indentation.                     | instruction/indentation                | tabs       | Nora asks: Use tabs for indentation.
            Instead of tabs use spaces from now on.              | instruction/indentation                | spaces     | Nora asks: Instead of tabs use spaces from now on.
            We name our variables in camelCase.                  | instruction/variable/case              | camelCase  | Nora and others name Nora's variables in camelCase.
            I'd like you to always add docstrings to functions.  | instruction/docstring@function/presence | yes       | Nora asks: Always add docstrings to functions.
            """)
    void tellsTopicFromValue(String said, String slot, String value, String text) {
        assertThat(facts(said)).singleElement().satisfies(fact -> {
            assertThat(fact.slot()).isEqualTo(slot);
            assertThat(fact.value()).isEqualTo(value);
            assertThat(fact.subject()).isEqualTo(InstructionTopic.SUBJECT);
            assertThat(fact.text().replace(" ,", ",")).isEqualToIgnoringCase(text.replace("on, answer", "on answer"));
        });
    }

    @Test
    void severalInOneSentenceAreSplit() {
        assertThat(facts("Start function names with a_, class names with B_ and end variables with _c."))
                .extracting(ExtractedFact::slot, ExtractedFact::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("instruction/function_name/prefix", "a_"),
                        org.assertj.core.groups.Tuple.tuple("instruction/class_name/prefix", "B_"),
                        org.assertj.core.groups.Tuple.tuple("instruction/variable/suffix", "_c"));
    }

    @Test
    void theRestOfASentenceStaysAStatement() {
        assertThat(facts("I moved to Rome and from now on answer in Italian."))
                .extracting(ExtractedFact::slot)
                .containsExactly("lives_in", "instruction/answer/language");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I always use tabs when I write Python.",
                "We always go to the beach in summer.",
                "You should try the new cafe downtown.",
                "Keep up the good work!",
                "Never been to Paris.",
                "I no longer live in Rome.",
                "Don't worry about it, you should take a break!"
            })
    void chatIsNoInstruction(String said) {
        assertThat(facts(said)).noneMatch(fact -> InstructionTopic.of(fact.slot()) != null);
    }

    private static List<ExtractedFact> facts(String said) {
        return EXTRACTOR
                .extract(
                        new Turn(
                                UUID.randomUUID(),
                                "c",
                                0,
                                "user",
                                "Nora",
                                said,
                                SAID,
                                SAID,
                                null,
                                null,
                                TrustLevel.USER,
                                Visibility.PRIVATE,
                                true,
                                false),
                        List.of())
                .facts();
    }
}

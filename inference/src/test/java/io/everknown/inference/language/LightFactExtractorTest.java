package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.lists;
import static org.quicktheories.generators.SourceDSL.strings;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.InstructionTopic;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LightFactExtractorTest {

    private static final Instant SAID = Instant.parse("2024-06-12T10:00:00Z");
    private static final FactExtractor EXTRACTOR = new LightFactExtractor(
            OpenNlpTagger.english(),
            YamlSlotCatalogue.builtIn(),
            YamlInstructionLexicon.builtIn(),
            SyntaxAnalyser.NONE,
            StopWordDetector.builtIn());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            I live in Berlin.                                          | Nora                | lives_in                   | Berlin
            I'm living in Lisbon now, it's great!                      | Nora                | lives_in                   | Lisbon
            Moved to Lisbon last week!                                 | Nora                | lives_in                   | Lisbon
            i live in berlin                                           | Nora                | lives_in                   | berlin
            We just relocated to New York.                             | Nora                | lives_in                   | New York
            My sister Anna lives in Paris with her kids.               | Nora's sister       | lives_in                   | Paris
            I work at Siemens                                          | Nora                | works_at                   | Siemens
            I've been working at Google as a software engineer.        | Nora                | works_at                   | Google
            I joined Bosch in January.                                 | Nora                | works_at                   | Bosch
            My brother works for Deutsche Bahn.                        | Nora's brother      | works_at                   | Deutsche Bahn
            I'm a nurse.                                               | Nora                | occupation                 | nurse
            I work as a landscape architect.                           | Nora                | occupation                 | landscape architect
            my name is Nora Lind                                       | Nora                | name                       | Nora Lind
            I'm 34 years old                                           | Nora                | age                        | 34
            I just turned 40.                                          | Nora                | age                        | 40
            My birthday is May 3rd.                                    | Nora                | birthday                   | May 3rd
            I am married.                                              | Nora                | relationship_status        | married
            I'm not married.                                           | Nora                | relationship_status        | not married
            My wife's name is Anna.                                    | Nora                | partner                    | Anna
            I'm engaged to Tom.                                        | Nora                | partner                    | Tom
            My dog's name is Rex.                                      | Nora                | pet_name/dog               | Rex
            We adopted a cat called Luna yesterday                     | Nora                | pet_name/cat               | Luna
            My favourite colour is teal                                | Nora                | favourite/color            | teal
            My all-time favorite movie is The Lives of Others.         | Nora                | favourite/movie            | Lives of Others
            I'm vegetarian since 2019.                                 | Nora                | diet                       | vegetarian
            I went vegan last year                                     | Nora                | diet                       | vegan
            I study biology at Oxford University.                      | Nora                | studies_at                 | Oxford University
            I'm studying chemistry.                                    | Nora                | studies                    | chemistry
            My phone number is +49 151 234567                          | Nora                | phone                      | +49 151 234567
            my email is nora@example.org                               | Nora                | email                      | nora@example.org
            I'm Polish.                                                | Nora                | nationality                | Polish
            I'm originally from Ghana.                                 | Nora                | comes_from                 | Ghana
            I prefer Kotlin for programming.                           | Nora                | preferred/programming      | Kotlin
            My preferred editor is Vim.                                | Nora                | preferred/editor           | Vim
            The deadline of Apollo is Friday.                          | Apollo              | deadline/apollo            | Friday
            Apollo's deadline was moved to June 20.                    | Apollo              | deadline/apollo            | June 20
            The budget for Apollo was raised to $40,000.               | Apollo              | budget/apollo              | $40,000
            Test coverage of the api is 78 %.                          | api                 | test_coverage/api          | 78%
            Call me Nono.                                              | Nora                | called                     | Nono
            """)
    void fillsSlots(String said, String subject, String slot, String value) {
        ExtractedFact fact = facts(said).stream()
                .filter(f -> slot.equals(f.slot()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(facts(said).toString()));
        assertThat(fact.intent()).isEqualTo(Intent.ASSERT);
        assertThat(fact.subject()).isEqualTo(subject);
        assertThat(fact.value()).isEqualTo(value);
        assertThat(fact.entities()).extracting(EntityMention::name).contains(subject);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            I no longer live in Berlin                | END     | lives_in     | Berlin     | Nora no longer lives in Berlin
            I don't live in Berlin anymore.           | END     | lives_in     | Berlin     | Nora does not live in Berlin anymore.
            I used to live in Rome.                   | END     | lives_in     | Rome       | Nora used to live in Rome.
            I quit my job at Siemens.                 | END     | works_at     | Siemens    | Nora quit Nora's job at Siemens.
            I stopped working at Siemens.             | END     | works_at     | Siemens    | Nora stopped working at Siemens.
            I stopped eating meat                     | END     | -            | -          | Nora stopped eating meat
            I'm not vegetarian anymore.               | END     | diet         | vegetarian | Nora is not vegetarian anymore.
            I broke up with Tom.                      | END     | partner      | Tom        | Nora broke up with Tom.
            I don't work at Bosch.                    | END     | works_at     | Bosch      | Nora does not work at Bosch.
            Forget that I live in Berlin.             | RETRACT | lives_in     | Berlin     | Nora lives in Berlin.
            That's not true, I never lived in Berlin. | RETRACT | lives_in     | Berlin     | Nora lives in Berlin.
            Actually I don't have a dog.              | RETRACT | has/dog      | 1          | Nora has a dog.
            I don't like olives.                      | ASSERT  | likes/olive  | dislikes   | Nora does not like olives.
            """)
    void tellsEndingsFromTakingBack(
            String said, Intent intent, @Nullable String slot, @Nullable String value, String text) {
        assertThat(facts(said)).singleElement().satisfies(fact -> {
            assertThat(fact.intent()).isEqualTo(intent);
            assertThat(fact.slot()).isEqualTo(slot);
            assertThat(fact.value()).isEqualTo(value);
            assertThat(fact.text()).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Which oven should I buy, given my budget is 500 euros?      | Nora's budget is 500 euros
            Could you plan a route, considering that I ride a tandem?   | Nora rides a tandem
            Since I'm learning Greek, what should I read first?         | Nora is learning Greek
            Now that I have two kids, should I get a bigger car?        | Nora has two kids
            """)
    void keepsWhatAQuestionIsAskedFor(String said, String text) {
        assertThat(facts(said)).extracting(ExtractedFact::text).containsExactly(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "I stood at the pond and counted two dozen fish, filter ok? | two dozen fish",
                "My thesis has 80 pages by now, too long? | 80 pages",
                "So far we have 75 orders for the photo book. | 75 orders"
            })
    void keepsWhatIsToldInFrontOfAFewWordsThatAsk(String said, String told) {
        assertThat(facts(said))
                .isNotEmpty()
                .allMatch(fact ->
                        !fact.text().contains("filter ok") && !fact.text().contains("too long"));
        assertThat(facts(said)).anyMatch(fact -> fact.text().contains(told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "What do you think of seeing my sister on Friday?",
                "Is this as good as my old one?",
                "What is the mean, given a list of numbers?",
                "Why did she leave since Monday?"
            })
    void aQuestionAloneStatesNothing(String said) {
        assertThat(facts(said)).isEmpty();
    }

    @Test
    void takesBackWhatWasSaidLast() {
        Turn before = turn("user", "Nora", "I live in Oslo. I have a dog named Rex.");
        assertThat(EXTRACTOR
                        .extract(turn("user", "Nora", "Scratch that."), List.of(before))
                        .facts())
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.intent()).isEqualTo(Intent.RETRACT);
                    assertThat(f.slot()).isEqualTo("pet_name/dog");
                    assertThat(f.sentence()).isEqualTo("Scratch that.");
                });
        assertThat(EXTRACTOR
                        .extract(turn("user", "Nora", "I was wrong about Oslo."), List.of(before))
                        .facts())
                .singleElement()
                .satisfies(f -> assertThat(f.slot() + "=" + f.value()).isEqualTo("lives_in=Oslo"));
        assertThat(EXTRACTOR
                        .extract(turn("user", "Nora", "Scratch that."), List.of())
                        .skipped())
                .hasSize(1);
    }

    @Test
    void splitsSentencesThatSaySeveralThings() {
        assertThat(texts("I live in Berlin and work at Siemens."))
                .containsExactly("Nora lives in Berlin", "Nora works at Siemens.");
        assertThat(texts("I visited Paris in 2022 and loved the Louvre."))
                .containsExactly("Nora visited Paris in 2022", "Nora loved the Louvre.");
        assertThat(texts("I got married last year and we moved to Hamburg."))
                .containsExactly("Nora got married last year", "Nora and others moved to Hamburg.");
        assertThat(texts("If it rains and I am late, start without me.")).hasSizeLessThan(2);
    }

    @Test
    void completesFragments() {
        assertThat(texts("Just finished my thesis. Going to Paris tomorrow. Love my new job."))
                .containsExactly(
                        "Nora just finished Nora's thesis.",
                        "Nora is going to Paris tomorrow.",
                        "Nora loves Nora's new job.");
    }

    @Test
    void keepsTheStatementBeforeAQuestion() {
        assertThat(facts("I've got a dog named Rex, what should I feed him?"))
                .singleElement()
                .satisfies(f -> assertThat(f.value()).isEqualTo("Rex"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hi there!",
                "How are you?",
                "Thanks so much, that's awesome!",
                "You can do it! Keep it up!",
                "What is the capital of France?",
                "Can you explain recursion?",
                "Sounds good!",
                "lol",
                "No problem, you're welcome.",
                "I'm so happy for you!",
                "Have a great day!",
                "🎉🎉🎉",
                "https://example.org/a?b=c",
                "```int x = 1;```",
                "Good luck with everything!",
                "That's amazing.",
                "...",
            })
    void skipsTalkThatSaysNothingAboutAnyone(String said) {
        Extraction extraction = EXTRACTOR.extract(turn("user", "Nora", said), List.of());
        assertThat(extraction.facts()).isEmpty();
        assertThat(extraction.skipped())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.reason()).isNotBlank());
        assertThat(extraction.extractor()).isEqualTo("light-2");
    }

    @Test
    void resolvesSinceWhenSomethingIsTrue() {
        assertThat(facts("I have lived in Berlin since 2019.").getFirst().validFrom())
                .isEqualTo("2019-01-01T00:00:00Z");
        assertThat(facts("I moved to Madrid yesterday.").getFirst().validFrom()).isEqualTo("2024-06-11T00:00:00Z");
        assertThat(facts("Last week I moved to Madrid.").getFirst().validFrom()).isEqualTo("2024-06-05T00:00:00Z");
        assertThat(facts("I live in Berlin.").getFirst().validFrom()).isNull();
    }

    @Test
    void speaksOfTheUserWhereNoNameIsGiven() {
        ExtractedFact fact = EXTRACTOR
                .extract(turn("user", null, "I live in Oslo"), List.of())
                .facts()
                .getFirst();
        assertThat(fact.text()).isEqualTo("The user lives in Oslo");
        assertThat(fact.subject()).isEqualTo("The user");
    }

    @Test
    void believesAssistantsOnlyHalfAndOnlyAboutTheUser() {
        Turn user = turn("user", "Nora", "Hello");
        Extraction extraction = EXTRACTOR.extract(
                turn("assistant", null, "You live in Berlin. Berlin is the capital of Germany."), List.of(user));
        assertThat(extraction.facts()).singleElement().satisfies(f -> {
            assertThat(f.subject()).isEqualTo("Nora");
            assertThat(f.text()).isEqualTo("Nora lives in Berlin.");
            assertThat(f.confidence()).isLessThanOrEqualTo(0.5);
        });
        assertThat(extraction.skipped()).hasSize(1);
    }

    @Test
    void namesEntitiesAndRelations() {
        ExtractedFact fact = facts("I visited Paris with Tom in 2022.").getFirst();
        assertThat(fact.entities())
                .contains(
                        new EntityMention("Nora", EntityType.PERSON),
                        new EntityMention("Paris", EntityType.PLACE),
                        new EntityMention("Tom", EntityType.PERSON),
                        new EntityMention("2022", EntityType.DATE));
        assertThat(fact.relations()).containsExactly(new RelationMention("Nora", "visit", "Paris"));
        assertThat(facts("I live in Berlin.").getFirst().relations())
                .containsExactly(new RelationMention("Nora", "lives_in", "Berlin"));
    }

    @Test
    void keepsOtherScriptsAsTheyAre() {
        assertThat(facts("私は東京に住んでいます。")).singleElement().satisfies(f -> {
            assertThat(f.text()).isEqualTo("Nora: 私は東京に住んでいます。");
            assertThat(f.slot()).isNull();
        });
        assertThat(facts("Где ты живёшь?")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            我住在北京，养了一只猫。                    | Han script
            أعيش في القاهرة مع أختي.                    | Arabic script
            Я живу в Москве.                            | Cyrillic script
            मैं दिल्ली में रहता हूँ।                          | Devanagari script
            나는 서울에 살아요.                          | Hangul script
            ฉันอยู่กรุงเทพฯ                               | Thai script
            私は東京に住んでいます。                      | Japanese
            我在 Siemens 工作                            | Han script
            Ich wohne seit drei Jahren in Berlin.       | German
            J'habite à Lyon depuis deux ans.            | French
            Vivo en Sevilla con mi novia.               | Spanish
            Köpeğimin adı Karabaş.                      | Turkish
            Þórdís ætlar að fá sér kött.                | another language
            """)
    void keepsOtherLanguagesInTheirWordsAndSaysSo(String said, String language) {
        assertThat(facts(said)).singleElement().satisfies(f -> {
            assertThat(f.text()).isEqualTo("Nora: " + said);
            assertThat(f.slot()).isNull();
            assertThat(f.unread()).isEqualTo(language);
        });
    }

    @Test
    void readsTheEnglishOfAMixedTurn() {
        assertThat(facts("Ich mag keinen Kaffee mehr. I live in Berlin. 🎉"))
                .extracting(ExtractedFact::slot, ExtractedFact::unread)
                .containsExactly(tuple(null, "German"), tuple("lives_in", null));
        assertThat(facts("I live in 東京"))
                .singleElement()
                .satisfies(f -> assertThat(f.slot()).isEqualTo("lives_in"));
        assertThat(facts("I moved to Köln ❤️"))
                .singleElement()
                .satisfies(f -> assertThat(f.value()).isEqualTo("Köln"));
    }

    @Test
    void readsWhatATurnInAnotherLanguageSaysWithoutFunctionWords() {
        assertThat(facts("Ich habe einen neuen Job in Hamburg. Programmiere Roboter."))
                .extracting(ExtractedFact::unread)
                .containsExactly("German", "German");
    }

    @Test
    void neverThrowsAndQuotesTheTurn() {
        var words = lists().of(strings()
                        .allPossible()
                        .ofLengthBetween(0, 12)
                        .mix(strings().basicLatinAlphabet().ofLengthBetween(0, 20), 60))
                .ofSizeBetween(0, 25);
        qt().withExamples(400).forAll(words).check(parts -> {
            String content = String.join(" ", parts);
            Extraction extraction = EXTRACTOR.extract(turn("user", "Nora", content), List.of());
            return extraction.facts().stream()
                            .allMatch(f -> content.contains(f.sentence())
                                    && f.entities().stream()
                                            .anyMatch(e -> e.key().equals(teller(f))))
                    && extraction.skipped().stream().allMatch(s -> content.contains(s.sentence()));
        });
    }

    /** Whom a fact hangs on in the graph: its subject, or who gave it where it is an instruction. */
    private static String teller(ExtractedFact fact) {
        return EntityMention.key(fact.subject().equals(InstructionTopic.SUBJECT) ? "Nora" : fact.subject());
    }

    @Test
    void survivesAnyShuffleOfSpeech() {
        var words = lists().of(strings()
                        .betweenCodePoints(0x20, 0x7e)
                        .ofLengthBetween(1, 3)
                        .mix(
                                org.quicktheories.generators.Generate.pick(List.of(
                                        "I",
                                        "my",
                                        "live",
                                        "in",
                                        "Berlin",
                                        "and",
                                        "don't",
                                        "never",
                                        "forget",
                                        "that",
                                        "since",
                                        "2019",
                                        "the",
                                        "deadline",
                                        "of",
                                        "is",
                                        ",",
                                        ".",
                                        "?",
                                        "you",
                                        "dog",
                                        "named",
                                        "Rex")),
                                80))
                .ofSizeBetween(1, 20);
        qt().withExamples(400).forAll(words).check(parts -> {
            String content = String.join(" ", parts);
            return EXTRACTOR.extract(turn("user", "Nora", content), List.of()).facts().stream()
                    .allMatch(f -> content.contains(f.sentence()));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "I live in ",
                "the deadline of ",
                "\u0000\u0007",
                "🎉",
                "I and ",
                "!?",
                "not never ",
                "(",
                "my "
            })
    void readsAMegabyteInBoundedTime(String unit) {
        String megabyte = unit.repeat(1_000_000 / unit.length());
        long start = System.nanoTime();
        EXTRACTOR.extract(turn("user", "Nora", megabyte), List.of());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    }

    @Test
    void saysWhereItStoppedReading() {
        Extraction extraction = EXTRACTOR.extract(turn("user", "Nora", "I ate an apple. ".repeat(600)), List.of());
        assertThat(extraction.facts()).hasSize(500);
        assertThat(extraction.skipped())
                .singleElement()
                .satisfies(s -> assertThat(s.reason()).contains("500th"));
    }

    private static List<String> texts(String said) {
        return facts(said).stream().map(ExtractedFact::text).toList();
    }

    private static List<ExtractedFact> facts(String said) {
        return EXTRACTOR.extract(turn("user", "Nora", said), List.of()).facts();
    }

    private static Turn turn(String role, @Nullable String speaker, String content) {
        return new Turn(
                UUID.randomUUID(),
                "c",
                0,
                role,
                speaker,
                content,
                SAID,
                SAID,
                null,
                null,
                TrustLevel.USER,
                Visibility.values()[0],
                true,
                false);
    }
}

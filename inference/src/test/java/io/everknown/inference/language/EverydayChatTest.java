package io.everknown.inference.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.FactExtractor;
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

/** What people say about themselves in passing, short, sloppy and in lower case. */
class EverydayChatTest {

    private static final Instant SAID = Instant.parse("2024-06-12T10:00:00Z");
    private static final FactExtractor EXTRACTOR = new LightFactExtractor(
            OpenNlpTagger.english(),
            YamlSlotCatalogue.builtIn(),
            YamlInstructionLexicon.builtIn(),
            SyntaxAnalyser.NONE,
            StopWordDetector.builtIn());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            i was born in texas                                   | comes_from            | texas
            i'm from texas originally                             | comes_from            | texas
            blue is my favorite color                             | favourite/color       | blue
            my favourite colour has changed to green              | favourite/color       | green
            these days my favorite color is red                   | favourite/color       | red
            I got a new job as a librarian                        | occupation            | librarian
            my job is nursing                                     | occupation            | nursing
            i'm retired                                           | occupation            | retired
            I drive a red Honda                                   | vehicle               | red Honda
            my car is a red honda                                 | vehicle               | red honda
            I'm down to 165 pounds                                | weight                | 165 pounds
            i dyed my hair red                                    | hair                  | red
            my eyes are blue                                      | eyes                  | blue
            i support Arsenal                                     | team                  | Arsenal
            I started reading Emma                                | reading               | Emma
            i live with my parents                                | lives_with            | with my parents
            i live in a small house                               | home                  | small house
            I adore hiking                                        | likes/hike            | likes
            hiking is my favourite thing to do                    | likes/hike            | likes
            i can't stand horror films any more                   | likes/horror_movie    | dislikes
            i don't like the beach                                | likes/beach           | dislikes
            i've gone off horror films                            | likes/horror_movie    | dislikes
            I've got two dogs                                     | has/dog               | 2
            I own 2 dogs                                          | has/dog               | 2
            i am a mother of three                                | has/child             | 3
            i have a peanut allergy                               | allergic_to/peanut    | yes
            i am fluent in spanish                                | speaks/spanish        | yes
            my dream is to become a doctor                        | wants_to_be/physician | yes
            """)
    void fillsSlots(String said, String slot, String value) {
        assertThat(facts(said)).singleElement().satisfies(fact -> {
            assertThat(fact.slot()).isEqualTo(slot);
            assertThat(fact.value()).isEqualTo(value);
            assertThat(fact.intent()).isEqualTo(Intent.ASSERT);
            assertThat(fact.subject()).isEqualTo("Nora");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I love hiking in the Alps with my brother because it calms me down",
                "I like how she sings",
                "I have a dog that barks all night",
                "I want to be a doctor and my sister a nurse",
            })
    void whatSaysMoreThanThatSomebodyLikesOrHasAThingIsKeptInItsWords(String said) {
        assertThat(facts(said))
                .isNotEmpty()
                .allSatisfy(fact -> assertThat(fact.slot()).isNull());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Evening, Juno",
                "Will do.",
                "haha same here",
                "that sounds great",
                "I'm doing great , how about you ?",
                "I'd love to hear more about it",
                "that must be so hard",
                "I see, thanks for explaining",
                "You're so right about that",
                "I think that's a great idea!",
                "I totally agree with you",
                "I need help with my homework",
                "i wonder how that works",
                "I'm glad to hear that",
                "could you explain recursion in simple words",
                "No rush at all, whenever you have time",
                "it's so cold today",
                "Ok, talk to you later",
                "I know what you mean",
            })
    void smallTalkHoldsNoFact(String said) {
        Extraction extraction = EXTRACTOR.extract(turn(said), List.of());
        assertThat(extraction.facts()).isEmpty();
        assertThat(extraction.skipped())
                .isNotEmpty()
                .allSatisfy(s -> assertThat(s.reason()).isNotBlank());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yeah, been there twice with my kids",
                "just me and my cat at home",
                "nope, i'm allergic to cats",
                "I agree, I grew up in Texas and it is hot there",
                "Thanks! I painted it last year",
                "I'm so excited about my new job!",
                "I think that my son needs glasses",
                "That's where I met my wife",
                "I have to go to the dentist tomorrow",
                "It was a camping trip with the whole family",
                "I know how to juggle",
                "I love that cafe on Main Street",
            })
    void whatTellsSomethingInPassingIsKept(String said) {
        assertThat(facts(said)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            please don't bring up my divorce again                          | END     | Nora asks: do not bring up Nora's divorce again
            stop recommending horror films, I don't like them any more      | END     | Nora asks: stop recommending horror films
            we cancelled the trip to Japan                                  | END     | Nora and others cancelled the trip to Japan
            I gave up my piano lessons                                      | END     | Nora gave up Nora's piano lessons
            I sold my horse                                                 | END     | Nora sold Nora's horse
            forget the boat, I made that up                                 | RETRACT | Nora: the boat
            """)
    void takesBackByWhatItIsAbout(String said, Intent intent, String text) {
        assertThat(facts(said)).singleElement().satisfies(fact -> {
            assertThat(fact.intent()).isEqualTo(intent);
            assertThat(fact.text()).isEqualToIgnoringCase(text);
        });
    }

    @Test
    void whatBeganIsReadBeforeWhatEnded() {
        assertThat(facts("I used to be a nurse but now I'm a teacher"))
                .extracting(f -> f.intent() + " " + f.slot() + "=" + f.value())
                .containsExactly("ASSERT occupation=teacher", "END occupation=nurse");
        assertThat(facts("I quit my job and started working at Bosch"))
                .extracting(f -> f.intent() + " " + f.slot() + "=" + f.value())
                .containsExactly("ASSERT works_at=Bosch");
    }

    @Test
    void tellsWhatTookThePlaceOfWhat() {
        assertThat(facts("I switched from coffee to green tea")).singleElement().satisfies(fact -> {
            assertThat(fact.insteadOf()).isEqualTo("coffee");
            assertThat(fact.value()).isEqualTo("green tea");
            assertThat(fact.slot()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            My sister Anna is a vet. She lives in Paris.       | Nora's sister lives in Paris.
            My husband is a chef. He works at the Ritz.        | Nora's husband works at the Ritz.
            I have a dog. He loves to swim.                    | Nora's dog loves to swim.
            My sister and my mother came. She lives in Paris.  | Nora says: She lives in Paris.
            My husband is a chef. She lives in Paris.          | Nora says: She lives in Paris.
            """)
    void resolvesAPronounOnlyWhereOneIsMeant(String said, String last) {
        assertThat(facts(said).getLast().text()).isEqualTo(last);
    }

    @Test
    void aPronounReachesIntoTheTurnBefore() {
        Extraction extraction =
                EXTRACTOR.extract(turn("He works at Bosch."), List.of(turn("My brother moved to Rome.")));
        assertThat(extraction.facts()).singleElement().satisfies(fact -> {
            assertThat(fact.subject()).isEqualTo("Nora's brother");
            assertThat(fact.slot()).isEqualTo("works_at");
        });
    }

    @Test
    void oneRelativeHasOneName() {
        assertThat(facts("my mom is a teacher").getFirst().subject())
                .isEqualTo(facts("my mother is a teacher").getFirst().subject());
    }

    private static List<ExtractedFact> facts(String said) {
        return EXTRACTOR.extract(turn(said), List.of()).facts();
    }

    private static Turn turn(String content) {
        return new Turn(
                UUID.randomUUID(),
                "c",
                0,
                "user",
                "Nora",
                content,
                SAID,
                SAID,
                null,
                null,
                TrustLevel.USER,
                Visibility.PRIVATE,
                true,
                false);
    }
}

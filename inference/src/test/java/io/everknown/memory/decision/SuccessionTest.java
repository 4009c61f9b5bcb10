package io.everknown.memory.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.inference.language.OpenNlpTagger;
import io.everknown.inference.language.TestParser;
import io.everknown.inference.language.YamlThingWords;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.PartOfSpeechTagger;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a newer statement replaces, and what it must leave alone. */
class SuccessionTest {

    private static final Instant MONDAY = Instant.parse("2025-03-10T10:00:00Z");
    private static final PartOfSpeechTagger TAGGER = OpenNlpTagger.english();
    private static final Succession PARSED =
            new Succession(new FrameReader(TAGGER, TestParser::shared, YamlThingWords.builtIn()));
    private static final Succession LIGHT =
            new Succession(new FrameReader(TAGGER, SyntaxAnalyser.NONE, YamlThingWords.builtIn()));

    private static final Decider DECIDER = new Decider(new DecisionThresholds(0.75, 0.97, 0.80));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Nina's test coverage is 65 %.                   | Nina's test coverage has improved to 78 %.
            Nina says: The demo is on May 3.                | Nina and others moved the demo to May 10.
            Nina's budget for the trip is 2,000 dollars.    | Nina raised the trip budget to $2,500.
            Nina's dentist appointment is on Tuesday at 3.  | Nina's dentist appointment was rescheduled to Friday.
            Nina wakes up at 6.                             | These days Nina gets up at 7.
            Nina has read 12 books.                         | Nina just finished her 15th book.
            Nina uses Flask for the backend.                | Nina switched from Flask to FastAPI.
            Nina's build takes 12 minutes.                  | Nina's build takes 8 minutes now.
            Nina says: The contract is pending.             | Nina says: The contract is approved.
            """)
    void aNewValueOfTheSameThingReplacesTheOld(String older, String newer) {
        assertThat(replaces(PARSED, older, newer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Nina says: The coverage of module A is 65 %.    | Nina says: The coverage of module B is 78 %.
            Nina's budget for the trip to Rome is $2,000.   | Nina's budget for the trip to Oslo is $2,500.
            Nina ran 5 km on Monday.                        | Nina ran 7 km today.
            Nina's test coverage is 65 %.                   | Nina wants a test coverage of 80 %.
            Nina says: The exam is on the 12th of May.      | Nina says: The oral exam is on the 19th of May.
            Nina's rent is $900.                            | Nina's salary is $3,000.
            Nina plays tennis every Tuesday.                | Nina's colleague plays tennis every Thursday.
            Nina visited the Flask conference in Rome.      | Nina switched from Flask to FastAPI.
            Nina's test coverage is 65 %.                   | Nina's test coverage is 65 percent.
            Nina has two cats.                              | Nina has three dogs.
            """)
    void anotherTruthIsLeftAlone(String older, String newer) {
        assertThat(replaces(PARSED, older, newer)).isFalse();
        assertThat(replaces(LIGHT, older, newer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Nina's test coverage is 65 %.                   | Nina's test coverage has improved to 78 %.
            Nina uses Flask for the backend.                | Nina switched from Flask to FastAPI.
            """)
    void thePlainestWorkWithoutAParser(String older, String newer) {
        assertThat(replaces(LIGHT, older, newer)).isTrue();
    }

    @Test
    void whatIsClosedIsLinkedAndKeepsItsTime() {
        Fact old = added("Nina's test coverage is 65 %.", MONDAY);
        Decision decision =
                review(PARSED, old, said("Nina's test coverage has improved to 78 %.", MONDAY.plusSeconds(9)));

        assertThat(decision).isInstanceOfSatisfying(Decision.Update.class, update -> {
            assertThat(update.superseded().id()).isEqualTo(old.id());
            assertThat(update.superseded().validity().to()).isEqualTo(MONDAY.plusSeconds(9));
            assertThat(update.superseded().supersededBy())
                    .isEqualTo(update.fact().id());
            assertThat(update.reason()).contains("65 %");
        });
    }

    @Test
    void whatWasSaidEarlierAndArrivesLaterIsSortedInBefore() {
        Fact known = added("Nina's test coverage has improved to 78 %.", MONDAY.plusSeconds(9));
        Decision decision = review(PARSED, known, said("Nina's test coverage is 65 %.", MONDAY));

        assertThat(decision).isInstanceOfSatisfying(Decision.Add.class, add -> {
            assertThat(add.fact().validity().to()).isEqualTo(MONDAY.plusSeconds(9));
            assertThat(add.fact().supersededBy()).isEqualTo(known.id());
        });
    }

    @Test
    void whatAStrangerSaysReplacesNothing() {
        Fact old = added("Nina's test coverage is 65 %.", MONDAY);
        Statement untrusted =
                said("Nina's test coverage has improved to 78 %.", MONDAY.plusSeconds(9), TrustLevel.UNTRUSTED);

        assertThat(review(PARSED, old, untrusted)).isInstanceOf(Decision.Add.class);
    }

    private static boolean replaces(Succession succession, String older, String newer) {
        Fact old = added(older, MONDAY);
        return review(succession, old, said(newer, MONDAY.plusSeconds(9))) instanceof Decision.Update;
    }

    private static Decision review(Succession succession, Fact old, Statement newer) {
        Decision decision = DECIDER.decide(newer, List.of(), List.of(), MONDAY.plusSeconds(60));
        return succession.review(decision, newer, List.of(new Neighbour(old, 0.8)));
    }

    private static Fact added(String text, Instant at) {
        return ((Decision.Add) DECIDER.decide(said(text, at), List.of(), List.of(), at)).fact();
    }

    private static Statement said(String text, Instant at) {
        return said(text, at, TrustLevel.USER);
    }

    private static Statement said(String text, Instant at, TrustLevel trust) {
        ExtractedFact fact = new ExtractedFact(
                text,
                text,
                "Nina",
                null,
                null,
                Intent.ASSERT,
                List.of(new EntityMention("Nina", EntityType.PERSON)),
                List.of(),
                null,
                0.7);
        Source source = new Source(Ids.next(), text, "talk", null, "Nina", at);
        return new Statement(fact, MemoryType.FACT, source, null, Visibility.PRIVATE, trust, at, 0.5, null);
    }
}

package io.everknown.memory.decision;

import static io.everknown.memory.decision.Said.lives;
import static io.everknown.memory.decision.Said.plain;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.identity.TrustLevel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {

    static Stream<Arguments> slots() {
        return Stream.of(
                slot("a first value", Add.class, List.of("Rome 5-"), lives("Rome", 5)),
                slot("a new value", Update.class, List.of("Rome 1-5", "Oslo 5-"), lives("Rome", 1), lives("Oslo", 5)),
                slot("the same value", Noop.class, List.of("Rome 1-"), lives("Rome", 1), lives("rome!", 5)),
                slot("the same value, earlier", Noop.class, List.of("Rome 1-"), lives("Rome", 5), lives("Rome", 1)),
                slot("an earlier value", Add.class, List.of("Oslo 1-5", "Rome 5-"), lives("Rome", 5), lives("Oslo", 1)),
                slot(
                        "a value in between",
                        Update.class,
                        List.of("Rome 1-3", "Bonn 3-5", "Oslo 5-"),
                        lives("Rome", 1),
                        lives("Oslo", 5),
                        lives("Bonn", 3)),
                slot(
                        "a value after all",
                        Update.class,
                        List.of("Rome 1-5", "Oslo 5-7", "Bonn 7-"),
                        lives("Rome", 1),
                        lives("Oslo", 5),
                        lives("Bonn", 7)),
                slot(
                        "a return",
                        Update.class,
                        List.of("Rome 1-5", "Oslo 5-7", "Rome 7-"),
                        lives("Rome", 1),
                        lives("Oslo", 5),
                        lives("Rome", 7)),
                slot(
                        "a less trusted source",
                        Add.class,
                        List.of("Rome 1-", "Oslo 5-"),
                        lives("Rome", 1),
                        lives("Oslo", 5).by(TrustLevel.AGENT)),
                slot(
                        "a less trusted source about earlier days",
                        Add.class,
                        List.of("Oslo 1-5", "Rome 5-"),
                        lives("Rome", 5),
                        lives("Oslo", 1).by(TrustLevel.AGENT)),
                slot(
                        "a less trusted source that corrects itself",
                        Update.class,
                        List.of("Rome 1-", "Oslo 5-7", "Bonn 7-"),
                        lives("Rome", 1),
                        lives("Oslo", 5).by(TrustLevel.AGENT),
                        lives("Bonn", 7).by(TrustLevel.AGENT)),
                slot(
                        "the user after a less trusted source",
                        Update.class,
                        List.of("Rome 1-7", "Oslo 5-", "Bonn 7-"),
                        lives("Rome", 1),
                        lives("Oslo", 5).by(TrustLevel.AGENT),
                        lives("Bonn", 7)),
                slot(
                        "a more trusted source",
                        Update.class,
                        List.of("Rome 1-5", "Oslo 5-"),
                        lives("Rome", 1).by(TrustLevel.AGENT),
                        lives("Oslo", 5)),
                slot(
                        "an end",
                        Delete.class,
                        List.of("Rome 1-5"),
                        lives("Rome", 1),
                        lives("Rome", 5).as(Intent.END)),
                slot(
                        "an end of something else",
                        Add.class,
                        List.of("Rome 1-", "null 5-"),
                        lives("Rome", 1),
                        lives("Oslo", 5).as(Intent.END)),
                slot(
                        "a value after an end",
                        Add.class,
                        List.of("Rome 1-5", "Oslo 7-"),
                        lives("Rome", 1),
                        lives("Rome", 5).as(Intent.END),
                        lives("Oslo", 7)),
                slot(
                        "an end that a less trusted source tells",
                        Noop.class,
                        List.of("Rome 1-"),
                        lives("Rome", 1),
                        lives("Rome", 5).as(Intent.END).by(TrustLevel.UNTRUSTED)),
                slot(
                        "an end before it was said",
                        Noop.class,
                        List.of("Rome 5-"),
                        lives("Rome", 5),
                        lives("Rome", 1).as(Intent.END)),
                slot(
                        "taking back what was not known",
                        Noop.class,
                        List.of(),
                        lives("Rome", 5).as(Intent.RETRACT)),
                slot(
                        "taking back before it was said",
                        Noop.class,
                        List.of("Rome 5-"),
                        lives("Rome", 5),
                        lives("Rome", 1).as(Intent.RETRACT)));
    }

    private static Arguments slot(String name, Class<?> kind, List<String> history, Said... said) {
        return Arguments.of(name, kind, history, said);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("slots")
    void decidesOnASlot(String name, Class<?> kind, List<String> history, Said[] said) {
        Knowledge knowledge = new Knowledge();
        Decision last = null;
        for (Said one : said) {
            last = knowledge.hear(one);
        }
        assertThat(last).as(name).isInstanceOf(kind);
        assertThat(knowledge.history()).as(name).isEqualTo(history);
    }

    @Test
    void whatSucceedsIsLinked() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Oslo", 5));
        Fact rome = fact(knowledge, "Rome");
        assertThat(rome.supersededBy()).isEqualTo(fact(knowledge, "Oslo").id());
        knowledge.hear(lives("Bonn", 3));
        Fact bonn = fact(knowledge, "Bonn");
        assertThat(fact(knowledge, "Rome").supersededBy()).isEqualTo(bonn.id());
        assertThat(bonn.supersededBy()).isEqualTo(fact(knowledge, "Oslo").id());
    }

    @Test
    void whatIsKeptBesideIsLinkedBothWays() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Oslo", 5).by(TrustLevel.UNTRUSTED));
        Fact rome = fact(knowledge, "Rome");
        Fact oslo = fact(knowledge, "Oslo");
        assertThat(rome.contradicts()).containsExactly(oslo.id());
        assertThat(oslo.contradicts()).containsExactly(rome.id());
    }

    @Test
    void twoSourcesAsTrustedThatDisagreeOnOneMomentAreBothKept() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Oslo", 1).from("Bob"));
        Fact rome = fact(knowledge, "Rome");
        Fact oslo = fact(knowledge, "Oslo");
        assertThat(List.of(rome.open(), oslo.open())).containsOnly(true);
        assertThat(rome.contradicts()).containsExactly(oslo.id());
        assertThat(oslo.contradicts()).containsExactly(rome.id());
        knowledge.hear(lives("Bonn", 5));
        assertThat(knowledge.history())
                .as("a newer value closes both")
                .containsExactlyInAnyOrder("Rome 1-5", "Oslo 1-5", "Bonn 5-");
        assertThat(fact(knowledge, "Bonn").contradicts()).isEmpty();
    }

    @Test
    void oneSpeakerWhoCorrectsHimselfOnTheSpotContradictsNobody() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Oslo", 1));
        assertThat(knowledge.history()).containsExactlyInAnyOrder("Rome 1-1", "Oslo 1-");
        assertThat(fact(knowledge, "Oslo").contradicts()).isEmpty();
    }

    @Test
    void whoTakesOneSideBackEndsTheDispute() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Oslo", 1).from("Bob"));
        knowledge.hear(lives("Oslo", 2).from("Bob").as(Intent.RETRACT));
        assertThat(fact(knowledge, "Rome").contradicts()).isEmpty();
    }

    @Test
    void anAssistantsRepetitionIsNoEvidenceAndTheUsersIs() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Rome", 5).by(TrustLevel.AGENT));
        Fact before = fact(knowledge, "Rome");
        assertThat(before.support()).isEqualTo(1);
        assertThat(before.lastRefreshedAt()).isEqualTo(Said.day(1));
        assertThat(before.sources()).hasSize(1);
        knowledge.hear(lives("Oslo", 6));
        assertThat(knowledge.hear(lives("Rome", 7).by(TrustLevel.AGENT)))
                .as("nor is a value that it recalls from before")
                .isInstanceOf(Noop.class);
        knowledge.hear(lives("Oslo", 8));
        assertThat(fact(knowledge, "Oslo").support()).isEqualTo(2);
    }

    @Test
    void anAssistantsRepetitionOfPlainWordsIsNoEvidenceEither() {
        Knowledge knowledge = Knowledge.of(plain("Ada likes tea.", 1));
        Fact tea = knowledge.facts().getFirst();
        Decision decision =
                knowledge.hear(plain("Ada likes tea", 4).by(TrustLevel.AGENT), List.of(new Neighbour(tea, 1)));
        assertThat(decision.reason()).startsWith("recalled by the service");
        assertThat(knowledge.get(tea.id())).isEqualTo(tea);
    }

    @Test
    void aLateEndSplitsWhatWasSaidAgainAfterIt() {
        Knowledge knowledge = Knowledge.of(
                lives("Rome", 1), lives("Rome", 9), lives("Rome", 5).as(Intent.END));
        assertThat(knowledge.history()).containsExactly("Rome 1-5", "Rome 9-");
    }

    @Test
    void whatIsTakenBackNeverCounted() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Rome", 5).as(Intent.RETRACT));
        assertThat(fact(knowledge, "Rome").retractedAt()).isEqualTo(Knowledge.NOW);
        assertThat(knowledge.hear(lives("Rome", 7))).as("it may be said again").isInstanceOf(Add.class);
    }

    @Test
    void sayingAgainGrowsSupportAndSources() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1), lives("Rome", 5));
        Fact rome = fact(knowledge, "Rome");
        assertThat(rome.support()).isEqualTo(2);
        assertThat(rome.sources()).hasSize(2);
        assertThat(rome.lastRefreshedAt()).isEqualTo(Said.day(5));
    }

    @Test
    void anEndOfAnotherValueLeavesASimilarOneOpen() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 1));
        Fact rome = fact(knowledge, "Rome");
        knowledge.hear(lives("Oslo", 5).as(Intent.END), List.of(new Neighbour(rome, 0.95)));
        assertThat(knowledge.get(rome.id()).open()).isTrue();
    }

    @Test
    void aDecisionsReasonNamesNoValueOfAnotherFactThanItsOwnAndItsTarget() {
        Knowledge knowledge = Knowledge.of(lives("Rome", 5));
        assertThat(knowledge.hear(lives("Oslo", 1)).reason()).doesNotContain("Rome");
    }

    @Test
    void plainStatementsInTheSameWordsAreOne() {
        Knowledge knowledge = Knowledge.of(plain("Ada likes tea.", 1));
        Fact tea = knowledge.facts().getFirst();
        Decision decision = knowledge.hear(plain("ada  likes TEA", 4), List.of(new Neighbour(tea, 0.5)));
        assertThat(decision).isInstanceOf(Noop.class);
        assertThat(knowledge.get(tea.id()).support()).isEqualTo(2);
    }

    @Test
    void plainStatementsInOtherWordsAreOneWhenNearEnough() {
        Knowledge knowledge = Knowledge.of(plain("Ada drinks her tea in the garden at four", 1));
        Fact tea = knowledge.facts().getFirst();
        assertThat(knowledge.hear(plain("Ada drinks her tea in the old garden at four", 4), near(tea, 0.96)))
                .isInstanceOf(Noop.class);
        assertThat(knowledge.hear(
                        plain("Ada drinks her tea in the old garden at four", 4),
                        near(tea, DecisionThresholds.DEFAULTS.duplicate() - 0.01)))
                .as("not near enough")
                .isInstanceOf(Add.class);
        assertThat(knowledge.get(tea.id()).open())
                .as("similarity closes nothing")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada does not drink tea in the garden",
                "Ada drinks coffee in the kitchen",
                "Ada drinks 2 teas in the garden"
            })
    void whatDiffersInANotAFigureOrAnObjectIsAnotherStatement(String other) {
        Knowledge knowledge = Knowledge.of(plain("Ada drinks tea in the garden", 1));
        Fact tea = knowledge.facts().getFirst();
        assertThat(knowledge.hear(plain(other, 4), near(tea, 0.99))).isInstanceOf(Add.class);
    }

    private static List<Neighbour> near(Fact fact, double similarity) {
        return List.of(new Neighbour(fact, similarity));
    }

    @Test
    void aTakingBackWithoutASlotFindsWhatHasAllItsWords() {
        Knowledge knowledge = Knowledge.of(plain("Ada likes tea", 1));
        Fact tea = knowledge.facts().getFirst();
        Said never = plain("Ada never liked any tea", 4).as(Intent.RETRACT);
        assertThat(knowledge.hear(never, near(tea, DecisionThresholds.DEFAULTS.retraction() - 0.01)))
                .isInstanceOf(Noop.class);
        Said whole = plain("tea", 4).as(Intent.RETRACT);
        assertThat(knowledge.hear(whole, near(tea, 0.4))).isInstanceOf(Delete.class);
        assertThat(knowledge.get(tea.id()).open()).isFalse();
    }

    @Test
    void aTakingBackByTopicClosesWhatHasEveryWordOfIt() {
        Knowledge knowledge = Knowledge.of(plain("Ada drives a red car", 1), plain("Ada drives a blue car", 1));
        Fact red = knowledge.facts().getFirst();
        Fact blue = knowledge.facts().getLast();
        List<Neighbour> far = List.of(new Neighbour(blue, 0.4), new Neighbour(red, 0.3));

        assertThat(knowledge.hear(plain("Ada's red car", 4).as(Intent.RETRACT), far))
                .isInstanceOfSatisfying(
                        Decision.Delete.class,
                        delete -> assertThat(delete.closed().id()).isEqualTo(red.id()));
        assertThat(knowledge.get(red.id()).retractedAt()).isEqualTo(Knowledge.NOW);
        assertThat(knowledge.get(blue.id()).open())
                .as("nearer, but not what was named")
                .isTrue();
    }

    @Test
    void aTakingBackByTopicLeavesWhatSharesOnlySomeOfItsWords() {
        Knowledge knowledge = Knowledge.of(plain("Ada drives a red car", 1), plain("Ada wears a green coat", 1));
        List<Neighbour> far =
                knowledge.facts().stream().map(fact -> new Neighbour(fact, 0.5)).toList();
        assertThat(knowledge.hear(plain("green car", 4).as(Intent.RETRACT), far))
                .isInstanceOf(Noop.class);
        assertThat(knowledge.facts()).allMatch(Fact::open);
    }

    @Test
    void theSubjectAloneIsNoTopicAndAnEndMustBeNear() {
        Knowledge knowledge = Knowledge.of(plain("Ada drives a red car", 1));
        List<Neighbour> far = List.of(new Neighbour(knowledge.facts().getFirst(), 0.3));
        assertThat(knowledge.hear(plain("Ada", 4).as(Intent.RETRACT), far)).isInstanceOf(Noop.class);
        knowledge.hear(plain("red car", 4).as(Intent.END), far);
        assertThat(knowledge.get(far.getFirst().fact().id()).open())
                .as("only 'forget about it' goes by topic alone")
                .isTrue();
        knowledge.hear(plain("red car", 4).as(Intent.END), near(far.getFirst().fact(), 0.7));
        assertThat(knowledge.get(far.getFirst().fact().id()).open())
                .as("an end that is near and names all of it")
                .isFalse();
    }

    private static Fact fact(Knowledge knowledge, String value) {
        return knowledge.facts().stream()
                .filter(f -> value.equals(f.value()))
                .findFirst()
                .orElseThrow();
    }
}

package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestRecord.said;
import static io.everknown.graphmodel.postgres.TestRecord.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.conversation.ConversationStatus;
import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every turn log must do. */
interface TurnLogContract {

    TurnLog log();

    @Test
    default void whatIsAppendedComesBackAsItWasSaid() {
        MemoryScope scope = someone();
        Instant at = Instant.parse("2024-05-06T07:08:09Z");
        NewTurn turn = new NewTurn(
                "assistant", "Γειά — 你好 \uD83D\uDE00\n\"'{}", "Bo", at, "D1:3", "s1", TrustLevel.AGENT, "k");
        Turn stored = log().append(scope, Visibility.TEAM, "talk", List.of(turn), false)
                .getFirst();
        assertThat(log().pending(scope, 10)).containsExactly(stored);
        assertThat(stored)
                .extracting(Turn::content, Turn::role, Turn::speaker, Turn::occurredAt, Turn::sourceRef, Turn::session)
                .containsExactly(turn.content(), "assistant", "Bo", at, "D1:3", "s1");
        assertThat(stored)
                .extracting(Turn::trust, Turn::visibility, Turn::extract, Turn::position, Turn::processed)
                .containsExactly(TrustLevel.AGENT, Visibility.TEAM, false, 0L, false);
    }

    @Test
    default void theTurnsRightBeforeATurnAreThoseOfItsConversationAndVisibility() {
        MemoryScope scope = someone();
        List<Turn> talk = append(scope, "talk", said("one"), said("two"), said("three"), said("four"));
        append(scope, "other", said("elsewhere"));
        log().append(scope, Visibility.TEAM, "talk", List.of(said("to all")), true);
        append(someone(), "talk", said("another user"));

        assertThat(log().before(scope, talk.get(3), 2)).containsExactly(talk.get(1), talk.get(2));
        assertThat(log().before(scope, talk.get(0), 2)).isEmpty();
        assertThat(log().before(someone(), talk.get(3), 2)).as("of nobody else").isEmpty();
        assertThat(append(scope, "talk", said("five")))
                .allSatisfy(turn -> assertThat(log().before(scope, turn, 9)).hasSize(4));
    }

    @Test
    default void manyAtOnceLeaveNoGapAndKeepTheirOrder() throws Exception {
        MemoryScope scope = someone();
        List<List<Turn>> batches = Together.run(
                8, n -> append(scope, "talk", said(n + " first"), said(n + " second"), said(n + " third")));
        assertThat(batches).allSatisfy(batch -> {
            assertThat(batch.get(1).position()).isEqualTo(batch.get(0).position() + 1);
            assertThat(batch.get(2).position()).isEqualTo(batch.get(0).position() + 2);
        });
        assertThat(log().pending(scope, 100))
                .extracting(Turn::position)
                .containsExactlyElementsOf(LongStream.range(0, 24).boxed().toList());
        assertThat(log().status(scope, "talk")).isEqualTo(new ConversationStatus(24, 24));
    }

    @Test
    default void aKeyIsStoredOnceHoweverManySendIt() throws Exception {
        MemoryScope scope = someone();
        List<List<Turn>> all = Together.run(8, n -> append(scope, "talk", said("Hello", null, "key")));
        assertThat(all.stream().flatMap(List::stream).map(Turn::id).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(log().status(scope, "talk").turns()).isEqualTo(1);
    }

    @Test
    default void aKeyWithAnotherContentIsRefusedAndNothingIsStored() {
        MemoryScope scope = someone();
        append(scope, "talk", said("Hello", null, "key"));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> append(scope, "talk", said("before"), said("Goodbye", null, "key")));
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .as("also within one call")
                .isThrownBy(() -> append(scope, "talk", said("a", null, "new"), said("b", null, "new")));
        assertThat(log().status(scope, "talk").turns()).isEqualTo(1);
    }

    @Test
    default void theSameKeyOfAnotherUserIsAnotherTurn() {
        MemoryScope ada = someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        Turn first = append(ada, "talk", said("Hello", null, "key")).getFirst();
        Turn second = append(bob, "talk", said("Goodbye", null, "key")).getFirst();
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.position()).isZero();
    }

    @Test
    default void aSourceRefIsRecognisedWithItsContentAlone() {
        MemoryScope scope = someone();
        NewTurn turn = new NewTurn("user", "Hello", null, null, "D1", null, TrustLevel.USER, null);
        NewTurn edited = new NewTurn("user", "Hello!", null, null, "D1", null, TrustLevel.USER, null);
        Turn first = append(scope, "talk", turn).getFirst();
        assertThat(append(scope, "talk", turn, turn)).extracting(Turn::id).containsOnly(first.id());
        assertThat(append(scope, "talk", edited).getFirst().id()).isNotEqualTo(first.id());
        assertThat(append(scope, "other", turn).getFirst().id()).isNotEqualTo(first.id());
    }

    @Test
    default void whatFailsTooOftenIsSetAside() {
        MemoryScope scope = someone();
        Turn turn = append(scope, "talk", said("Hello")).getFirst();
        log().failed(scope, turn.id(), "no", 2);
        assertThat(log().pending(scope, 10)).containsExactly(turn);
        log().failed(scope, turn.id(), "no", 2);
        assertThat(log().pending(scope, 10)).isEmpty();
        assertThat(log().status(scope, "talk")).isEqualTo(new ConversationStatus(1, 0));
    }

    @Test
    default void scopesThatWaitAreFoundWithoutKnowingThem() {
        Set<MemoryScope> scopes = IntStream.range(0, 3).mapToObj(n -> someone()).collect(Collectors.toSet());
        scopes.forEach(scope -> append(scope, "talk", said("Hello")));
        assertThat(log().scopesWithPending(Duration.ofSeconds(-60), 10_000)).containsAll(scopes);
        assertThat(log().scopesWithPending(Duration.ofHours(1), 10_000)).doesNotContainAnyElementsOf(scopes);
    }

    private List<Turn> append(MemoryScope scope, String conversation, NewTurn... turns) {
        return log().append(scope, Visibility.PRIVATE, conversation, List.of(turns), true);
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.forgetting.EraseUser;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresUserEraserTest {

    private static TestRecord record;
    private static EraseUser erase;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        erase = new EraseUser(
                record.users, new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK));
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void ofAnErasedUserNothingIsLeftButTheCountOfChanges() {
        MemoryScope ada = TestRecord.someone();
        fill(ada, "xylophones");
        Fact shared = TestFacts.shared("Ada tunes the team's xylophones");
        record.write(ada, List.of(shared));
        assertThat(record.tablesWith(ada.tenant(), "ada")).hasSizeGreaterThan(8);

        int erased = erase.erase(ada);

        assertThat(erased)
                .as("two turns, three facts of the user's own and a shared one")
                .isEqualTo(6);
        assertThat(record.count(ada.tenant(), "graph_outbox"))
                .as("the graph is to look at all")
                .isEqualTo(6);
        record.drain(ada);
        assertThat(record.tablesWith(ada.tenant(), "xylophone")).isEmpty();
        assertThat(record.tablesWith(ada.tenant(), "Lisbon")).isEmpty();
        assertThat(record.tablesWith(ada.tenant(), "ada")).containsExactly("audience_version");
        assertThat(erase.erase(ada)).as("again").isZero();
    }

    @Test
    void othersKeepWhatTheyHave() {
        MemoryScope ada = TestRecord.someone();
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        MemoryScope namesake = TestRecord.someone();
        List.of(ada, bob, namesake).forEach(scope -> fill(scope, "xylophones"));
        record.write(bob, List.of(TestFacts.shared("Everybody tunes xylophones")));
        List<Long> before = sizes(bob.tenant(), "user_id = 'bob'");
        List<Long> ofNamesake = sizes(namesake.tenant(), "true");

        erase.erase(ada);

        assertThat(sizes(bob.tenant(), "user_id = 'bob'")).isEqualTo(before).doesNotContain(0L);
        assertThat(sizes(namesake.tenant(), "true")).isEqualTo(ofNamesake).doesNotContain(0L);
        assertThat(record.count(bob.tenant(), "mention")).isPositive();
    }

    @Test
    void aTurnErasedWhileItIsDerivedStaysErased() {
        MemoryScope ada = TestRecord.someone();
        Turn turn = record.turns
                .append(ada, Visibility.PRIVATE, "talk", List.of(TestRecord.said("I adore xylophones")), true)
                .getFirst();
        erase.erase(ada);
        assertThat(record.ledger.<Boolean>serially(
                        ada,
                        Visibility.PRIVATE,
                        held -> held.processed(List.of(turn.id())).contains(turn.id())))
                .as("nothing is to be derived from it any more")
                .isTrue();
    }

    @Test
    void aUserIsQuietOnceTheLastTurnIsBeforeTheMoment() {
        MemoryScope ada = TestRecord.someone();
        Instant before = TestRecord.CLOCK.instant();
        record.take(ada, "talk", "I adore xylophones");
        Instant after = TestRecord.CLOCK.instant().plusMillis(1);
        assertThat(record.users.quietSince(ada.tenant(), before)).isEmpty();
        assertThat(record.users.quietSince(ada.tenant(), after)).containsExactly(ada);
        assertThat(record.users.quietSince(UUID.randomUUID(), after)).isEmpty();
    }

    /** Rows in every table that may hold a user's words. */
    private static void fill(MemoryScope scope, String hobby) {
        List<Turn> turns = record.take(scope, "talk", "I adore " + hobby, "I live in Lisbon");
        Fact fact = TestFacts.saidIn(turns.getFirst(), "Ada adores " + hobby);
        Fact older = TestFacts.fact("Ada had another hobby").supersededBy(fact.id(), TestFacts.day(3));
        Fact other = TestFacts.fact("Ada hates noise").contradicting(fact.id());
        record.write(scope, List.of(fact, older, other));
        record.feedback.add(
                scope, new NewFeedback("What does Ada adore?", List.of(), List.of(fact.id()), List.of(), null, null));
    }

    private static List<Long> sizes(UUID tenant, String which) {
        return List.of("turn", "fact", "decision", "feedback", "graph_outbox").stream()
                .map(table -> record.count(tenant, table + " WHERE " + which))
                .toList();
    }
}

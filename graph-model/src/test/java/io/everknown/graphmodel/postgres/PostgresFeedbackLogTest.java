package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.feedback.Feedback;
import io.everknown.memory.feedback.GiveFeedback;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.feedback.UnknownMemoryException;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresFeedbackLogTest {

    private static final String QUESTION = "Where does Ada live?";

    private static TestRecord record;
    private static GiveFeedback give;

    private final MemoryScope scope = TestRecord.someone();
    private List<Turn> turns = List.of();
    private UUID fact = Ids.next();

    @BeforeAll
    static void open() {
        record = TestRecord.shared(6);
        give = new GiveFeedback(record.feedback, record.ledger);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @BeforeEach
    void told() {
        turns = record.take(scope, "talk", "I live in Lisbon", "I like tea");
        Fact lisbon = TestFacts.fact(
                "Ada lives in Lisbon",
                "lives_in",
                "Lisbon",
                Validity.since(TestFacts.START),
                TestFacts.START,
                null,
                TrustLevel.USER,
                null,
                turns.subList(0, 1));
        record.write(scope, List.of(lisbon));
        fact = lisbon.id();
    }

    @Test
    void whatIsToldIsKeptInItsOrder() {
        NewFeedback told = new NewFeedback(
                QUESTION,
                List.of("Hi, \"Ada\"", "{x,y}"),
                List.of(turns.getFirst().id(), fact),
                List.of(turns.getLast().id()),
                TestFacts.START,
                null);
        Feedback kept = give.give(scope, told);

        assertThat(record.feedback.of(scope)).containsExactly(kept);
        assertThat(kept.query()).isEqualTo(QUESTION);
        assertThat(kept.context()).containsExactly("Hi, \"Ada\"", "{x,y}");
        assertThat(kept.used()).containsExactly(turns.getFirst().id(), fact);
        assertThat(kept.wrong()).containsExactly(turns.getLast().id());
        assertThat(kept.occurredAt()).isEqualTo(TestFacts.START);
    }

    @Test
    void aUsedFactIsFresherAndNothingElseOfItChanges() {
        Instant later = TestFacts.START.plus(Duration.ofDays(40));
        RecalledMemory before = stands();
        give.give(scope, used(later, null, fact));
        RecalledMemory after = stands();

        assertThat(after.lastRefreshedAt()).isEqualTo(later);
        assertThat(after)
                .usingRecursiveComparison()
                .ignoringFields("lastRefreshedAt")
                .isEqualTo(before);
        give.give(scope, used(TestFacts.START.plusSeconds(1), null, fact));
        assertThat(stands().lastRefreshedAt()).as("never older").isEqualTo(later);
        give.give(scope, new NewFeedback(QUESTION, List.of(), List.of(), List.of(fact), later.plusSeconds(9), null));
        assertThat(stands().lastRefreshedAt()).as("wrong is no use").isEqualTo(later);
        assertThat(record.catalogue
                        .load(scope, List.of(fact), null, before.recordedAt())
                        .getFirst()
                        .lastRefreshedAt())
                .as("as it was known before")
                .isEqualTo(before.lastRefreshedAt());
    }

    @Test
    void theSameKeyIsKeptOnceAndWithOtherContentRefused() throws Exception {
        NewFeedback told = used(TestFacts.START, "k", fact);
        Feedback first = give.give(scope, told);
        assertThat(give.give(scope, told)).isEqualTo(first);
        Together.run(4, n -> give.give(scope, used(TestFacts.START, "at once", fact)));
        assertThat(record.feedback.of(scope)).hasSize(2);
        assertThatExceptionOfType(IdempotencyConflictException.class)
                .isThrownBy(() -> give.give(
                        scope, used(TestFacts.START, "k", turns.getFirst().id())));
    }

    @Test
    void nobodyTellsOfWhatIsNotTheirs() {
        MemoryScope other = new MemoryScope(scope.tenant(), "bob");
        MemoryScope stranger = new MemoryScope(Ids.next(), scope.user());
        for (MemoryScope asker : List.of(other, stranger)) {
            for (UUID id : List.of(fact, turns.getFirst().id())) {
                assertThatExceptionOfType(UnknownMemoryException.class)
                        .isThrownBy(() -> give.give(asker, used(null, null, id)));
            }
        }
        Instant before = stands().lastRefreshedAt();
        assertThatExceptionOfType(UnknownMemoryException.class)
                .isThrownBy(() -> give.give(scope, used(null, null, fact, Ids.next())));
        assertThat(record.feedback.of(scope)).as("all or nothing").isEmpty();
        assertThat(stands().lastRefreshedAt()).isEqualTo(before);

        give.give(scope, used(null, null, fact));
        assertThat(record.feedback.of(other)).isEmpty();
        assertThat(record.feedback.of(stranger)).isEmpty();
        assertThat(record.count(stranger.tenant(), "feedback")).isZero();
        assertThat(record.count(scope.tenant(), "feedback_memory")).isEqualTo(1);
    }

    @Test
    void whatIsSharedMayBeToldOfAndStaysAsItIs() {
        List<Turn> shared =
                record.turns.append(scope, Visibility.TEAM, "team", List.of(TestRecord.said("We meet at nine")), true);
        record.derive(scope, shared, List.of());
        MemoryScope bob = new MemoryScope(scope.tenant(), "bob");
        give.give(bob, used(null, null, shared.getFirst().id()));

        assertThat(record.feedback.of(bob)).hasSize(1);
        assertThat(record.feedback.of(scope)).isEmpty();
        new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK)
                .forget(scope, shared.getFirst().id());
        assertThat(record.feedback.of(bob)).as("of whoever told").isEmpty();
    }

    @Test
    void whoGaveFeedbackIsToldOfOnesOwnTenantAlone() {
        give.give(scope, used(null, null, fact));
        give.give(scope, used(null, null, turns.getLast().id()));
        assertThat(record.feedback.users(scope.tenant())).containsExactly(scope.user());
        assertThat(record.feedback.users(TestRecord.someone().tenant())).isEmpty();
    }

    @Test
    void feedbackGoesWithWhatItNames() {
        Forget forget = new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK);
        give.give(scope, used(null, null, fact));
        give.give(
                scope,
                new NewFeedback(QUESTION, List.of(), List.of(turns.getLast().id()), List.of(fact), null, null));
        Feedback tea = give.give(scope, used(null, null, turns.getLast().id()));

        forget.forget(scope, fact);
        assertThat(record.feedback.of(scope)).containsExactly(tea);
        assertThat(record.count(scope.tenant(), "feedback_memory")).isEqualTo(1);
        forget.forget(scope, turns.getLast().id());
        assertThat(record.feedback.of(scope)).isEmpty();
    }

    private RecalledMemory stands() {
        return record.catalogue.load(scope, List.of(fact), null).getFirst();
    }

    private static NewFeedback used(@Nullable Instant at, @Nullable String key, UUID... ids) {
        return new NewFeedback(QUESTION, List.of(), List.of(ids), List.of(), at, key);
    }
}

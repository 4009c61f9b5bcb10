package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.consolidation.Essential;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Revise;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {

    private static final Decider DECIDER = new Decider(DecisionThresholds.DEFAULTS);
    private static final MemoryLimit FIVE = new MemoryLimit(5);

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void theLeastSalientGoOutOfRecallAndStayInTheList() {
        MemoryScope scope = TestRecord.someone();
        MemoryScope other = new MemoryScope(scope.tenant(), "bob");
        record.write(other, facts("Bob hums", 7));
        List<Fact> facts = facts("Ada hums", 7);
        record.write(scope, facts);

        List<UUID> archived = keep(scope);

        // The oldest two of equals.
        assertThat(archived).containsExactly(facts.get(0).id(), facts.get(1).id());
        assertThat(found(scope)).hasSize(5).doesNotContainAnyElementsOf(archived);
        assertThat(found(other)).as("of another user").hasSize(7);
        assertThat(listed(scope))
                .hasSize(7)
                .filteredOn(m -> m.upkeep().archivedAt() != null)
                .hasSize(2);
        assertThat(record.ledger
                        .decisions(scope, archived.getFirst(), null, 10)
                        .getFirst()
                        .reason())
                .isEqualTo("archived: among the least salient of 7 memories, of which 5 are kept at hand");
        assertThat(keep(scope)).as("once more").isEmpty();
    }

    @Test
    void whatIsPinnedOrEssentialIsSpared() {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = facts("Ada hums", 7);
        record.write(scope, facts);
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            held.pin(facts.get(0).id(), true);
            return true;
        });
        RecalledMemory second =
                record.catalogue.load(scope, List.of(facts.get(1).id()), null).getFirst();
        record.upkeep.keep(
                scope, Visibility.PRIVATE, List.of(new Essential(second, FactKind.IDENTITY, 0.5)), TestFacts.START);

        assertThat(keep(scope)).containsExactly(facts.get(2).id(), facts.get(3).id());
    }

    @Test
    void whatHasEndedDoesNotCount() {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = new ArrayList<>(facts("Ada hums", 5));
        facts.add(TestFacts.lives("Rome", new Validity(TestFacts.day(1), TestFacts.day(2))));
        record.write(scope, facts);
        assertThat(keep(scope)).isEmpty();
    }

    @Test
    void restoringBringsBackAndCountsAsSaidNow() {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = facts("Ada hums", 6);
        record.write(scope, facts);
        UUID archived = keep(scope).getFirst();
        Revise revise = new Revise(record.ledger, record.embedder, DECIDER, TestRecord.CLOCK);

        revise.revise(scope, Visibility.PRIVATE, archived, archiving(false));

        assertThat(found(scope)).contains(archived);
        assertThat(keep(scope))
                .as("room is made by another")
                .doesNotContain(archived)
                .hasSize(1);
        revise.revise(scope, Visibility.PRIVATE, archived, archiving(true));
        assertThat(found(scope)).doesNotContain(archived);
    }

    @Test
    void sayingItAgainBringsItBack() {
        MemoryScope scope = TestRecord.someone();
        List<Fact> facts = facts("Ada hums", 6);
        record.write(scope, facts);
        UUID archived = keep(scope).getFirst();
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            Fact known = held.fact(archived).orElseThrow();
            held.record(new io.everknown.memory.decision.SubjectLedger.Derived(
                    List.of(),
                    List.of(new io.everknown.memory.decision.SubjectLedger.WrittenFact(
                            known.confirmed(null, TrustLevel.USER, Instant.now()), null)),
                    List.of(),
                    "test",
                    "test",
                    DecisionThresholds.DEFAULTS));
            return true;
        });
        assertThat(found(scope)).contains(archived);
    }

    @Test
    void theAnswerOfThenStillHasIt() {
        MemoryScope scope = TestRecord.someone();
        record.write(scope, facts("Ada hums", 6));
        Instant before = Instant.now();
        UUID archived = keep(scope).getFirst();
        Instant now = Instant.now();
        TimeFrame then = new TimeFrame(true, null, before, now);
        assertThat(record.catalogue
                        .load(scope, List.of(archived), null, before)
                        .getFirst()
                        .upkeep()
                        .archivedAt())
                .isNull();
        assertThat(found(scope, then)).contains(archived);
        assertThat(found(scope)).doesNotContain(archived);
    }

    private static Revise.Change archiving(boolean archived) {
        return new Revise.Change(null, null, null, null, null, null, null, archived, null);
    }

    private static List<Fact> facts(String text, int number) {
        List<Fact> facts = new ArrayList<>();
        for (int day = 0; day < number; day++) {
            facts.add(TestFacts.fact(
                    text + " on day " + day,
                    null,
                    null,
                    Validity.since(TestFacts.day(day)),
                    TestFacts.day(day),
                    null,
                    TrustLevel.USER,
                    null,
                    List.of()));
        }
        return facts;
    }

    private static List<UUID> keep(MemoryScope scope) {
        return record.ledger.serially(
                scope, Visibility.PRIVATE, held -> FIVE.keep(held, DECIDER, TestRecord.CLOCK.instant()));
    }

    private static List<UUID> found(MemoryScope scope) {
        return found(scope, TimeFrame.current(Instant.now()));
    }

    private static List<UUID> found(MemoryScope scope, TimeFrame frame) {
        SearchFilter filter = new SearchFilter(EnumSet.of(MemoryType.FACT), frame, null, null);
        MemoryView view = record.index.open(scope, filter);
        List<UUID> near = view.nearest(record.embedder.embedQuery("hums"), 20).stream()
                .map(hit -> hit.memory())
                .toList();
        assertThat(view.match("hums", 20).stream().map(hit -> hit.memory())).containsExactlyInAnyOrderElementsOf(near);
        return near;
    }

    private static List<RecalledMemory> listed(MemoryScope scope) {
        return record.catalogue.list(
                scope,
                new SearchFilter(EnumSet.of(MemoryType.FACT), TimeFrame.current(Instant.now()), null, null),
                null,
                50);
    }
}

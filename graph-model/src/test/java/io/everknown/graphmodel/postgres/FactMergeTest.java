package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestFacts.START;
import static io.everknown.graphmodel.postgres.TestFacts.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Derivations;
import io.everknown.memory.decision.DuplicateRule;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.StatementComparison;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.extraction.ThingWords;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMergeLog.Shown;
import io.everknown.memory.merging.MergeConflictException;
import io.everknown.memory.merging.MergeDuplicates;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Merging facts that say the same, on the real record. */
class FactMergeTest {

    private static TestRecord record;

    private final MemoryScope scope = TestRecord.someone();
    private final Instant now = TestRecord.CLOCK.instant();
    private final MergeDuplicates merging = new MergeDuplicates(
            record.factMerges,
            record.ledger,
            new DuplicateRule(
                    StatementComparison.NONE,
                    Wording.NONE,
                    new FrameReader(
                            FactMergeTest::nouns,
                            SyntaxAnalyser.NONE,
                            new ThingWords(Map.of(), Set.of(), Set.of(), Set.of(), Map.of(), Set.of(), Set.of())),
                    DuplicateRule.Limits.DEFAULTS),
            TestRecord.CLOCK);

    private static String[] nouns(String[] tokens) {
        String[] tags = new String[tokens.length];
        java.util.Arrays.fill(tags, "NN");
        return tags;
    }

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void theSurvivorSpeaksForBothAndUndoingRestoresBothExactly() {
        Fact first = said("one", "Ada keeps bees on the roof.", 3);
        Fact second = said("two", "Ada keeps bees on the roof!", 9);
        Fact other = said("three", "Ada keeps hens on the roof.", 9);

        List<Shown> planned = merging.preview(scope, Visibility.PRIVATE);
        assertThat(planned).hasSize(1);
        assertThat(stands(second)).as("a dry run does nothing").isEqualTo(second);

        Shown made = only(merging.merge(scope, Visibility.PRIVATE));
        Fact survivor = stands(first);
        assertThat(made.merge().survivor()).isEqualTo(first.id());
        assertThat(survivor.support()).isEqualTo(2);
        assertThat(survivor.validity()).isEqualTo(Validity.since(day(3)));
        assertThat(survivor.lastRefreshedAt()).isEqualTo(day(9));
        assertThat(survivor.sources()).hasSize(2);
        RecalledMemory merged = shown(second);
        assertThat(merged.supersededBy()).isEqualTo(first.id());
        assertThat(merged.upkeep().archiveReason()).isEqualTo(ArchiveReason.MERGED);
        assertThat(stands(other)).isEqualTo(other);
        assertThat(record.ledger
                        .decisions(scope, second.id(), null, 10)
                        .getFirst()
                        .reason())
                .isEqualTo("merged: another fact says the same in the same words");
        assertThat(merging.merge(scope, Visibility.PRIVATE))
                .as("twice does nothing")
                .isEmpty();

        merging.undo(scope, made.merge().id());
        assertThat(stands(first)).isEqualTo(first);
        assertThat(stands(second)).isEqualTo(second);
        assertThat(shown(second).upkeep().archivedAt()).isNull();
        assertThat(merging.merge(scope, Visibility.PRIVATE))
                .as("apart for good")
                .isEmpty();
        assertThatThrownBy(() -> merging.undo(scope, made.merge().id())).isInstanceOf(MergeConflictException.class);
    }

    @Test
    void whatCameSinceStaysWhenAMergeIsUndone() {
        Fact first = said("one", "Ada keeps bees.", 3);
        Fact second = said("two", "Ada keeps bees!", 1);
        Fact third = said("three", "Ada keeps bees?!", 20);
        List<Shown> made = merging.merge(scope, Visibility.PRIVATE);
        assertThat(made).hasSize(2);
        UUID survivor = made.getFirst().merge().survivor();
        assertThat(survivor).as("true for longest").isEqualTo(second.id());

        merging.undo(scope, of(made, third).merge().id());
        Fact left = record.ledger
                .serially(scope, Visibility.PRIVATE, held -> held.fact(survivor))
                .orElseThrow();
        assertThat(left.support()).isEqualTo(2);
        assertThat(left.lastRefreshedAt()).isEqualTo(day(3));
        merging.undo(scope, of(made, first).merge().id());
        assertThat(List.of(stands(first), stands(second), stands(third))).containsExactly(first, second, third);
    }

    @Test
    void theGraphFollowsThroughTheOutbox() {
        Fact first = said("one", "Ada keeps bees.", 3);
        Fact second = said("two", "Ada keeps bees!", 9);
        record.drain(scope);
        merging.merge(scope, Visibility.PRIVATE);
        List<GraphProjection> projections = new ArrayList<>();
        record.outbox.relay(scope, 100, projections::add);
        assertThat(projections.toString())
                .contains(first.id().toString(), second.id().toString());
    }

    @Test
    void whatRestsOnAMergedFactFollowsTheSurvivor() {
        Fact first = said("one", "Ada keeps bees.", 3);
        Fact second = said("two", "Ada keeps bees!", 9);
        Fact summary = derived("A summary.");
        record.write(scope, List.of(summary));
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            held.rest(summary.id(), List.of(second.id()));
            return true;
        });
        merging.merge(scope, Visibility.PRIVATE);
        assertThat(stands(summary).retractedAt()).isNull();

        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            Fact gone = stands(first).retractedAt(now);
            held.record(new io.everknown.memory.decision.SubjectLedger.Derived(
                    List.of(), List.of(new WrittenFact(gone, null)), List.of(), "test", "test", null));
            return Derivations.afterDecisions(
                    held,
                    List.of(new io.everknown.memory.decision.SubjectLedger.LoggedDecision(
                            UUID.randomUUID(),
                            null,
                            new io.everknown.memory.decision.Decision.Delete(gone, "taken back", 1),
                            List.of())),
                    now);
        });
        assertThat(stands(summary).retractedAt()).isNotNull();
    }

    @Test
    void forgettingTheSurvivorForgetsWhatWasMergedIntoIt() {
        Fact first = said("one", "Ada keeps xylocopa.", 3);
        said("two", "Ada keeps xylocopa!", 9);
        merging.merge(scope, Visibility.PRIVATE);
        new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK).forget(scope, first.id());
        assertThat(record.tablesWith(scope.tenant(), "xylocopa")).isEmpty();
    }

    @Test
    void tenantsUsersAndTrustLevelsStayApart() {
        said("one", "Ada keeps bees.", 3);
        MemoryScope neighbour = new MemoryScope(scope.tenant(), "bob");
        MemoryScope stranger = TestRecord.someone();
        said(neighbour, "two", "Ada keeps bees!", 4, TrustLevel.USER);
        said(stranger, "two", "Ada keeps bees!", 4, TrustLevel.USER);
        said(scope, "two", "Ada keeps bees!", 4, TrustLevel.UNTRUSTED);
        assertThat(merging.merge(scope, Visibility.PRIVATE)).isEmpty();

        said("four", "Ada keeps bees?", 9);
        Shown made = merging.merge(scope, Visibility.PRIVATE).getFirst();
        assertThat(merging.undo(neighbour, made.merge().id())).isEmpty();
        assertThat(merging.undo(
                        new MemoryScope(stranger.tenant(), "ada"), made.merge().id()))
                .isEmpty();
        assertThat(record.factMerges.page(neighbour, null, 10)).isEmpty();
        assertThat(record.factMerges.page(stranger, null, 10)).isEmpty();
        assertThat(record.factMerges.page(scope, null, 10)).hasSize(1);
        assertThat(record.count(stranger.tenant(), "fact_merge")).isZero();
    }

    private static Shown of(List<Shown> made, Fact merged) {
        return made.stream()
                .filter(one -> one.merge().merged().equals(merged.id()))
                .findFirst()
                .orElseThrow();
    }

    private static Shown only(List<Shown> made) {
        assertThat(made).hasSize(1);
        return made.getFirst();
    }

    private Fact said(String conversation, String text, int day) {
        return said(scope, conversation, text, day, TrustLevel.USER);
    }

    private static Fact said(MemoryScope whose, String conversation, String text, int day, TrustLevel trust) {
        Turn turn = record.turns
                .append(whose, Visibility.PRIVATE, conversation, List.of(TestRecord.said(text, day(day), null)), true)
                .getFirst();
        record.derive(whose, List.of(turn), List.of());
        Fact fact =
                TestFacts.fact(text, null, null, Validity.since(day(day)), day(day), null, trust, null, List.of(turn));
        record.write(whose, List.of(fact));
        return stands(whose, fact);
    }

    private static Fact derived(String text) {
        Fact fact = TestFacts.fact(text);
        return new Fact(
                fact.id(),
                MemoryType.SUMMARY,
                text,
                fact.subject(),
                null,
                null,
                fact.entities(),
                fact.relations(),
                fact.validity(),
                START,
                null,
                null,
                List.of(),
                fact.visibility(),
                fact.trust(),
                1,
                0.5,
                1,
                START,
                null,
                null,
                List.of());
    }

    private Fact stands(Fact fact) {
        return stands(scope, fact);
    }

    private static Fact stands(MemoryScope whose, Fact fact) {
        Optional<Fact> found = record.ledger.serially(whose, Visibility.PRIVATE, held -> held.fact(fact.id()));
        return found.orElseThrow();
    }

    private RecalledMemory shown(Fact fact) {
        return record.catalogue.load(scope, List.of(fact.id()), null).getFirst();
    }
}

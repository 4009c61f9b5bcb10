package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestFacts.START;
import static io.everknown.graphmodel.postgres.TestFacts.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.consolidation.Cleanup;
import io.everknown.memory.consolidation.EssentialRule;
import io.everknown.memory.consolidation.FadingRule;
import io.everknown.memory.consolidation.MemoryKinds;
import io.everknown.memory.consolidation.Prune;
import io.everknown.memory.consolidation.PruningRule;
import io.everknown.memory.consolidation.PruningRule.Limits;
import io.everknown.memory.consolidation.PruningRule.Weak;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Revise;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.extraction.SlotKinds.Kinds;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.recall.Upkeep;
import io.everknown.memory.time.TimeFrame;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pruning and cleaning on the real record, at moments that the test sets. */
class UpkeepTest {

    private static final Duration GRACE = Duration.ofHours(24);
    private static final Duration KEEP = Duration.ofDays(30);
    private static final Limits LIMITS = new Limits(0.5, Duration.ofDays(20), 2);

    private static TestRecord record;

    private final MemoryScope scope = TestRecord.someone();
    private final MemoryScope bob = new MemoryScope(scope.tenant(), "bob");

    private Instant now = START;
    private Prune prune;
    private Cleanup cleanup;
    private Forget forget;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    UpkeepTest() {
        MemoryKinds kinds = new MemoryKinds(
                new SlotKinds(Map.of("lives_in", new Kinds(FactKind.IDENTITY, FactKind.FACT, FactKind.FACT))));
        EssentialRule rule = new EssentialRule(kinds, Map.of(FactKind.IDENTITY, 0.8), 0.6);
        FadingRule fading = new FadingRule(
                kinds, rule, Map.of(FactKind.FACT, Duration.ofDays(20), FactKind.IDENTITY, Duration.ofDays(20)), 0.05);
        prune = new Prune(record.upkeep, record.ledger, new PruningRule(rule, fading), LIMITS, () -> now);
        forget = new Forget(record.catalogue, record.eraser, record.embedder, () -> now);
        cleanup = cleanup(KEEP);
    }

    private Cleanup cleanup(Duration keep) {
        return new Cleanup(record.upkeep, forget, () -> now, GRACE, keep);
    }

    @Test
    void aDryRunListsExactlyWhatARunArchives() {
        Random random = new Random(9);
        for (int round = 0; round < 5; round++) {
            MemoryScope someone = TestRecord.someone();
            List<Fact> facts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                facts.add(
                        i % 8 == 0
                                ? TestFacts.lives("Rome " + i, Validity.since(START))
                                : TestFacts.random(random, "tea number " + i));
            }
            record.write(someone, facts);
            record.ledger.serially(someone, Visibility.PRIVATE, held -> {
                facts.stream().filter(fact -> random.nextInt(5) == 0).forEach(fact -> held.pin(fact.id(), true));
                return true;
            });
            now = day(20 + random.nextInt(60));
            List<Weak> planned = prune.preview(someone, Visibility.PRIVATE, LIMITS);
            assertThat(archived(someone)).as("a dry run does nothing").isEmpty();
            List<Weak> done = prune.prune(someone, Visibility.PRIVATE, LIMITS);

            assertThat(done).isEqualTo(planned);
            assertThat(archived(someone)).containsExactlyInAnyOrderElementsOf(ids(planned));
            assertThat(done)
                    .allSatisfy(
                            weak -> assertThat(weak.memory().upkeep().pinned()).isFalse())
                    .allSatisfy(weak -> assertThat(weak.memory().slot()).isNull());
            assertThat(prune.prune(someone, Visibility.PRIVATE, LIMITS))
                    .as("once more")
                    .isEmpty();
        }
    }

    @Test
    void undoRestoresExactlyAndCountsAsSaidNow() {
        Fact fact = TestFacts.fact("Ada hums");
        record.write(scope, List.of(fact));
        RecalledMemory before = stands(fact).orElseThrow();
        now = day(21);
        assertThat(ids(prune.prune(scope, Visibility.PRIVATE, LIMITS))).containsExactly(fact.id());
        assertThat(stands(fact).orElseThrow().upkeep())
                .isEqualTo(new Upkeep(false, now, ArchiveReason.PRUNED, null, List.of()));
        assertThat(reasons(scope, fact.id()).getFirst())
                .isEqualTo("pruned: its confidence has faded from 1.00 to 0.48, below 0.50;"
                        + " known for 21 days, said once, never used");

        new Revise(record.ledger, record.embedder, new Decider(DecisionThresholds.DEFAULTS), () -> now)
                .revise(
                        scope,
                        Visibility.PRIVATE,
                        fact.id(),
                        new Revise.Change(null, null, null, null, null, null, null, false, null));

        assertThat(stands(fact).orElseThrow())
                .usingRecursiveComparison()
                .ignoringFields("lastRefreshedAt")
                .isEqualTo(before);
        assertThat(stands(fact).orElseThrow().lastRefreshedAt()).isEqualTo(now);
        assertThat(prune.prune(scope, Visibility.PRIVATE, LIMITS))
                .as("it is fresh")
                .isEmpty();
    }

    @Test
    void whatIsPrunedIsForgottenAfterItsTimeInTheBinAndNoEarlier() {
        Fact pruned = TestFacts.fact("Ada hums");
        Fact limited = TestFacts.fact("Ada sings");
        record.write(scope, List.of(pruned, limited));
        Instant archived = day(21);
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            held.archive(List.of(pruned.id()), archived, ArchiveReason.PRUNED);
            return held.archive(List.of(limited.id()), archived, ArchiveReason.LIMIT);
        });

        now = archived.plus(KEEP).minusMillis(1);
        cleanup.run();
        assertThat(stands(pruned)).isPresent();
        now = archived.plus(KEEP);
        cleanup(Duration.ZERO).run();
        assertThat(stands(pruned)).as("kept for ever").isPresent();
        cleanup.run();
        assertThat(stands(pruned)).isEmpty();
        assertThat(stands(limited)).as("archived by the limit").isPresent();
        assertThat(log(scope).getFirst().reason())
                .isEqualTo("forgotten: pruned at " + archived + ", more than 720 h ago");
    }

    @Test
    void whatExpiredGoesAfterItsGraceWithTheWordsThatSaidIt() {
        List<Turn> turns = record.take(scope, "talk", "My code is 4711.");
        Fact fact = TestFacts.fact(
                "Ada's code is 4711", null, null, Validity.since(START), START, null, TrustLevel.USER, day(10), turns);
        record.write(scope, List.of(fact));
        assertThat(shown(day(10).minusMillis(1))).contains(fact.id());
        assertThat(shown(day(10))).doesNotContain(fact.id());

        now = day(11).minusMillis(1);
        cleanup.run();
        assertThat(stands(fact)).as("within its grace").isPresent();
        now = day(11);
        cleanup.run();

        assertThat(stands(fact)).isEmpty();
        assertThat(record.catalogue.load(scope, List.of(turns.getFirst().id()), null))
                .isEmpty();
        DecisionRecord logged = log(scope).getFirst();
        assertThat(logged.reason()).isEqualTo("forgotten: expired at " + day(10) + ", more than 24 h ago");
        assertThat(logged.fact()).isNull();
        assertThat(logged.text()).isEqualTo(Forget.MARK);
        assertThat(record.count(scope.tenant(), "decision WHERE text LIKE '%4711%'"))
                .isZero();
        assertThat(record.count(scope.tenant(), "graph_outbox WHERE memory_id = '" + fact.id() + "'"))
                .as("the graph is told")
                .isEqualTo(1);
    }

    @Test
    void whatWasProlongedInTheMeantimeStays() {
        Fact fact = expiring(day(10), "Ada hums");
        record.write(scope, List.of(fact));
        Optional<Forget.Forgotten> done = forget.forgetDue(
                scope, fact.id(), memory -> memory.expiresAt() == null ? Optional.of("expired") : Optional.empty());
        assertThat(done).isEmpty();
        assertThat(stands(fact)).isPresent();
        assertThat(forget.forgetDue(bob, fact.id(), memory -> Optional.of("somebody else's")))
                .isEmpty();
        assertThat(stands(fact)).isPresent();
    }

    @Test
    void manyGoInBatchesAndOnlyTheirOwnersAre() {
        List<Fact> due = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            due.add(expiring(day(10), "Ada hums " + i));
        }
        Fact bobs = expiring(day(200), "Bob hums");
        record.write(scope, due);
        record.write(bob, List.of(bobs));
        now = day(30);
        assertThat(cleanup.run()).isGreaterThanOrEqualTo(230);
        assertThat(record.count(scope.tenant(), "fact")).isEqualTo(1);
        assertThat(record.catalogue.load(bob, List.of(bobs.id()), null)).hasSize(1);
    }

    @Test
    void nobodyPrunesWhatIsSomebodyElses() {
        Fact ours = TestFacts.fact("Ada hums");
        Fact team = TestFacts.shared("We hum");
        record.write(scope, List.of(ours));
        record.write(scope, List.of(team));
        MemoryScope stranger = new MemoryScope(TestRecord.someone().tenant(), scope.user());
        now = day(60);
        assertThat(prune.prune(bob, Visibility.PRIVATE, LIMITS)).isEmpty();
        assertThat(prune.prune(stranger, Visibility.PRIVATE, LIMITS)).isEmpty();
        assertThat(prune.prune(stranger, Visibility.TEAM, LIMITS)).isEmpty();
        assertThat(ids(prune.preview(bob, Visibility.TEAM, LIMITS))).containsExactly(team.id());
        assertThat(archived(scope)).isEmpty();
        assertThat(prune.run()).isGreaterThanOrEqualTo(2);
        assertThat(archived(scope)).containsExactlyInAnyOrder(ours.id(), team.id());
    }

    private static Fact expiring(Instant end, String text) {
        return TestFacts.fact(text, null, null, Validity.since(START), START, null, TrustLevel.USER, end, List.of());
    }

    private Optional<RecalledMemory> stands(Fact fact) {
        return record.catalogue.load(scope, List.of(fact.id()), null).stream().findFirst();
    }

    private List<UUID> shown(Instant at) {
        SearchFilter facts = SearchFilter.current(at);
        return record.catalogue.list(scope, facts, null, 50).stream()
                .map(RecalledMemory::id)
                .toList();
    }

    private static List<UUID> archived(MemoryScope of) {
        SearchFilter all = new SearchFilter(Set.of(MemoryType.FACT), TimeFrame.everything(START), null, null);
        return record.catalogue.list(of, all, null, 500).stream()
                .filter(memory -> memory.upkeep().archivedAt() != null)
                .map(RecalledMemory::id)
                .toList();
    }

    private static List<UUID> ids(List<Weak> weak) {
        return weak.stream().map(one -> one.memory().id()).toList();
    }

    private static List<String> reasons(MemoryScope of, UUID fact) {
        return record.ledger.decisions(of, fact, null, 10).stream()
                .map(DecisionRecord::reason)
                .toList();
    }

    private static List<DecisionRecord> log(MemoryScope of) {
        return record.ledger.decisions(of, null, null, 10);
    }
}

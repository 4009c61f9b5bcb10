package io.everknown.graphmodel.postgres;

import static io.everknown.graphmodel.postgres.TestFacts.START;
import static io.everknown.graphmodel.postgres.TestFacts.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.consolidation.Essential;
import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import io.everknown.memory.consolidation.UpkeepLedger.Cursor;
import io.everknown.memory.consolidation.UpkeepLedger.Page;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresUpkeepLedgerTest {

    private static final Instant NOW = day(1_000);

    private static TestRecord record;

    private final MemoryScope scope = TestRecord.someone();
    private final MemoryScope bob = new MemoryScope(scope.tenant(), "bob");
    private final MemoryScope stranger = TestRecord.someone();

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void itKeepsWhatIsEssentialWithItsReasonSinceWhenAndForWhom() {
        Fact home = TestFacts.lives("Rome", Validity.since(START));
        Fact other = TestFacts.fact("Ada hums");
        record.write(scope, List.of(home, other));

        keep(scope, day(1), home, other);
        keep(scope, day(2), home);

        assertThat(record.upkeep.weighed(scope, home.id()).orElseThrow()).satisfies(weighed -> {
            assertThat(weighed.weight()).isEqualTo(0.5);
            assertThat(weighed.reason())
                    .isEqualTo("who the user is (lives_in), said once, believed as the user's own words");
            assertThat(weighed.since()).isEqualTo(day(1));
            assertThat(weighed.at()).isEqualTo(day(2));
        });
        assertThat(record.upkeep.weighed(scope, other.id())).as("no longer").isEmpty();
        assertThat(record.upkeep.weighed(bob, home.id())).isEmpty();
        assertThat(record.upkeep.weighed(new MemoryScope(stranger.tenant(), "ada"), home.id()))
                .isEmpty();

        keep(bob, day(3), home);
        keep(stranger, day(3), home);
        assertThat(record.upkeep.weighed(scope, home.id()).orElseThrow().at())
                .as("nobody else weighs it")
                .isEqualTo(day(2));
        record.eraser.serially(scope, Visibility.PRIVATE, erasure -> {
            erasure.eraseFact(home.id());
            return true;
        });
        assertThat(record.count(scope.tenant(), "essential")).isZero();
    }

    @Test
    void itGivesWhatHoldsOfOneAudienceAlone() {
        Fact home = TestFacts.lives("Rome", Validity.since(START));
        Fact ended = TestFacts.lives("Oslo", new Validity(START, day(3)));
        record.write(scope, List.of(home, ended, TestFacts.fact("Ada hums")));
        record.write(bob, List.of(TestFacts.lives("Bonn", Validity.since(START))));
        Fact team = TestFacts.shared("We hum");
        record.write(scope, List.of(team));
        inside(scope, Visibility.TEAM, held -> held.pin(team.id(), true));

        assertThat(slotted(scope, Visibility.PRIVATE)).containsExactly(home.id());
        assertThat(slotted(scope, Visibility.TEAM)).containsExactly(team.id());
        assertThat(slotted(bob, Visibility.GLOBAL)).containsExactly(team.id());
        assertThat(slotted(stranger, Visibility.TEAM)).isEmpty();
    }

    @Test
    void itFindsEveryAudienceOnceWithAUserOfIt() {
        record.write(scope, List.of(TestFacts.fact("Ada hums")));
        record.write(bob, List.of(TestFacts.fact("Bob hums")));
        record.write(bob, List.of(TestFacts.shared("We hum")));

        List<Audience> all = new ArrayList<>();
        Cursor after = null;
        do {
            Page page = record.upkeep.audiences(after, 2);
            all.addAll(page.audiences());
            after = page.next();
        } while (after != null);

        assertThat(all)
                .doesNotHaveDuplicates()
                .filteredOn(audience -> audience.scope().tenant().equals(scope.tenant()))
                .containsExactlyInAnyOrder(
                        new Audience(scope, Visibility.PRIVATE),
                        new Audience(bob, Visibility.PRIVATE),
                        new Audience(bob, Visibility.TEAM));
    }

    @Test
    void onlyWhatNothingSpeaksForIsUnsupported() {
        List<Turn> turns = record.take(scope, "talk", "I hum", "I sing");
        Fact weak = TestFacts.fact("Ada waits");
        Fact pinned = TestFacts.fact("Ada is pinned");
        Fact used = TestFacts.fact("Ada is used");
        Fact told = TestFacts.saidIn(turns.getFirst(), "Ada hums");
        Fact untold = TestFacts.saidIn(turns.getLast(), "Ada sings");
        Fact carrying = TestFacts.fact("Ada carries");
        Fact derived = TestFacts.fact("Ada rests on that");
        Fact archived = TestFacts.fact("Ada is archived");
        Fact young = at(day(999), "Ada is new");
        Fact ended = TestFacts.lives("Oslo", new Validity(START, day(3)));
        record.write(scope, List.of(weak, pinned, used, told, untold, carrying, derived, archived, young, ended));
        record.write(bob, List.of(TestFacts.fact("Bob hums")));
        inside(scope, Visibility.PRIVATE, held -> {
            held.pin(pinned.id(), true);
            held.rest(derived.id(), List.of(carrying.id()));
            held.archive(List.of(archived.id()), day(1), ArchiveReason.HAND);
        });
        record.feedback.add(
                scope,
                new NewFeedback(
                        "Who hums?",
                        List.of(),
                        List.of(used.id(), turns.getFirst().id()),
                        List.of(weak.id()),
                        START,
                        null));

        assertThat(unsupported(scope, 2)).containsExactlyInAnyOrder(weak.id(), untold.id(), derived.id());
        assertThat(unsupported(scope, 1)).as("said once is enough then").isEmpty();
        assertThat(unsupported(stranger, 2)).isEmpty();
    }

    @Test
    void itFindsWhatIsOverdueToTheMoment() {
        Fact expires = expiring(day(10));
        Fact later = expiring(day(11));
        Fact pruned = TestFacts.fact("Ada was pruned");
        Fact archived = TestFacts.fact("Ada was archived");
        record.write(scope, List.of(expires, later, pruned, archived));
        inside(scope, Visibility.PRIVATE, held -> {
            held.archive(List.of(pruned.id()), day(20), ArchiveReason.PRUNED);
            held.archive(List.of(archived.id()), day(20), ArchiveReason.LIMIT);
        });

        assertThat(overdue(scope, day(10).minusMillis(1), day(20).minusMillis(1)))
                .isEmpty();
        assertThat(overdue(scope, day(10), day(20))).containsExactlyInAnyOrder(expires.id(), pruned.id());
        assertThat(overdue(bob, day(10), day(20))).isEmpty();
        assertThat(toClean(day(10).minusMillis(1), day(20).minusMillis(1))).doesNotContain(scope);
        assertThat(toClean(day(10), START)).contains(scope);
        assertThat(toClean(START, day(20))).contains(scope);
        inside(scope, Visibility.PRIVATE, held -> held.restore(List.of(pruned.id())));
        assertThat(overdue(scope, START, day(20))).isEmpty();
    }

    private static void keep(MemoryScope of, Instant now, Fact... facts) {
        List<Essential> essentials =
                record.catalogue.load(new MemoryScope(of.tenant(), "ada"), ids(facts), null).stream()
                        .map(memory -> new Essential(memory, FactKind.IDENTITY, 0.5))
                        .toList();
        record.upkeep.keep(of, Visibility.PRIVATE, essentials, now);
    }

    private static List<UUID> ids(Fact... facts) {
        return Arrays.stream(facts).map(Fact::id).toList();
    }

    private static List<UUID> slotted(MemoryScope of, Visibility visibility) {
        return record.upkeep.slotted(of, visibility, Set.of("lives_in"), NOW).stream()
                .map(RecalledMemory::id)
                .toList();
    }

    private static List<UUID> unsupported(MemoryScope of, int support) {
        return record.upkeep.unsupported(of, Visibility.PRIVATE, day(900), support, NOW).stream()
                .map(RecalledMemory::id)
                .toList();
    }

    private static List<UUID> overdue(MemoryScope of, Instant expired, Instant binned) {
        return record.upkeep.overdue(of, Visibility.PRIVATE, expired, binned, 10);
    }

    private static List<MemoryScope> toClean(Instant expired, Instant binned) {
        return record.upkeep.toClean(expired, binned, 10_000).stream()
                .map(Audience::scope)
                .toList();
    }

    private static void inside(MemoryScope of, Visibility visibility, Consumer<SubjectLedger> work) {
        record.ledger.serially(of, visibility, held -> {
            work.accept(held);
            return true;
        });
    }

    private static Fact at(Instant recorded, String text) {
        return TestFacts.fact(
                text, null, null, Validity.since(START), recorded, null, TrustLevel.USER, null, List.of());
    }

    private static Fact expiring(Instant end) {
        return TestFacts.fact(
                "Ada expires " + Ids.next(),
                null,
                null,
                Validity.since(START),
                START,
                null,
                TrustLevel.USER,
                end,
                List.of());
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.Job;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresJobLogTest {

    private static TestRecord record;

    private final MemoryScope scope = TestRecord.someone();

    @BeforeAll
    static void open() {
        record = TestRecord.shared(4);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void aJobTakesTheTurnsThatNobodyDerivedFrom() {
        List<UUID> turns = stored("a", "I live in Oslo.", "I have a dog.");
        Job job = record.jobs.open(scope, "a", turns).orElseThrow();
        assertThat(job.state()).isEqualTo(Job.State.QUEUED);
        assertThat(job.turns()).isEqualTo(turns);
        assertThat(job.usage())
                .isEqualTo(record.jobs.find(scope, job.id()).orElseThrow().usage());
        assertThat(record.turns.pending(scope, 10)).as("left to the job").isEmpty();
        assertThat(record.turns.scopesWithPending(Duration.ofSeconds(-60), 10_000))
                .doesNotContain(scope);
        assertThat(record.jobs.scopesWithJobs(10_000)).contains(scope);
    }

    @Test
    void theSameTurnsLeadToTheSameJobAndDerivedOnesToNone() {
        List<UUID> turns = stored("a", "I live in Oslo.");
        Job job = record.jobs.open(scope, "a", turns).orElseThrow();
        assertThat(record.jobs.open(scope, "a", turns).orElseThrow().id()).isEqualTo(job.id());

        List<UUID> derived =
                record.take(scope, "b", "I like tea.").stream().map(Turn::id).toList();
        assertThat(record.jobs.open(scope, "b", derived)).isEmpty();
    }

    @Test
    void jobsOfAScopeComeInTheOrderTheyWereAccepted() {
        Job first = record.jobs.open(scope, "a", stored("a", "one")).orElseThrow();
        Job second = record.jobs.open(scope, "b", stored("b", "two")).orElseThrow();
        assertThat(record.jobs.next(scope).orElseThrow().id()).isEqualTo(first.id());
        Job again = record.jobs.next(scope).orElseThrow();
        assertThat(again.id()).as("begun and not ended").isEqualTo(first.id());
        assertThat(again.attempts()).isEqualTo(2);
        record.jobs.done(scope, first.id());
        assertThat(record.jobs.next(scope).orElseThrow().id()).isEqualTo(second.id());
        record.jobs.done(scope, second.id());
        assertThat(record.jobs.next(scope)).isEmpty();
        assertThat(record.jobs.scopesWithJobs(10_000)).doesNotContain(scope);
    }

    @Test
    void whatIsUsedAddsUp() {
        Job job = record.jobs.open(scope, "a", stored("a", "one")).orElseThrow();
        Usage once = new Usage(7, new ModelUsage(100, 20, new BigDecimal("0.00012")));
        record.jobs.used(scope, job.id(), once);
        record.jobs.used(scope, job.id(), once);
        Usage both = record.jobs.find(scope, job.id()).orElseThrow().usage();
        assertThat(both.embeddedTokens()).isEqualTo(14);
        assertThat(both.model().inputTokens()).isEqualTo(200);
        assertThat(both.model().outputTokens()).isEqualTo(40);
        assertThat(both.model().costUsd()).isEqualByComparingTo("0.00024");
    }

    @Test
    void aJobThatAlwaysFailsIsGivenUpAndItsTurnsWaitForTheOthers() {
        List<UUID> turns = stored("a", "one");
        Job job = record.jobs.open(scope, "a", turns).orElseThrow();
        assertThat(record.jobs.failed(scope, job.id(), "no", 2)).isFalse();
        assertThat(record.jobs.next(scope).orElseThrow().id()).isEqualTo(job.id());
        assertThat(record.jobs.failed(scope, job.id(), "no", 2)).isTrue();
        assertThat(record.jobs.find(scope, job.id()).orElseThrow().state()).isEqualTo(Job.State.FAILED);
        assertThat(record.jobs.next(scope)).isEmpty();
        assertThat(record.turns.pending(scope, 10)).extracting(Turn::id).isEqualTo(turns);
    }

    @Test
    void nobodyElseSeesAJob() {
        Job job = record.jobs.open(scope, "a", stored("a", "one")).orElseThrow();
        assertThat(record.jobs.find(new MemoryScope(scope.tenant(), "bob"), job.id()))
                .isEmpty();
        MemoryScope stranger = new MemoryScope(Ids.next(), scope.user());
        assertThat(record.jobs.find(stranger, job.id())).isEmpty();
        assertThat(record.jobs.next(stranger)).isEmpty();
        assertThat(record.jobs.open(stranger, "a", job.turns())).isEmpty();
    }

    @Test
    void turnsAreReadInTheOrderAskedAndWithWhatCameBefore() {
        List<Turn> turns = record.turns.append(
                scope,
                Visibility.PRIVATE,
                "a",
                List.of(TestRecord.said("one"), TestRecord.said("two"), TestRecord.said("three")),
                true);
        stored("b", "elsewhere");
        assertThat(record.turns.turns(
                        scope,
                        List.of(turns.get(2).id(), Ids.next(), turns.get(0).id())))
                .extracting(Turn::content)
                .containsExactly("three", "one");
        assertThat(record.turns.before(scope, turns.get(2), 1))
                .extracting(Turn::content)
                .containsExactly("two");
        assertThat(record.turns.before(scope, turns.get(2), 5))
                .extracting(Turn::content)
                .containsExactly("one", "two");
        assertThat(record.turns.before(new MemoryScope(Ids.next(), "ada"), turns.get(2), 5))
                .isEmpty();
    }

    private List<UUID> stored(String conversation, String... contents) {
        return record
                .turns
                .append(
                        scope,
                        Visibility.PRIVATE,
                        conversation,
                        Arrays.stream(contents).map(TestRecord::said).toList(),
                        true)
                .stream()
                .map(Turn::id)
                .toList();
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.ExtractTurns;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.JobScope;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresTurnJobsTest {

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
        Job job = record.turnJobs.open(scope, "a", turns).orElseThrow();
        assertThat(job.state()).isEqualTo(Job.State.QUEUED);
        assertThat(job.kind()).isEqualTo("extract");
        assertThat(job.user()).isEqualTo(scope.user());
        assertThat(ExtractTurns.turns(job)).isEqualTo(turns);
        assertThat(ExtractTurns.conversation(job)).isEqualTo("a");
        assertThat(record.jobs.find(JobScope.of(scope), job.id())).contains(job);
        assertThat(record.turns.pending(scope, 10)).as("left to the job").isEmpty();
        assertThat(record.turns.scopesWithPending(Duration.ofSeconds(-60), 10_000))
                .doesNotContain(scope);
    }

    @Test
    void theSameTurnsLeadToTheSameJobAndDerivedOnesToNone() {
        List<UUID> turns = stored("a", "I live in Oslo.");
        Job job = record.turnJobs.open(scope, "a", turns).orElseThrow();
        assertThat(record.turnJobs.open(scope, "a", turns).orElseThrow().id()).isEqualTo(job.id());

        List<UUID> derived =
                record.take(scope, "b", "I like tea.").stream().map(Turn::id).toList();
        assertThat(record.turnJobs.open(scope, "b", derived)).isEmpty();
    }

    @Test
    void requestsOfOneUserAreReadOneAfterTheOther() {
        Job first = record.turnJobs.open(scope, "a", stored("a", "one")).orElseThrow();
        Job second = record.turnJobs.open(scope, "b", stored("b", "two")).orElseThrow();
        Job taken = take().orElseThrow();
        assertThat(taken.id()).isEqualTo(first.id());
        assertThat(take()).as("the second waits").isEmpty();
        assertThat(record.queue.done(taken, taken.progress(), JobResult.of(Map.of())))
                .isTrue();
        assertThat(take().orElseThrow().id()).isEqualTo(second.id());
    }

    @Test
    void turnsThatAJobLeavesWaitForTheOthersAndWithoutFactsIfWanted() {
        List<UUID> turns = stored("a", "one");
        Job job = record.turnJobs.open(scope, "a", turns).orElseThrow();
        record.turnJobs.release(Ids.next(), job.id(), true);
        assertThat(record.turns.pending(scope, 10)).as("another tenant's word").isEmpty();
        record.turnJobs.release(scope.tenant(), job.id(), true);
        assertThat(record.turns.pending(scope, 10)).extracting(Turn::id).isEqualTo(turns);
        assertThat(record.turns.pending(scope, 10)).allMatch(Turn::extract);

        Job unwanted = record.turnJobs.open(scope, "a", turns).orElseThrow();
        record.turnJobs.release(scope.tenant(), unwanted.id(), false);
        assertThat(record.turns.pending(scope, 10)).hasSize(1).noneMatch(Turn::extract);
    }

    @Test
    void nobodyElseOpensAJobForThem() {
        Job job = record.turnJobs.open(scope, "a", stored("a", "one")).orElseThrow();
        MemoryScope stranger = new MemoryScope(Ids.next(), scope.user());
        assertThat(record.turnJobs.open(stranger, "a", ExtractTurns.turns(job))).isEmpty();
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

    /** The next job of this tenant, past those of others. */
    private Optional<Job> take() {
        return record.queue
                .take("w", Set.of("extract"), TestJobs.justBefore(scope.tenant()), Set.of(), Duration.ofMinutes(1))
                .filter(job -> job.tenant().equals(scope.tenant()));
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

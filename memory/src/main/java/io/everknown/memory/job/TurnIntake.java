package io.everknown.memory.job;

import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.List;
import java.util.Optional;

/** Takes turns in to be derived from later: stores them and opens a job. */
public final class TurnIntake {

    private final TurnLog log;
    private final TurnJobs jobs;
    private final JobWaker waker;

    public TurnIntake(TurnLog log, TurnJobs jobs, JobWaker waker) {
        this.log = log;
        this.jobs = jobs;
        this.waker = waker;
    }

    /** Stores turns whose facts are wanted, and opens a job for what is new among them. */
    public Accepted accept(MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns) {
        List<Turn> stored = log.append(scope, visibility, conversation, turns, true);
        Optional<Job> job = jobs.open(
                scope, conversation, stored.stream().map(Turn::id).distinct().toList());
        if (job.isPresent()) {
            waker.wake();
        }
        return new Accepted(stored, job);
    }

    /**
     * What was taken in.
     *
     * @param turns as stored, in the order given
     * @param job the job that derives from them; empty when all were sent before and need none
     */
    public record Accepted(List<Turn> turns, Optional<Job> job) {
        public Accepted {
            turns = List.copyOf(turns);
        }
    }
}

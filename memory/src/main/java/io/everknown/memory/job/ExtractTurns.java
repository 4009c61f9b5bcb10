package io.everknown.memory.job;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.MemoryScope;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives from the turns of one request, turn by turn: whoever goes on after a crash repeats no turn that was finished.
 * A turn and all that is derived from it are written in one transaction that only the first to come commits.
 */
public final class ExtractTurns implements JobKind {

    /** Its name. */
    public static final String KIND = "extract";

    private static final Logger LOG = LoggerFactory.getLogger(ExtractTurns.class);

    private static final String CONVERSATION = "conversation_id";
    private static final String TURNS = "turns";

    private final TurnJobs jobs;
    private final TurnLog log;
    private final TurnProcessing processing;
    private final GraphRelay relay;

    public ExtractTurns(TurnJobs jobs, TurnLog log, TurnProcessing processing, GraphRelay relay) {
        this.jobs = jobs;
        this.log = log;
        this.processing = processing;
        this.relay = relay;
    }

    /** The job that derives from these turns. */
    public static NewJob of(MemoryScope scope, String conversation, List<UUID> turns) {
        Map<String, Object> parameters = Map.of(
                CONVERSATION,
                conversation,
                TURNS,
                turns.stream().map(UUID::toString).toList());
        return new NewJob(scope.tenant(), scope.user(), KIND, parameters, NewJob.laneOf(scope.user()), false);
    }

    /** Ids of all turns of the request, in the order sent. */
    public static List<UUID> turns(Job job) {
        return job.parameters().get(TURNS) instanceof List<?> ids
                ? ids.stream().map(id -> UUID.fromString(String.valueOf(id))).toList()
                : List.of();
    }

    /** The turns' conversation. */
    public static String conversation(Job job) {
        return String.valueOf(job.parameters().get(CONVERSATION));
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public JobResult run(JobContext context) {
        Job job = context.job();
        String user = job.user();
        List<UUID> ids = turns(job);
        if (user == null || ids.isEmpty()) {
            throw JobFailedException.lasting("invalid_parameters", "a user and its turns are needed");
        }
        MemoryScope scope = new MemoryScope(job.tenant(), user);
        List<Turn> turns = log.turns(scope, ids);
        ModelUsage spent = job.usage().model();
        int done = 0;
        for (Turn turn : turns) {
            context.progress(done, turns.size());
            context.check();
            if (!turn.processed()) {
                Usage used = processing.derive(scope, turn, spent);
                context.used(used);
                spent = spent.plus(used.model());
            }
            done++;
        }
        context.progress(done, turns.size());
        carry(scope);
        return JobResult.of(Map.of(TURNS, done));
    }

    @Override
    public void abandoned(Job job) {
        // One by one they are tried again with all others that wait, so that one bad turn costs no other. Who cancelled
        // wants no facts.
        jobs.release(job.tenant(), job.id(), job.state() != Job.State.CANCELLED);
    }

    private void carry(MemoryScope scope) {
        try {
            relay.relay(scope);
        } catch (GraphUnavailableException e) {
            LOG.warn("the graph is out of reach, its outbox waits: {}", e.getMessage());
        }
    }
}

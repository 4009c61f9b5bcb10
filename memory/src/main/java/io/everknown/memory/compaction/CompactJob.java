package io.everknown.memory.compaction;

import io.everknown.memory.compaction.Compact.Compacted;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobContext;
import io.everknown.memory.job.JobFailedException;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobResult;
import io.everknown.memory.job.NewJob;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a summary later. Its key is the job's id, so that an attempt repeated makes no second one. */
public final class CompactJob implements JobKind {

    /** Its name. */
    public static final String KIND = "compact";

    private static final Logger LOG = LoggerFactory.getLogger(CompactJob.class);

    private final Compact compact;
    private final GraphRelay relay;

    public CompactJob(Compact compact, GraphRelay relay) {
        this.compact = compact;
        this.relay = relay;
    }

    /** The job that makes this summary. */
    public static NewJob of(MemoryScope scope, CompactRequest request) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("query", request.query());
        parameters.put("input_max_tokens", request.inputMaxTokens());
        parameters.put("target_tokens", request.targetTokens());
        parameters.put("form", request.form().name());
        parameters.put("visibility", request.visibility().name());
        TrustLevel trust = request.minTrust();
        if (trust != null) {
            parameters.put("min_trust", trust.name());
        }
        return new NewJob(scope.tenant(), scope.user(), KIND, parameters, NewJob.laneOf(scope.user()), false);
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public JobResult run(JobContext context) {
        Job job = context.job();
        String user = job.user();
        CompactRequest request = request(job);
        if (user == null || request == null) {
            throw JobFailedException.lasting("invalid_parameters", "a user and a question are needed");
        }
        MemoryScope scope = new MemoryScope(job.tenant(), user);
        Compacted made = compact.compact(scope, request);
        try {
            relay.relay(scope);
        } catch (GraphUnavailableException e) {
            LOG.warn("the graph is out of reach, its outbox waits: {}", e.getMessage());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        UUID memory = made.memory();
        if (memory != null) {
            result.put("memory_id", memory.toString());
        }
        result.put("tokens", made.tokens());
        result.put("input_tokens", made.inputTokens());
        result.put("saved_tokens", made.savedTokens());
        result.put("sources", made.sources().stream().map(UUID::toString).toList());
        return JobResult.of(result);
    }

    private static @Nullable CompactRequest request(Job job) {
        Map<String, Object> given = job.parameters();
        try {
            Object trust = given.get("min_trust");
            return new CompactRequest(
                    text(given, "query"),
                    ((Number) Objects.requireNonNull(given.get("input_max_tokens"))).intValue(),
                    ((Number) Objects.requireNonNull(given.get("target_tokens"))).intValue(),
                    CompactForm.valueOf(text(given, "form")),
                    Visibility.valueOf(text(given, "visibility")),
                    trust == null ? null : TrustLevel.valueOf(trust.toString()),
                    true,
                    "job/" + job.id());
        } catch (IllegalArgumentException | NullPointerException | ClassCastException e) {
            LOG.warn("job {} has parameters that make no sense: {}", job.id(), e.toString());
            return null;
        }
    }

    private static String text(Map<String, Object> given, String name) {
        return String.valueOf(Objects.requireNonNull(given.get(name)));
    }
}

package io.everknown.api.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.compaction.Compact;
import io.everknown.memory.compaction.Compact.Compacted;
import io.everknown.memory.compaction.CompactForm;
import io.everknown.memory.compaction.CompactJob;
import io.everknown.memory.compaction.CompactRequest;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobWaker;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory")
class CompactController {

    private final Compact compact;
    private final JobLog jobs;
    private final JobWaker waker;
    private final GraphPush graph;

    CompactController(Compact compact, JobLog jobs, JobWaker waker, GraphPush graph) {
        this.compact = compact;
        this.jobs = jobs;
        this.waker = waker;
        this.graph = graph;
    }

    @PostMapping(path = "/v1/memory/compact", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Make one short summary of what a question recalls, and keep it")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = CompactedView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It is made later",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    ResponseEntity<Object> compact(
            @Valid @RequestBody CompactBody body,
            @Nullable @RequestHeader(name = "Idempotency-Key", required = false) @Size(min = 1, max = 200) String key,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(body.userId());
        Visibility visibility = Visibilities.writable(caller, body.scope());
        boolean store = body.store() == null || body.store();
        boolean later = Boolean.TRUE.equals(body.async());
        if (later && !store) {
            throw ProblemException.ofField("store", "is true for what is made later: it is found as a memory");
        }
        if (later && key != null) {
            throw ProblemException.ofField(
                    "async", "takes no idempotency key: a job makes one summary however often it is tried");
        }
        CompactRequest request = body.request(visibility, store, key);
        if (later) {
            Job job = jobs.add(CompactJob.of(scope, request));
            waker.wake();
            return ResponseEntity.accepted().body(JobView.of(job, null, null));
        }
        Compacted made = compact.compact(scope, request);
        graph.push(scope);
        return ResponseEntity.ok(CompactedView.of(made));
    }

    /**
     * What is to be summarised.
     *
     * @param query what the summary is to be about
     * @param inputMaxTokens the most tokens of facts that are looked at; 4,000 unless said
     * @param targetTokens the most tokens of the summary; 300 unless said
     * @param outputType summary unless said
     * @param userId whose memory; the caller's own unless said
     * @param scope how far it is shown; private unless said
     * @param minTrust the least trust of facts
     * @param store whether it is kept as a memory; true unless said
     * @param async whether a job makes it
     */
    record CompactBody(
            @NotBlank @Size(max = 10_000) String query,
            @Nullable @Min(1) @Max(100_000) Integer inputMaxTokens,
            @Nullable @Min(10) @Max(20_000) Integer targetTokens,
            @Nullable CompactForm outputType,
            @Nullable String userId,
            @Nullable Visibility scope,
            @Nullable TrustLevel minTrust,
            @Nullable Boolean store,
            @Nullable Boolean async) {

        CompactRequest request(Visibility visibility, boolean stored, @Nullable String key) {
            return new CompactRequest(
                    query,
                    inputMaxTokens == null ? 4_000 : inputMaxTokens,
                    targetTokens == null ? 300 : targetTokens,
                    outputType == null ? CompactForm.SUMMARY : outputType,
                    visibility,
                    minTrust,
                    stored,
                    key);
        }
    }

    /**
     * A summary.
     *
     * @param id the memory it is kept as; missing where it is not kept
     * @param text what it says; empty where nothing is known or nothing fits
     * @param tokens what it costs
     * @param sources the facts it rests on
     * @param inputTokens what all facts that were looked at cost
     * @param savedTokens how much less the summary costs
     * @param method extractive: of statements as they are stored
     */
    record CompactedView(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID id,

            @NotNull String text,
            int tokens,
            List<UUID> sources,
            int inputTokens,
            int savedTokens,
            String method) {

        static CompactedView of(Compacted made) {
            return new CompactedView(
                    made.memory(),
                    made.text(),
                    made.tokens(),
                    made.sources(),
                    made.inputTokens(),
                    made.savedTokens(),
                    "extractive");
        }
    }
}

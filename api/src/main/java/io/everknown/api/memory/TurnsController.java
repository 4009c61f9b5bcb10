package io.everknown.api.memory;

import io.everknown.api.problem.ProblemCode;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.conversation.ConversationStatus;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.conversation.TurnProcessing.Processed;
import io.everknown.memory.conversation.Usage;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.Job;
import io.everknown.memory.job.JobLog;
import io.everknown.memory.job.JobScope;
import io.everknown.memory.job.TurnIntake;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Turns", description = "What was said, and what was decided about it")
class TurnsController {

    /** A clock that runs ahead of ours is forgiven this much; a turn can't be said later than that. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final TurnProcessing processing;
    private final Extractors extractors;
    private final TurnIntake intake;
    private final JobLog jobs;
    private final TurnLog log;
    private final GraphPush graph;
    private final InstantSource clock;

    TurnsController(
            TurnProcessing processing,
            Extractors extractors,
            TurnIntake intake,
            JobLog jobs,
            TurnLog log,
            GraphPush graph,
            InstantSource clock) {
        this.processing = processing;
        this.extractors = extractors;
        this.intake = intake;
        this.jobs = jobs;
        this.log = log;
        this.graph = graph;
        this.clock = clock;
    }

    @PostMapping(path = "/v1/memory/process-turn", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Take turns in: store them, extract their facts and decide on each")
    @ApiResponse(
            responseCode = "200",
            description = "Everything is decided",
            content = @Content(schema = @Schema(implementation = ProcessedView.class)))
    @ApiResponse(
            responseCode = "202",
            description = "The turns are stored, and a language model reads them: ask for the job",
            content = @Content(schema = @Schema(implementation = AcceptedView.class)))
    ResponseEntity<?> process(
            @Valid @RequestBody ProcessTurnRequest request,
            @Nullable @RequestHeader(name = "Idempotency-Key", required = false) @Size(min = 1, max = 200)
                    String idempotencyKey,
            @Nullable @RequestHeader(name = "Prefer", required = false) String prefer,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Visibility visibility = Visibilities.writable(caller, request.scope());
        Instant now = clock.instant();
        List<NewTurn> turns = new ArrayList<>();
        for (NewTurnView turn : request.turns()) {
            String key = idempotencyKey == null ? null : idempotencyKey + "/" + turns.size();
            turns.add(newTurn(turn, key, turns.size(), now));
        }
        boolean extract = request.extract() == null || request.extract();
        if (extract && extractors.usesModel(scope)) {
            return later(scope, visibility, request.conversationId(), turns, Waiting.of(prefer));
        }
        Processed processed = processing.process(
                scope, visibility, request.conversationId(), turns, extract, () -> graph.push(scope));
        return ResponseEntity.ok(ProcessedView.of(processed));
    }

    private ResponseEntity<?> later(
            MemoryScope scope, Visibility visibility, String conversation, List<NewTurn> turns, Waiting waiting) {
        TurnIntake.Accepted accepted = intake.accept(scope, visibility, conversation, turns);
        if (accepted.job().isEmpty()) {
            return ResponseEntity.ok(ProcessedView.of(processing.outcome(scope, accepted.turns(), Usage.NONE)));
        }
        Job job = waiting.forEnd(
                accepted.job().get(),
                () -> jobs.find(JobScope.of(scope), accepted.job().get().id()));
        if (job.state() == Job.State.DONE) {
            return ResponseEntity.ok(ProcessedView.of(processing.outcome(scope, accepted.turns(), job.usage())));
        }
        return ResponseEntity.accepted()
                .location(URI.create("/v1/jobs/" + job.id()))
                .body(new AcceptedView(job.id(), job.state()));
    }

    private static NewTurn newTurn(NewTurnView turn, @Nullable String key, int index, Instant now) {
        String field = "turns[" + index + "].occurred_at";
        Instant occurredAt = Times.instantOrNull(field, turn.occurredAt());
        if (occurredAt != null && occurredAt.isAfter(now.plus(CLOCK_SKEW))) {
            throw ProblemException.ofField(field, "lies in the future");
        }
        TrustLevel trust = turn.trustLevel() != null ? turn.trustLevel() : trustOf(turn.role());
        return new NewTurn(
                turn.role(),
                turn.content(),
                turn.speaker(),
                occurredAt,
                turn.sourceRef(),
                turn.sessionId(),
                trust,
                key);
    }

    private static TrustLevel trustOf(String role) {
        return switch (role) {
            case "user", "system" -> TrustLevel.USER;
            case "tool" -> TrustLevel.TRUSTED_TOOL;
            default -> TrustLevel.AGENT;
        };
    }

    @GetMapping("/v1/conversations/{conversation_id}/status")
    @Operation(summary = "How many turns a conversation has, and how many still wait to be derived from")
    ConversationStatus status(
            @PathVariable("conversation_id") String conversationId,
            @Nullable @RequestParam(name = "user_id", required = false) String userId,
            Caller caller) {
        ConversationStatus status = log.status(caller.scopeFor(userId), conversationId);
        if (status.turns() == 0) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such conversation.");
        }
        return status;
    }

    /**
     * Turns to take in.
     *
     * @param conversationId the conversation, as the caller names it
     * @param turns in the order they were said
     * @param userId whose memory; the caller's own unless said
     * @param scope how far they are shown; private unless said
     * @param extract whether facts are wanted; true unless said
     */
    record ProcessTurnRequest(
            @NotBlank
            @Size(max = 200)
            @Pattern(regexp = "^(?!\\.{1,2}$)[\\s\\S]*$", message = "is neither '.' nor '..'")
            String conversationId,

            @NotEmpty @Size(max = 500) List<@NotNull @Valid NewTurnView> turns,
            @Nullable String userId,
            @Nullable Visibility scope,
            @Nullable Boolean extract) {}

    /**
     * One message.
     *
     * @param role user, assistant, system or tool
     * @param content the text
     * @param speaker the speaker's name
     * @param occurredAt when it was said; now unless said
     * @param sourceRef the caller's id of the message
     * @param sessionId the caller's id of the sitting
     * @param trustLevel how much it is believed; by the role unless said
     */
    record NewTurnView(
            @NotNull @Pattern(regexp = "user|assistant|system|tool", message = "is user, assistant, system or tool")
            String role,

            @NotBlank @Size(max = 100_000) String content,
            @Nullable @Size(min = 1, max = 200) String speaker,
            @Nullable OffsetDateTime occurredAt,
            @Nullable @Size(min = 1, max = 500) String sourceRef,
            @Nullable @Size(min = 1, max = 200) String sessionId,
            @Nullable TrustLevel trustLevel) {}

    /** Turns that are stored and wait to be read. */
    record AcceptedView(UUID jobId, Job.State state) {}

    /** What became of the turns, in the order sent, and which memories were archived to make room. */
    record ProcessedView(List<TurnView> turns, UsageView usage, List<UUID> archived) {

        static ProcessedView of(Processed processed) {
            return new ProcessedView(TurnView.of(processed), UsageView.of(processed.usage()), processed.archived());
        }
    }
}

package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.feedback.Feedback;
import io.everknown.memory.feedback.FeedbackLog;
import io.everknown.memory.feedback.GiveFeedback;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.feedback.UnknownMemoryException;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryCatalogue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Recall")
class FeedbackController {

    /** The most memories that one recall gives. */
    private static final int MEMORIES = 200;

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    private final GiveFeedback feedback;
    private final FeedbackLog log;
    private final MemoryCatalogue catalogue;
    private final GraphPush graph;
    private final InstantSource clock;
    private final RecallReceipts receipts;

    FeedbackController(
            GiveFeedback feedback,
            FeedbackLog log,
            MemoryCatalogue catalogue,
            GraphPush graph,
            InstantSource clock,
            RecallReceipts receipts) {
        this.feedback = feedback;
        this.log = log;
        this.catalogue = catalogue;
        this.graph = graph;
        this.clock = clock;
        this.receipts = receipts;
    }

    @PostMapping(path = "/v1/memory/feedback", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Tell which recalled memories were used and which were wrong")
    KeptView give(
            @Valid @RequestBody FeedbackRequest request,
            @Nullable @RequestHeader(name = "Idempotency-Key", required = false) @Size(min = 1, max = 200)
                    String idempotencyKey,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Feedback kept;
        try {
            kept = feedback.give(scope, told(request, idempotencyKey, caller));
        } catch (UnknownMemoryException e) {
            throw ProblemException.notFound("memory");
        }
        graph.push(scope);
        return new KeptView(kept.id(), kept.recordedAt());
    }

    @GetMapping("/v1/memory/feedback/labelled")
    @Operation(summary = "A user's turns with the questions of its feedback, to train or to measure the ranking on")
    List<LabelledFeedback.Sample> labelled(
            @RequestParam(name = "user_id", required = false) @Nullable String userId, Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        return new LabelledFeedback(catalogue, scope, clock.instant()).samples(log.of(scope));
    }

    private NewFeedback told(FeedbackRequest request, @Nullable String key, Caller caller) {
        List<UUID> used = request.used() == null ? List.of() : request.used();
        List<UUID> wrong = request.wrong() == null ? List.of() : request.wrong();
        if (used.isEmpty() && wrong.isEmpty()) {
            throw ProblemException.ofField("used", "names no memory, and neither does 'wrong'");
        }
        Set<UUID> named = new HashSet<>(used);
        if (named.size() < used.size()) {
            throw ProblemException.ofField("used", "names a memory twice");
        }
        if (new HashSet<>(wrong).size() < wrong.size()) {
            throw ProblemException.ofField("wrong", "names a memory twice");
        }
        if (named.removeAll(wrong)) {
            throw ProblemException.ofField("wrong", "names a memory that 'used' names too");
        }
        Instant occurredAt = Times.instantOrNull("occurred_at", request.occurredAt());
        if (occurredAt != null && occurredAt.isAfter(clock.instant().plus(CLOCK_SKEW))) {
            throw ProblemException.ofField("occurred_at", "lies in the future");
        }
        return new NewFeedback(
                request.query(),
                request.context() == null ? List.of() : request.context(),
                used,
                wrong,
                occurredAt,
                request.recallId() == null
                        ? null
                        : receipts.open(
                                caller.tenant(),
                                request.recallId(),
                                Stream.concat(used.stream(), wrong.stream()).toList()),
                key);
    }

    /**
     * What is told of a recall.
     *
     * @param query the question
     * @param context the conversation's last turns with it, oldest first
     * @param used ids of memories that helped
     * @param wrong ids of memories that had no place in the answer
     * @param userId whose memory; the caller's own unless said
     * @param occurredAt when it was so; now unless said
     * @param recallId the {@code recall_id} of the answer, so that it counts for what ranked it
     */
    record FeedbackRequest(
            @NotBlank @Size(max = 10_000) String query,
            @Nullable @Size(max = 50) List<@NotNull @Size(max = 100_000) String> context,
            @Nullable @Size(max = MEMORIES) List<@NotNull UUID> used,
            @Nullable @Size(max = MEMORIES) List<@NotNull UUID> wrong,
            @Nullable String userId,
            @Nullable OffsetDateTime occurredAt,

            @Nullable @Size(min = 1, max = RecallReceipts.MAX_LENGTH)
            String recallId) {}

    /** That it is kept. */
    record KeptView(UUID id, Instant recordedAt) {}
}

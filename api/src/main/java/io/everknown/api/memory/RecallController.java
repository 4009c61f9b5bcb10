package io.everknown.api.memory;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.ModelSignals;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallAnswer;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.time.TimeFrame;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Recall", description = "The few memories that answer a question inside a budget")
class RecallController {

    private static final int DEFAULT_ITEMS = 10;
    private static final int DEFAULT_TOKENS = 2_000;

    private final Recall recall;
    private final MemoryViews views;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final ModelSignals signals;
    private final RecallReceipts receipts;

    RecallController(
            Recall recall,
            MemoryViews views,
            InstantSource clock,
            MeterRegistry metrics,
            ModelSignals signals,
            RecallReceipts receipts) {
        this.recall = recall;
        this.views = views;
        this.clock = clock;
        this.metrics = metrics;
        this.signals = signals;
        this.receipts = receipts;
    }

    @PostMapping(path = "/v1/memory/recall", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Recall the memories that answer a question")
    AnswerView recall(@Valid @RequestBody RecallRequest request, Caller caller) {
        TimeFrame frame = Times.frame(
                request.currentOnly() == null || request.currentOnly(),
                request.asOf(),
                request.knownAt(),
                clock.instant());
        Set<MemoryType> types = request.types() == null || request.types().isEmpty()
                ? EnumSet.allOf(MemoryType.class)
                : EnumSet.copyOf(request.types());
        RecallAnswer answer = recall.recall(
                caller.scopeFor(request.userId()),
                new RecallQuery(
                        request.query(),
                        request.context() == null ? List.of() : request.context(),
                        request.conversationId(),
                        types,
                        frame,
                        request.minTrust(),
                        budget(request.budget())));
        observe(answer);
        return new AnswerView(
                receipts.issue(caller.tenant(), answer),
                answer.items().stream()
                        .map(item -> views.of(item, frame.asked()))
                        .toList(),
                answer.totalTokens(),
                answer.context(),
                answer.modelVersion(),
                answer.modelRoute(),
                answer.degraded(),
                answer.timings());
    }

    /** With neither limit the defaults of both; with one limit that one alone. */
    private static Budget budget(@Nullable BudgetView wanted) {
        if (wanted == null || (wanted.maxItems() == null && wanted.maxTokens() == null)) {
            return new Budget(DEFAULT_ITEMS, DEFAULT_TOKENS);
        }
        return new Budget(
                wanted.maxItems() == null ? Integer.MAX_VALUE : wanted.maxItems(),
                wanted.maxTokens() == null ? Integer.MAX_VALUE : wanted.maxTokens());
    }

    private void observe(RecallAnswer answer) {
        answer.timings()
                .forEach((stage, millis) -> metrics.timer("everknown.recall.stage", "stage", stage)
                        .record((long) (millis * 1_000), TimeUnit.MICROSECONDS));
        answer.degraded()
                .forEach(channel -> metrics.counter("everknown.recall.degraded", "channel", channel)
                        .increment());
        double ranking = answer.timings().getOrDefault("rerank", 0.0);
        metrics.timer("everknown.recall.ranking", "role", answer.modelRoute().role())
                .record((long) (ranking * 1_000), TimeUnit.MICROSECONDS);
        signals.recalled(
                answer.routedVersion(),
                answer.modelRoute(),
                ranking,
                !answer.degraded().isEmpty());
    }

    /**
     * A question.
     *
     * @param query the question
     * @param context the conversation's last turns, oldest first
     * @param userId whose memory; the caller's own unless said
     * @param conversationId only this conversation
     * @param types only these kinds
     * @param currentOnly only what holds; true unless said
     * @param asOf a moment in the world
     * @param knownAt a moment of the service's own knowledge
     * @param minTrust the least trust
     * @param budget how much the answer may hold
     */
    record RecallRequest(
            @NotBlank @Size(max = 10_000) String query,
            @Nullable @Size(max = 50) List<@NotNull @Size(max = 100_000) String> context,
            @Nullable String userId,
            @Nullable @Size(min = 1, max = 200) String conversationId,
            @Nullable List<@NotNull MemoryType> types,
            @Nullable Boolean currentOnly,
            @Nullable OffsetDateTime asOf,
            @Nullable OffsetDateTime knownAt,
            @Nullable TrustLevel minTrust,
            @Nullable @Valid BudgetView budget) {}

    /** How much an answer may hold; each limit may be missing. */
    record BudgetView(
            @Nullable @Min(1) @Max(200) Integer maxItems,
            @Nullable @Min(1) @Max(100_000) Integer maxTokens) {}

    /** The answer; {@code context} is a text ready for a prompt, {@code recallId} what feedback calls it by. */
    record AnswerView(
            String recallId,
            List<MemoryView> items,
            int totalTokens,
            String context,
            String modelVersion,
            ModelRoute modelRoute,
            List<String> degraded,
            Map<String, Double> timingsMs) {}
}

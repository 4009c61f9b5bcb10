package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.consolidation.Essential;
import io.everknown.memory.consolidation.EssentialRule;
import io.everknown.memory.consolidation.UpkeepLedger;
import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Revise;
import io.everknown.memory.forgetting.EraseUser;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory", description = "Inspect, list, correct and forget")
class MemoryController {

    private static final int DECISIONS_SHOWN = 100;

    private final MemoryCatalogue catalogue;
    private final FactLedger ledger;
    private final Revise revise;
    private final Forget forget;
    private final EraseUser eraseUser;
    private final GraphPush graph;
    private final EssentialRule rule;
    private final UpkeepLedger upkeep;
    private final MemoryViews views;
    private final InstantSource clock;

    MemoryController(
            MemoryCatalogue catalogue,
            FactLedger ledger,
            Revise revise,
            Forget forget,
            EraseUser eraseUser,
            GraphPush graph,
            EssentialRule rule,
            UpkeepLedger upkeep,
            MemoryViews views,
            InstantSource clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.revise = revise;
        this.forget = forget;
        this.eraseUser = eraseUser;
        this.graph = graph;
        this.rule = rule;
        this.upkeep = upkeep;
        this.views = views;
        this.clock = clock;
    }

    @GetMapping("/v1/memory")
    @Operation(summary = "List memories, newest first")
    MemoryPage list(
            @RequestParam(required = false) @Nullable List<MemoryType> types,
            @RequestParam(name = "current_only", defaultValue = "true") boolean currentOnly,
            @RequestParam(name = "as_of", required = false) @Nullable OffsetDateTime asOf,
            @RequestParam(name = "known_at", required = false) @Nullable OffsetDateTime knownAt,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(name = "conversation_id", required = false) @Nullable String conversationId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        Set<MemoryType> wanted =
                types == null || types.isEmpty() ? EnumSet.allOf(MemoryType.class) : EnumSet.copyOf(types);
        TimeFrame frame = Times.frame(currentOnly, asOf, knownAt, clock.instant());
        List<RecalledMemory> found = catalogue.list(
                caller.scopeFor(userId),
                new SearchFilter(wanted, frame, null, conversationId),
                Cursors.parse(cursor),
                limit);
        return new MemoryPage(
                found.stream().map(memory -> views.of(memory, frame.asked())).toList(),
                found.size() < limit ? null : Cursors.after(found.getLast()));
    }

    @GetMapping("/v1/memory/{id}")
    @Operation(summary = "A memory with its history, its provenance and the decisions about it")
    InspectedView inspect(
            @PathVariable UUID id,
            @RequestParam(name = "known_at", required = false) @Nullable OffsetDateTime knownAt,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        Instant then = Times.instantOrNull("known_at", knownAt);
        RecalledMemory memory = find(scope, id, then);
        MemoryScope owner = new MemoryScope(scope.tenant(), memory.user());
        List<DecisionRecord> decisions = memory.type() == MemoryType.TURN
                ? ledger.decisionsOf(owner, List.of(id)).getOrDefault(id, List.of())
                : ledger.decisions(owner, id, null, DECISIONS_SHOWN);
        Instant at = then == null ? clock.instant() : then;
        return new InspectedView(
                views.of(memory, at),
                then == null ? essential(scope, memory, at) : null,
                memory.type() == MemoryType.TURN
                        ? List.of()
                        : catalogue.history(scope, id, then).stream()
                                .map(version -> views.of(version, at))
                                .toList(),
                decisions.stream().map(DecisionView::of).toList());
    }

    @PatchMapping(path = "/v1/memory/{id}", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Correct a fact; other words make a new version that supersedes it")
    MemoryView patch(
            @PathVariable UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @Valid @RequestBody PatchRequest request,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        RecalledMemory memory = find(scope, id);
        if (memory.type() == MemoryType.TURN) {
            throw ProblemException.ofField("id", "names a turn; what was said can be forgotten, not changed");
        }
        requireWritable(caller, memory);
        MemoryScope owner = new MemoryScope(scope.tenant(), memory.user());
        UUID now;
        try {
            now = revise.revise(owner, memory.visibility(), id, request.change())
                    .orElseThrow(() -> ProblemException.notFound("memory"))
                    .id();
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField("valid_to", "lies before valid_from");
        }
        graph.push(owner);
        return views.of(find(scope, now), clock.instant());
    }

    @DeleteMapping("/v1/memory/{id}")
    @ResponseStatus(HttpStatus.OK)
    @Operation(summary = "Forget a memory for good, with the words in its turns that say it")
    Forget.Forgotten forget(
            @PathVariable UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        RecalledMemory memory = find(scope, id);
        requireWritable(caller, memory);
        Forget.Forgotten forgotten = forget.forget(scope, id).orElseThrow(() -> ProblemException.notFound("memory"));
        graph.push(new MemoryScope(scope.tenant(), memory.user()));
        return forgotten;
    }

    /** The user has to be named, even the caller: a request that lost its id must not erase everything. */
    @DeleteMapping("/v1/memory")
    @Operation(summary = "Erase all memories of a user for good, with names, feedback and the log of decisions")
    ErasedView eraseUser(@RequestParam(name = "user_id") String userId, Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        int erased = eraseUser.erase(scope);
        graph.push(scope);
        return new ErasedView(erased);
    }

    private @Nullable EssentialMark essential(MemoryScope scope, RecalledMemory memory, Instant now) {
        boolean shown =
                memory.type() != MemoryType.TURN && SearchFilter.current(now).passes(memory);
        Essential essential = shown ? rule.weigh(memory, now).orElse(null) : null;
        if (essential == null) {
            return null;
        }
        UpkeepLedger.Weighed weighed = upkeep.weighed(scope, memory.id()).orElse(null);
        return new EssentialMark(
                Numbers.rounded(essential.weight()),
                essential.reason(),
                weighed == null ? null : weighed.since(),
                weighed == null ? null : weighed.at());
    }

    private RecalledMemory find(MemoryScope scope, UUID id) {
        return find(scope, id, null);
    }

    private RecalledMemory find(MemoryScope scope, UUID id, @Nullable Instant knownAt) {
        return catalogue.load(scope, List.of(id), null, knownAt).stream()
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("memory"));
    }

    private static void requireWritable(Caller caller, RecalledMemory memory) {
        if (memory.visibility() == Visibility.GLOBAL) {
            caller.require(Role.ADMIN);
        }
    }

    /** How many turns and memories were erased. */
    record ErasedView(int erased) {}

    /** A page of memories; the cursor is null on the last one. */
    record MemoryPage(List<MemoryView> items, @Nullable String nextCursor) {}

    /**
     * A memory, why it is essential if it is, all versions of its slot oldest first, and the decisions about it newest first.
     */
    record InspectedView(
            MemoryView memory,
            @Nullable EssentialMark essential,
            List<MemoryView> history,
            List<DecisionView> decisions) {}

    /**
     * That a memory is to be known before any question.
     *
     * @param weight how much, in [0, 1]
     * @param reason why
     * @param since since when the worker has found it so; null until it has weighed it
     * @param weighedAt when it did last
     */
    record EssentialMark(
            double weight,
            String reason,
            @Nullable Instant since,
            @Nullable Instant weighedAt) {}

    /**
     * What to change; a missing field stays as it is.
     *
     * @param text other words
     * @param value the slot's value in these words
     * @param confidence in (0, 1]
     * @param importance in [0, 1]
     * @param expiresAt when it is to be dropped
     * @param validFrom since when it is true
     * @param validTo until when
     * @param archived whether it is out of recall; false restores it
     * @param pinned whether it is essential whatever it says, never fades and is never pruned
     */
    record PatchRequest(
            @Nullable @Size(min = 1, max = 10_000) String text,
            @Nullable @Size(min = 1, max = 1_000) String value,

            @Nullable @DecimalMin(value = "0", inclusive = false) @DecimalMax("1")
            Double confidence,

            @Nullable @DecimalMin("0") @DecimalMax("1") Double importance,
            @Nullable OffsetDateTime expiresAt,
            @Nullable OffsetDateTime validFrom,
            @Nullable OffsetDateTime validTo,
            @Nullable Boolean archived,
            @Nullable Boolean pinned) {

        Revise.Change change() {
            if (text != null && text.isBlank()) {
                throw ProblemException.ofField("text", "must not be blank");
            }
            if (value != null && text == null) {
                throw ProblemException.ofField("value", "needs a text that says it");
            }
            return new Revise.Change(
                    text,
                    value,
                    confidence,
                    importance,
                    Times.instantOrNull("expires_at", expiresAt),
                    Times.instantOrNull("valid_from", validFrom),
                    Times.instantOrNull("valid_to", validTo),
                    archived,
                    pinned);
        }
    }
}

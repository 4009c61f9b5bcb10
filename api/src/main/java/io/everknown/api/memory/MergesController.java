package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.EntityMergeLog;
import io.everknown.memory.entity.EntityMergeLog.LoggedMerge;
import io.everknown.memory.entity.MergeByHand;
import io.everknown.memory.entity.MergeKind;
import io.everknown.memory.entity.MergeState;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Entities", description = "Who and what the facts are about, and how they hang together")
class MergesController {

    private final EntityMergeLog log;
    private final MergeByHand byHand;
    private final GraphPush push;

    MergesController(EntityMergeLog log, MergeByHand byHand, GraphPush push) {
        this.log = log;
        this.byHand = byHand;
        this.push = push;
    }

    @GetMapping("/v1/entities/merges")
    @Operation(summary = "Which names were taken for one entity or kept apart, and why; newest first")
    MergePage list(
            @RequestParam(name = "entity_id", required = false) @Nullable UUID entityId,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        if (entityId != null && log.audience(scope, entityId).isEmpty()) {
            throw ProblemException.notFound("entity");
        }
        String[] after = Cursors.decode(cursor);
        List<MergeView> found = log.merges(scope, entityId, after == null ? null : id(after[0]), limit).stream()
                .map(MergeView::of)
                .toList();
        return new MergePage(
                found,
                found.size() < limit ? null : Cursors.encode(found.getLast().id() + " merge"));
    }

    @PostMapping("/v1/entities/{id}/merge")
    @Operation(summary = "Make another entity's name a further name of this one")
    MergeView merge(@PathVariable UUID id, @Valid @RequestBody MergeRequest request, Caller caller) {
        if (id.equals(request.entityId())) {
            throw ProblemException.ofField("entity_id", "must be another entity");
        }
        MemoryScope scope = caller.scopeFor(request.userId());
        EntityMerge merge = byHand.merge(scope, id, request.entityId(), request.reason())
                .orElseThrow(() -> ProblemException.notFound("entity"));
        push.push(scope);
        return MergeView.of(new LoggedMerge(merge, List.of()));
    }

    @PostMapping("/v1/entities/{id}/unmerge")
    @Operation(summary = "Take a merge back, for good")
    MergeView unmerge(@PathVariable UUID id, @Valid @RequestBody UnmergeRequest request, Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        EntityMerge merge = byHand.unmerge(scope, id, request.mergeId(), request.reason())
                .orElseThrow(() -> ProblemException.notFound("merge"));
        push.push(scope);
        return MergeView.of(new LoggedMerge(merge, List.of()));
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursors.invalid();
        }
    }

    /** The entity whose name is to be a further name, and why. */
    record MergeRequest(
            @NotNull UUID entityId,
            @Nullable @Size(max = 500) String reason,
            @Nullable String userId) {}

    /** The merge to take back, and why. */
    record UnmergeRequest(
            @NotNull UUID mergeId,
            @Nullable @Size(max = 500) String reason,
            @Nullable String userId) {}

    /** A page of merges; the cursor is null on the last one. */
    record MergePage(List<MergeView> items, @Nullable String nextCursor) {}

    /** One name of a merge. */
    record NameView(UUID id, String name) {}

    /** Words that say so. */
    record EvidenceView(UUID memoryId, String sentence, Instant at) {}

    /** A merge as people see it; {@code against} says why the names stand apart where they do. */
    record MergeView(
            UUID id,
            NameView alias,
            NameView entity,
            MergeKind kind,
            MergeState state,
            String reason,
            @Nullable String against,
            double score,
            List<EvidenceView> said,
            Instant recordedAt,
            Instant changedAt) {

        static MergeView of(LoggedMerge logged) {
            EntityMerge merge = logged.merge();
            return new MergeView(
                    merge.id(),
                    new NameView(merge.alias().id(), merge.alias().name()),
                    new NameView(merge.entity().id(), merge.entity().name()),
                    merge.kind(),
                    merge.state(),
                    merge.reason(),
                    merge.against(),
                    Math.round(merge.score() * 1000) / 1000.0,
                    logged.said().stream()
                            .map(said -> new EvidenceView(said.memory(), said.sentence(), said.at()))
                            .toList(),
                    merge.recordedAt(),
                    merge.changedAt());
        }
    }
}

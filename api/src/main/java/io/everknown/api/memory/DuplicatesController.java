package io.everknown.api.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMerge;
import io.everknown.memory.merging.FactMergeLog;
import io.everknown.memory.merging.FactMergeLog.Shown;
import io.everknown.memory.merging.MergeDuplicates;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory")
class DuplicatesController {

    private final MergeDuplicates duplicates;
    private final FactMergeLog log;
    private final GraphPush graph;

    DuplicatesController(MergeDuplicates duplicates, FactMergeLog log, GraphPush graph) {
        this.duplicates = duplicates;
        this.log = log;
        this.graph = graph;
    }

    @PostMapping(path = "/v1/memory/merge-duplicates", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Merge facts that say the same, or list which would be")
    MergedView merge(@Valid @RequestBody MergeRequest request, Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Visibility visibility = request.scope() == null ? Visibility.PRIVATE : request.scope();
        if (visibility != Visibility.PRIVATE) {
            caller.require(Role.ADMIN);
        }
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        List<Shown> merges = dryRun ? duplicates.preview(scope, visibility) : duplicates.merge(scope, visibility);
        graph.push(scope);
        return new MergedView(
                dryRun,
                merges.stream().map(merge -> FactMergeView.of(merge, dryRun)).toList());
    }

    @GetMapping("/v1/memory/merges")
    @Operation(summary = "Which facts were merged into others that say the same, newest first")
    MergesPage list(
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        String[] after = Cursors.decode(cursor);
        List<Shown> found = log.page(caller.scopeFor(userId), after == null ? null : id(after[0]), limit);
        return new MergesPage(
                found.stream().map(merge -> FactMergeView.of(merge, false)).toList(),
                found.size() < limit
                        ? null
                        : Cursors.encode(found.getLast().merge().id() + " merge"));
    }

    @PostMapping("/v1/memory/merges/{id}/undo")
    @Operation(summary = "Take a merge of two facts back, for good")
    FactMergeView undo(
            @PathVariable UUID id,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        Shown found = log.find(scope, id).orElseThrow(DuplicatesController::unknown);
        if (found.visibility() != Visibility.PRIVATE) {
            caller.require(Role.ADMIN);
        }
        Shown undone = duplicates.undo(scope, id).orElseThrow(DuplicatesController::unknown);
        graph.push(scope);
        return FactMergeView.of(undone, false);
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("merge");
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursors.invalid();
        }
    }

    /**
     * What is to be merged.
     *
     * @param dryRun whether only to list it
     * @param userId whose memory; the caller's own unless said
     * @param scope private unless said; what is shared is merged by an admin
     */
    record MergeRequest(
            @Nullable Boolean dryRun,
            @Nullable String userId,
            @Nullable Visibility scope) {}

    /** The merges that were made, or would be. */
    record MergedView(boolean dryRun, List<FactMergeView> merges) {}

    /** A page of merges; the cursor is null on the last one. */
    record MergesPage(List<FactMergeView> items, @Nullable String nextCursor) {}

    /** A fact of a merge. */
    record FactRefView(UUID id, String text) {}

    /**
     * A merge of two facts.
     *
     * @param id missing where it was not made
     * @param survivor the fact that stands for both
     * @param merged the one that was closed
     * @param reason why
     * @param score how likely they say the same, in (0, 1]
     * @param similarity cosine of the two
     * @param mergedAt when
     * @param undoneAt when it was taken back
     */
    record FactMergeView(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            UUID id,

            FactRefView survivor,
            FactRefView merged,
            String reason,
            double score,
            double similarity,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant mergedAt,

            @Nullable Instant undoneAt) {

        static FactMergeView of(Shown shown, boolean planned) {
            FactMerge merge = shown.merge();
            return new FactMergeView(
                    planned ? null : merge.id(),
                    new FactRefView(merge.survivor(), shown.survivorText()),
                    new FactRefView(merge.merged(), shown.mergedText()),
                    merge.reason(),
                    Numbers.rounded(merge.probability()),
                    Numbers.rounded(merge.similarity()),
                    planned ? null : merge.mergedAt(),
                    merge.undoneAt());
        }
    }
}

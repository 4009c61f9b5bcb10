package io.everknown.api.memory;

import io.everknown.memory.consolidation.Prune;
import io.everknown.memory.consolidation.PruningRule.Limits;
import io.everknown.memory.consolidation.PruningRule.Weak;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory")
class PruneController {

    private final Prune prune;
    private final MemoryViews views;
    private final InstantSource clock;

    PruneController(Prune prune, MemoryViews views, InstantSource clock) {
        this.prune = prune;
        this.views = views;
        this.clock = clock;
    }

    @PostMapping(path = "/v1/memory/prune", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Archive weak, old, unsupported memories, or list which would be")
    PrunedView prune(@Valid @RequestBody PruneRequest request, Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Visibility visibility = request.scope() == null ? Visibility.PRIVATE : request.scope();
        if (visibility != Visibility.PRIVATE) {
            caller.require(Role.ADMIN);
        }
        boolean dryRun = Boolean.TRUE.equals(request.dryRun());
        Limits limits = request.limits(prune.limits());
        List<Weak> weak = dryRun ? prune.preview(scope, visibility, limits) : prune.prune(scope, visibility, limits);
        Instant now = clock.instant();
        return new PrunedView(
                dryRun, weak.stream().map(one -> views.of(one, now)).toList());
    }

    /**
     * What is to be pruned; a missing limit is the configured one.
     *
     * @param dryRun whether only to list it
     * @param userId whose memory; the caller's own unless said
     * @param scope private unless said; of what is shared, which is one memory, an admin prunes all
     * @param belowConfidence only what has faded below it
     * @param olderThanDays only what has been known so long
     * @param supportBelow only what was said fewer times
     */
    record PruneRequest(
            @Nullable Boolean dryRun,
            @Nullable String userId,
            @Nullable Visibility scope,
            @Nullable @DecimalMin("0") @DecimalMax("1") Double belowConfidence,
            @Nullable @Min(0) @Max(36_500) Integer olderThanDays,
            @Nullable @Min(1) @Max(1_000_000) Integer supportBelow) {

        Limits limits(Limits defaults) {
            return new Limits(
                    belowConfidence == null ? defaults.confidence() : belowConfidence,
                    olderThanDays == null ? defaults.age() : Duration.ofDays(olderThanDays),
                    supportBelow == null ? defaults.support() : supportBelow);
        }
    }

    /** The memories that were archived, or would be, as they stood before; each with its reason. */
    record PrunedView(boolean dryRun, List<MemoryView> items) {}
}

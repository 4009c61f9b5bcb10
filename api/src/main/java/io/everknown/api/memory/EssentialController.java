package io.everknown.api.memory;

import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Recall")
class EssentialController {

    private final Essentials essentials;
    private final MemoryViews views;
    private final InstantSource clock;

    EssentialController(Essentials essentials, MemoryViews views, InstantSource clock) {
        this.essentials = essentials;
        this.views = views;
        this.clock = clock;
    }

    @GetMapping("/v1/memory/essential")
    @Operation(summary = "What should be known before any question: instructions, who the user is, preferences, pins")
    EssentialView essential(
            @RequestParam(name = "max_tokens", required = false) @Nullable @Min(1) @Max(100_000) Integer maxTokens,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable Visibility scope,
            Caller caller) {
        Instant now = clock.instant();
        Essentials.Listed listed = essentials.list(caller.scopeFor(userId), scope, maxTokens, now);
        return new EssentialView(
                listed.items().stream().map(item -> views.of(item, now)).toList(),
                listed.totalTokens(),
                listed.context());
    }

    /** The essential memories, heaviest first; {@code context} is a text ready for a prompt, in the same order. */
    record EssentialView(List<MemoryView> items, int totalTokens, String context) {}
}

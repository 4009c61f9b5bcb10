package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.entity.EntityMergeLog;
import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Entities", description = "Who and what the facts are about, and how they hang together")
class EntitiesController {

    private final GraphStore graph;
    private final EntityMergeLog merges;
    private final InstantSource clock;

    EntitiesController(GraphStore graph, EntityMergeLog merges, InstantSource clock) {
        this.graph = graph;
        this.merges = merges;
        this.clock = clock;
    }

    @GetMapping("/v1/entities")
    @Operation(summary = "List entities by name")
    EntityPage list(
            @RequestParam(required = false) @Nullable @Size(min = 1, max = 200) String query,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Caller caller) {
        String[] after = Cursors.decode(cursor);
        List<EntityView> found = graph.entities(
                caller.scopeFor(userId),
                new EntityFilter(query, after == null ? null : after[1], after == null ? null : id(after[0]), limit));
        EntityView last = found.isEmpty() ? null : found.getLast();
        return new EntityPage(
                found, last == null || found.size() < limit ? null : Cursors.encode(last.id() + " " + last.key()));
    }

    @GetMapping("/v1/entities/{id}/graph")
    @Operation(summary = "An entity and what is around it")
    EntityGraph around(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "1") @Min(1) @Max(3) int depth,
            @RequestParam(defaultValue = "100") @Min(1) @Max(500) int limit,
            @RequestParam(name = "as_of", required = false) @Nullable OffsetDateTime asOf,
            @RequestParam(name = "known_at", required = false) @Nullable OffsetDateTime knownAt,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        UUID standsFor = merges.root(scope, id).orElse(id);
        EntityGraph around =
                graph.around(scope, standsFor, Times.frame(true, asOf, knownAt, clock.instant()), depth, limit);
        if (around == null) {
            throw ProblemException.notFound("entity");
        }
        return around;
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Cursors.invalid();
        }
    }

    /** A page of entities; the cursor is null on the last one. */
    record EntityPage(List<EntityView> items, @Nullable String nextCursor) {}
}

package io.everknown.api.memory;

import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Decisions", description = "What was decided, and why")
class DecisionsController {

    private final FactLedger ledger;

    DecisionsController(FactLedger ledger) {
        this.ledger = ledger;
    }

    @GetMapping("/v1/memory/decisions")
    @Operation(summary = "List decisions, newest first")
    DecisionPage list(
            @RequestParam(name = "memory_id", required = false) @Nullable UUID memoryId,
            @RequestParam(name = "user_id", required = false) @Nullable String userId,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable UUID cursor,
            Caller caller) {
        MemoryScope scope = caller.scopeFor(userId);
        List<DecisionRecord> found;
        try {
            found = ledger.decisions(scope, memoryId, cursor, limit);
        } catch (IllegalArgumentException e) {
            throw Cursors.invalid();
        }
        return new DecisionPage(
                found.stream().map(DecisionView::of).toList(),
                found.size() < limit ? null : found.getLast().id());
    }

    /** A page of decisions; the cursor is null on the last one. */
    record DecisionPage(List<DecisionView> items, @Nullable UUID nextCursor) {}
}

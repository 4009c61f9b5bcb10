package io.everknown.api.memory;

import io.everknown.api.problem.ProblemException;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Remember;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Memory")
class RememberController {

    private final Remember remember;
    private final Embedder embedder;
    private final GraphPush graph;

    RememberController(Remember remember, Embedder embedder, GraphPush graph) {
        this.remember = remember;
        this.embedder = embedder;
        this.graph = graph;
    }

    @PostMapping(path = "/v1/memory/remember", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Keep statements that are known without a conversation")
    RememberedView remember(@Valid @RequestBody RememberRequest request, Caller caller) {
        MemoryScope scope = caller.scopeFor(request.userId());
        Visibility visibility = Visibilities.writable(caller, request.scope());
        List<Remember.Item> items = new ArrayList<>();
        for (ItemView item : request.items()) {
            String path = "items[" + items.size() + "].";
            if (item.type() == MemoryType.TURN) {
                throw ProblemException.ofField(path + "type", "is fact, summary or insight; turns go to process-turn");
            }
            List<UUID> derivedFrom = item.derivedFrom() == null ? List.of() : item.derivedFrom();
            if (item.type() == MemoryType.FACT && !derivedFrom.isEmpty()) {
                throw ProblemException.ofField(path + "derived_from", "is for summaries and insights");
            }
            items.add(new Remember.Item(
                    item.type(),
                    item.text(),
                    item.trustLevel() == null ? TrustLevel.USER : item.trustLevel(),
                    item.sourceRef(),
                    Times.instantOrNull(path + "expires_at", item.expiresAt()),
                    item.importance() == null ? 0.5 : item.importance(),
                    Times.instantOrNull(path + "valid_from", item.validFrom()),
                    derivedFrom));
        }
        Remember.Remembered remembered;
        try {
            remembered = remember.remember(scope, visibility, items);
        } catch (Remember.UnknownOriginException e) {
            throw ProblemException.ofField(
                    "items[" + e.item() + "].derived_from", "names a memory that is not there or was taken back");
        }
        List<DecisionView> decisions =
                remembered.decisions().stream().map(DecisionView::of).toList();
        graph.push(scope);
        List<String> texts = items.stream().map(Remember.Item::text).toList();
        return new RememberedView(decisions, UsageView.embedded(embedder.tokens(texts)), remembered.archived());
    }

    /**
     * Statements to keep.
     *
     * @param items the statements
     * @param scope how far they are shown; private unless said
     * @param userId whose memory; the caller's own unless said
     */
    record RememberRequest(
            @NotEmpty @Size(max = 500) List<@NotNull @Valid ItemView> items,
            @Nullable Visibility scope,
            @Nullable String userId) {}

    /**
     * One statement.
     *
     * @param type fact, summary or insight
     * @param text its words
     * @param trustLevel how much its source is believed; user unless said
     * @param sourceRef the caller's id of where it comes from
     * @param expiresAt when it is to be dropped
     * @param importance in [0, 1]; 0.5 unless said
     * @param validFrom since when it is true; now unless said
     * @param derivedFrom the memories of the same user and scope that a summary or an insight rests on
     */
    record ItemView(
            @NotNull MemoryType type,
            @NotBlank @Size(max = 10_000) String text,
            @Nullable TrustLevel trustLevel,
            @Nullable @Size(min = 1, max = 500) String sourceRef,
            @Nullable OffsetDateTime expiresAt,
            @Nullable @DecimalMin("0") @DecimalMax("1") Double importance,
            @Nullable OffsetDateTime validFrom,
            @Nullable @Size(max = 500) List<@NotNull UUID> derivedFrom) {}

    /** One decision for each item, in order, and which memories were archived to make room. */
    record RememberedView(List<DecisionView> decisions, UsageView usage, List<UUID> archived) {}
}

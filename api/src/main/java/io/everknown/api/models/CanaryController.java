package io.everknown.api.models;

import io.everknown.api.models.ModelViews.ModelView;
import io.everknown.memory.attention.RoutedRerankers;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Operators try versions out on some tenants, and promote them or take them back. */
@RestController
@Tag(name = "Models")
class CanaryController {

    private final ManageModels models;
    private final ModelSettings settings;
    private final ModelLookup lookup;
    private final RoutedRerankers rerankers;

    CanaryController(ManageModels models, ModelSettings settings, ModelLookup lookup, RoutedRerankers rerankers) {
        this.models = models;
        this.settings = settings;
        this.lookup = lookup;
        this.rerankers = rerankers;
    }

    @PostMapping(path = "/v1/models/{kind}/canary", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Try a version out on a share of tenants and on those named")
    ModelView start(@PathVariable("kind") String kind, @Valid @RequestBody NewCanary request, Caller caller) {
        settings.requireOperator(caller);
        Canary canary = new Canary(
                request.version(),
                request.rolloutPercent() == null ? 0 : request.rolloutPercent(),
                request.tenants() == null ? Set.of() : Set.copyOf(request.tenants()));
        return changed(models.start(ModelLookup.kind(kind), canary, caller.user()), caller);
    }

    @PatchMapping(path = "/v1/models/{kind}/canary", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Change on whom the canary is tried out")
    ModelView change(@PathVariable("kind") String kind, @Valid @RequestBody CanaryChange request, Caller caller) {
        settings.requireOperator(caller);
        Set<UUID> tenants = request.tenants() == null ? null : Set.copyOf(request.tenants());
        return changed(models.change(ModelLookup.kind(kind), request.rolloutPercent(), tenants, caller.user()), caller);
    }

    @PostMapping(path = "/v1/models/{kind}/canary/promote", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(summary = "Make the canary the active version for everybody")
    ModelView promote(@PathVariable("kind") String kind, @RequestBody Promotion request, Caller caller) {
        settings.requireOperator(caller);
        return changed(
                models.promote(ModelLookup.kind(kind), Boolean.TRUE.equals(request.force()), caller.user()), caller);
    }

    @PostMapping("/v1/models/{kind}/canary/rollback")
    @Operation(summary = "End trying out; the active version stays")
    ModelView rollBack(@PathVariable("kind") String kind, Caller caller) {
        settings.requireOperator(caller);
        return changed(models.rollBack(ModelLookup.kind(kind), caller.user()), caller);
    }

    /** This process follows at once, the others at their next look. */
    private ModelView changed(ModelState state, Caller caller) {
        rerankers.refresh();
        return lookup.view(state, caller);
    }

    /**
     * A version to be tried out.
     *
     * @param version its name
     * @param rolloutPercent the share of tenants it serves; 0 unless said
     * @param tenants those it serves in any case; none unless said
     */
    record NewCanary(
            @NotBlank @Size(max = 64) String version,
            @Nullable @Min(0) @Max(100) Integer rolloutPercent,
            @Nullable @Size(max = 1_000) List<@NotNull UUID> tenants) {}

    /** What is to be changed of a canary; what is missing stays. */
    record CanaryChange(
            @Nullable @Min(0) @Max(100) Integer rolloutPercent,
            @Nullable @Size(max = 1_000) List<@NotNull UUID> tenants) {}

    /**
     * How to promote.
     *
     * @param force whether to do so although a score is below that of the active version
     */
    record Promotion(@Nullable Boolean force) {}
}

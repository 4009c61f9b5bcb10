package io.everknown.api.models;

import io.everknown.api.models.ModelViews.EventView;
import io.everknown.api.models.ModelViews.HistoryPage;
import io.everknown.api.models.ModelViews.ModelView;
import io.everknown.api.models.ModelViews.SignalView;
import io.everknown.api.models.ModelViews.SignalsView;
import io.everknown.api.models.ModelViews.VersionView;
import io.everknown.api.models.ModelViews.VersionsPage;
import io.everknown.api.problem.ProblemException;
import io.everknown.memory.identity.Caller;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.ModelSignals;
import io.everknown.memory.model.ModelVersion;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Everybody sees what serves its own tenant; the rest is the operators'. */
@RestController
@Tag(name = "Models", description = "Versions of the service's models, and who is served by which")
class ModelsController {

    private final ManageModels models;
    private final ModelRegistry registry;
    private final ModelSignals signals;
    private final ModelSettings settings;
    private final ModelLookup lookup;
    private final InstantSource clock;

    ModelsController(
            ManageModels models,
            ModelRegistry registry,
            ModelSignals signals,
            ModelSettings settings,
            ModelLookup lookup,
            InstantSource clock) {
        this.models = models;
        this.registry = registry;
        this.signals = signals;
        this.settings = settings;
        this.lookup = lookup;
        this.clock = clock;
    }

    @GetMapping("/v1/models/{kind}")
    @Operation(summary = "The active version, the canary, and which of them serves the caller's tenant")
    ModelView model(@PathVariable("kind") String kind, Caller caller) {
        return lookup.view(models.state(ModelLookup.kind(kind)), caller);
    }

    @GetMapping("/v1/models/{kind}/versions")
    @Operation(summary = "All registered versions, oldest first")
    VersionsPage versions(@PathVariable("kind") String kind, Caller caller) {
        settings.requireOperator(caller);
        return new VersionsPage(registry.versions(ModelLookup.kind(kind)).stream()
                .map(version -> VersionView.of(version, true))
                .toList());
    }

    @PostMapping(path = "/v1/models/{kind}/versions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Register a version; nobody is served by it yet")
    VersionView register(@PathVariable("kind") String kind, @Valid @RequestBody NewVersion request, Caller caller) {
        settings.requireOperator(caller);
        ModelVersion version = models.register(
                ModelLookup.kind(kind),
                request.version(),
                request.bytes(),
                request.card().card(),
                caller.user());
        return VersionView.of(version, true);
    }

    @GetMapping("/v1/models/{kind}/history")
    @Operation(summary = "What was registered, tried out, promoted and rolled back, newest first")
    HistoryPage history(
            @PathVariable("kind") String kind,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            Caller caller) {
        settings.requireOperator(caller);
        ModelKind known = ModelLookup.kind(kind);
        Map<String, ModelCard> cards =
                registry.versions(known).stream().collect(Collectors.toMap(ModelVersion::name, ModelVersion::card));
        Function<String, List<ModelCard.Score>> scores = version -> {
            ModelCard card = cards.get(version);
            return card == null ? List.of() : card.scores();
        };
        return new HistoryPage(registry.history(known, before, limit).stream()
                .map(event -> EventView.of(event, scores.apply(event.version())))
                .toList());
    }

    @GetMapping("/v1/models/{kind}/signals")
    @Operation(summary = "How the versions did in use over a window of time; decides nothing")
    SignalsView signals(
            @PathVariable("kind") String kind, @RequestParam(defaultValue = "24h") String window, Caller caller) {
        settings.requireOperator(caller);
        Duration wanted = window(window);
        // Recalls are what is counted, and rerankers alone are routed in them.
        boolean counted = ModelLookup.kind(kind) == ModelKind.RERANKER;
        return new SignalsView(
                clock.instant().minus(wanted),
                counted ? signals.over(wanted).stream().map(SignalView::of).toList() : List.of());
    }

    private static Duration window(String text) {
        Duration window;
        try {
            window = DurationFormatterUtils.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.ofField("window", "is no duration such as 90m, 24h, 7d or PT36H");
        }
        if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(ModelSignals.KEPT) > 0) {
            throw ProblemException.ofField("window", "must be between 1m and 30d");
        }
        return window;
    }
}

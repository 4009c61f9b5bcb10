package io.everknown.api.models;

import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ModelCard;
import io.everknown.memory.model.ModelEvent;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.ModelSignals.Signal;
import io.everknown.memory.model.ModelVersion;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the routes of the registry answer. */
final class ModelViews {

    private ModelViews() {}

    /**
     * A kind of model.
     *
     * @param kind the kind
     * @param routable whether versions of it can be tried out on some tenants
     * @param chosen whether an operator made the active version so; else it is the release's own
     * @param active the version for everybody
     * @param canary the version that is tried out, if one is
     * @param route how the caller's own tenant is served
     */
    record ModelView(
            ModelKind kind,
            boolean routable,
            boolean chosen,
            VersionView active,
            @Nullable CanaryView canary,
            RouteView route) {}

    /** The version that serves a tenant, and why. */
    record RouteView(String version, ModelRoute modelRoute) {}

    /**
     * A version.
     *
     * @param sha256 of its weights; none where they come in a package of their own
     * @param shipped whether it came with a release
     * @param createdBy who registered it, for operators alone
     */
    record VersionView(
            String version,
            @Nullable String sha256,
            boolean shipped,
            ModelCard card,
            Instant createdAt,
            @Nullable String createdBy) {

        static VersionView of(ModelVersion version, boolean forOperator) {
            return new VersionView(
                    version.name(),
                    version.sha256(),
                    version.shipped(),
                    version.card(),
                    version.createdAt(),
                    forOperator ? version.createdBy() : null);
        }
    }

    /**
     * A version that is tried out.
     *
     * @param rolloutPercent the share of tenants it serves
     * @param tenants those it serves in any case, for operators alone
     */
    record CanaryView(
            VersionView version,
            int rolloutPercent,
            @Nullable List<UUID> tenants) {

        static CanaryView of(Canary canary, ModelVersion version, boolean forOperator) {
            return new CanaryView(
                    VersionView.of(version, forOperator),
                    canary.percent(),
                    forOperator ? canary.tenants().stream().sorted().toList() : null);
        }
    }

    /** All versions of a kind, oldest first. */
    record VersionsPage(List<VersionView> items) {}

    /** A page of what happened, newest first. */
    record HistoryPage(List<EventView> items) {}

    /**
     * Something that happened.
     *
     * @param active the active version after it
     * @param rolloutPercent of the canary it is about
     * @param tenants likewise
     * @param scores of the version's card
     * @param forced whether it was promoted against its scores
     * @param by the user id of who did it, or {@code release}
     */
    record EventView(
            UUID id,
            ModelEvent.Type type,
            String version,
            String active,
            @Nullable Integer rolloutPercent,
            @Nullable List<UUID> tenants,
            List<ModelCard.Score> scores,
            boolean forced,
            String by,
            Instant at) {

        static EventView of(ModelEvent event, List<ModelCard.Score> scores) {
            Canary canary = event.canary();
            return new EventView(
                    event.id(),
                    event.type(),
                    event.version(),
                    event.active(),
                    canary == null ? null : canary.percent(),
                    canary == null ? null : canary.tenants().stream().sorted().toList(),
                    scores,
                    event.forced(),
                    event.by(),
                    event.at());
        }
    }

    /** What was seen over a window, for each version and route. */
    record SignalsView(Instant since, List<SignalView> items) {}

    /** As {@link Signal}, with the durations of ranking in milliseconds. */
    record SignalView(
            String version,
            ModelRoute modelRoute,
            long recalls,
            @Nullable Double degradedShare,
            @Nullable Double usedShare,
            @Nullable Double wrongShare,
            long used,
            long wrong,
            @Nullable Double meanRankOfUsed,
            @Nullable Double rerankP50Ms,
            @Nullable Double rerankP95Ms) {

        static SignalView of(Signal signal) {
            return new SignalView(
                    signal.version(),
                    signal.route(),
                    signal.recalls(),
                    signal.degradedShare(),
                    signal.usedShare(),
                    signal.wrongShare(),
                    signal.used(),
                    signal.wrong(),
                    signal.meanRankOfUsed(),
                    signal.rerankP50(),
                    signal.rerankP95());
        }
    }
}

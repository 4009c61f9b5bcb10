package io.everknown.memory.model;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.model.ModelCard.Score;
import io.everknown.memory.model.ModelRefusedException.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers versions, tries them out on some tenants, and promotes them or takes them back. A state is moved only from the
 * one that was looked at: of two changes at the same time one is refused.
 */
public final class ManageModels {

    private static final Logger LOG = LoggerFactory.getLogger(ManageModels.class);

    private final ModelRegistry registry;
    private final Map<ModelKind, ShippedModel> shipped = new EnumMap<>(ModelKind.class);
    private final ModelFormat format;
    private final InstantSource clock;

    /**
     * @param shipped the release's own version of each kind
     * @param format of the rerankers' weights, the one kind that is routed
     */
    public ManageModels(ModelRegistry registry, List<ShippedModel> shipped, ModelFormat format, InstantSource clock) {
        this.registry = registry;
        this.format = format;
        this.clock = clock;
        shipped.forEach(model -> this.shipped.put(model.kind(), model));
    }

    /** Registers the release's own versions, each once, however many processes start at the same time. */
    public void ship() {
        for (ShippedModel model : shipped.values()) {
            ModelVersion version =
                    version(model.kind(), model.name(), model.weights(), model.card(), true, ModelVersion.RELEASE);
            if (!registry.add(version, model.weights(), registered(version))
                    && !Objects.equals(version(model.kind(), model.name()).sha256(), version.sha256())) {
                LOG.warn("{} {} of this release has other weights than the registry", model.kind(), model.name());
            }
        }
    }

    /** Which versions of a kind serve. */
    public ModelState state(ModelKind kind) {
        return registry.state(kind, shippedName(kind));
    }

    /**
     * A version.
     *
     * @throws ModelRefusedException {@code UNKNOWN_VERSION}
     */
    public ModelVersion version(ModelKind kind, String name) {
        return registry.version(kind, name)
                .orElseThrow(() -> new ModelRefusedException(
                        Reason.UNKNOWN_VERSION, "There is no version '" + name + "' of this kind."));
    }

    /**
     * Registers a version; nobody is served by it yet. The same version again changes nothing.
     *
     * @throws ModelRefusedException {@code NOT_ROUTABLE}, {@code INVALID_WEIGHTS}, or {@code CONFLICT} where another
     *     version has the name
     */
    public ModelVersion register(ModelKind kind, String name, byte[] weights, ModelCard card, String by) {
        requireRoutable(kind);
        try {
            format.check(name, weights);
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(Reason.INVALID_WEIGHTS, String.valueOf(e.getMessage()));
        }
        ModelVersion version = version(kind, name, weights, card, false, by);
        if (registry.add(version, weights, registered(version))) {
            return version;
        }
        ModelVersion known = version(kind, name);
        if (!Objects.equals(known.sha256(), version.sha256()) || !known.card().equals(card)) {
            throw conflict("Another version has the name '" + name + "'.");
        }
        return known;
    }

    /**
     * Begins to try a version out.
     *
     * @throws ModelRefusedException {@code NOT_ROUTABLE}, {@code UNKNOWN_VERSION}, or {@code CONFLICT} where a canary is
     *     under way or the version is active
     */
    public ModelState start(ModelKind kind, Canary canary, String by) {
        requireRoutable(kind);
        version(kind, canary.version());
        ModelState state = state(kind);
        if (state.canary() != null) {
            throw conflict("The canary '" + state.canary().version() + "' is under way.");
        }
        if (state.active().equals(canary.version())) {
            throw conflict("The version '" + canary.version() + "' is active.");
        }
        return move(state.with(canary), ModelEvent.Type.CANARY_STARTED, canary, false, by);
    }

    /**
     * Changes on whom the canary is tried out.
     *
     * @param percent the new share, or null to keep it
     * @param tenants the new list, or null to keep it
     * @throws ModelRefusedException {@code NOT_ROUTABLE}, or {@code CONFLICT} where there is no canary
     */
    public ModelState change(ModelKind kind, @Nullable Integer percent, @Nullable Set<UUID> tenants, String by) {
        ModelState state = state(kind);
        Canary before = canary(state);
        Canary after = new Canary(
                before.version(),
                percent == null ? before.percent() : percent,
                tenants == null ? before.tenants() : tenants);
        return after.equals(before) ? state : move(state.with(after), ModelEvent.Type.CANARY_CHANGED, after, false, by);
    }

    /**
     * Makes the canary the active version for everybody, and clears its share and its list.
     *
     * @param force whether to do so although a score of it is lower than that of the active version on the same set
     * @throws ModelRefusedException {@code NOT_ROUTABLE}, {@code CONFLICT} where there is no canary, or {@code
     *     SCORE_BELOW_ACTIVE}
     */
    public ModelState promote(ModelKind kind, boolean force, String by) {
        ModelState state = state(kind);
        Canary canary = canary(state);
        List<Score> below = version(kind, canary.version())
                .card()
                .below(state.active(), version(kind, state.active()).card());
        if (!below.isEmpty() && !force) {
            Score first = below.getFirst();
            throw new ModelRefusedException(
                    Reason.SCORE_BELOW_ACTIVE,
                    "The canary's " + first.metric() + " on '" + first.set() + "' is " + first.value()
                            + ", which is below that of the active version; 'force' promotes it all the same.");
        }
        return move(state.promoted(canary), ModelEvent.Type.PROMOTED, canary, !below.isEmpty(), by);
    }

    /**
     * Ends trying out; the active version stays.
     *
     * @throws ModelRefusedException {@code NOT_ROUTABLE}, or {@code CONFLICT} where there is no canary
     */
    public ModelState rollBack(ModelKind kind, String by) {
        ModelState state = state(kind);
        return move(state.with(null), ModelEvent.Type.ROLLED_BACK, canary(state), false, by);
    }

    private ModelState move(ModelState next, ModelEvent.Type type, Canary canary, boolean forced, String by) {
        ModelEvent event = new ModelEvent(
                Ids.next(), next.kind(), type, canary.version(), next.active(), canary, forced, by, clock.instant());
        if (!registry.move(next, event)) {
            throw conflict("Somebody else has changed it at the same time.");
        }
        return next;
    }

    private ModelEvent registered(ModelVersion version) {
        return new ModelEvent(
                Ids.next(),
                version.kind(),
                ModelEvent.Type.REGISTERED,
                version.name(),
                state(version.kind()).active(),
                null,
                false,
                version.createdBy(),
                version.createdAt());
    }

    private ModelVersion version(
            ModelKind kind, String name, byte @Nullable [] weights, ModelCard card, boolean ships, String by) {
        return new ModelVersion(kind, name, weights == null ? null : sha256(weights), card, ships, clock.instant(), by);
    }

    private String shippedName(ModelKind kind) {
        ShippedModel model = shipped.get(kind);
        if (model == null) {
            throw new IllegalStateException("the release has no " + kind.label());
        }
        return model.name();
    }

    private static Canary canary(ModelState state) {
        requireRoutable(state.kind());
        if (state.canary() == null) {
            throw conflict("There is no canary.");
        }
        return state.canary();
    }

    private static void requireRoutable(ModelKind kind) {
        if (!kind.routable()) {
            throw new ModelRefusedException(
                    Reason.NOT_ROUTABLE,
                    "One version of this kind serves everybody; only "
                            + Arrays.stream(ModelKind.values())
                                    .filter(ModelKind::routable)
                                    .map(ModelKind::label)
                                    .toList()
                            + " can be tried out on some tenants.");
        }
    }

    private static ModelRefusedException conflict(String message) {
        return new ModelRefusedException(Reason.CONFLICT, message);
    }

    private static String sha256(byte[] weights) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(weights));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

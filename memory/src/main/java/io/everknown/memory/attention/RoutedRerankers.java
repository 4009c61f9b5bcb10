package io.everknown.memory.attention;

import io.everknown.memory.model.Canary;
import io.everknown.memory.model.ManageModels;
import io.everknown.memory.model.ModelKind;
import io.everknown.memory.model.ModelRegistry;
import io.everknown.memory.model.ModelRoute;
import io.everknown.memory.model.ModelState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves each tenant by the state of the registry as it was last looked at. Networks are read once, when a look finds them
 * named, and never in a recall. A version that can't be read is stood in for: the canary by the active version, the active
 * one by that of the release.
 */
public final class RoutedRerankers implements Rerankers {

    private static final Logger LOG = LoggerFactory.getLogger(RoutedRerankers.class);

    private final ManageModels models;
    private final ModelRegistry registry;
    private final RerankerFormat format;
    private final Own own;
    private volatile Serving serving;

    /**
     * The release's own reranker.
     *
     * @param version its name in the registry
     */
    public record Own(String version, Reranker reranker) {}

    public RoutedRerankers(ManageModels models, ModelRegistry registry, RerankerFormat format, Own own) {
        this.models = models;
        this.registry = registry;
        this.format = format;
        this.own = own;
        this.serving = new Serving(
                ModelState.shipped(ModelKind.RERANKER, own.version),
                Map.of(),
                new Served(own.reranker, own.version, ModelRoute.ACTIVE, false));
    }

    @Override
    public Served of(UUID tenant) {
        return serving.of(tenant);
    }

    /**
     * Looks at the registry, and reads what is named there for the first time.
     *
     * @throws RuntimeException when the registry can't be reached; everybody is served as before
     */
    public synchronized void refresh() {
        ModelState state = models.state(ModelKind.RERANKER);
        Serving before = serving;
        if (state.equals(before.state) && before.whole()) {
            return;
        }
        Map<String, Reranker> read = new HashMap<>();
        Reranker active = state.chosen() ? reranker(state.active(), before, read) : own.reranker;
        if (state.canary() != null) {
            reranker(state.canary().version(), before, read);
        }
        Served forAll = active == null
                ? new Served(own.reranker, own.version, ModelRoute.ACTIVE, true)
                : new Served(active, state.active(), ModelRoute.ACTIVE, false);
        serving = new Serving(state, Map.copyOf(read), forAll);
    }

    /** A version as it was read before, or read now and put to what is {@code read}; null where it can't be read. */
    private @Nullable Reranker reranker(String version, Serving before, Map<String, Reranker> read) {
        Reranker known = before.read.get(version);
        Reranker found = known != null ? known : load(version, !before.names(version));
        if (found != null) {
            read.put(version, found);
        }
        return found;
    }

    private @Nullable Reranker load(String version, boolean isNew) {
        Optional<byte[]> weights = registry.weights(ModelKind.RERANKER, version);
        try {
            return format.read(
                    version, weights.orElseThrow(() -> new IllegalArgumentException("its weights are not kept")));
        } catch (IllegalArgumentException e) {
            if (isNew) {
                LOG.error("the ranking network {} can't be read, another stands in: {}", version, e.getMessage());
            }
            return null;
        }
    }

    /**
     * What serves until the next look finds something else.
     *
     * @param read the networks that the state names, as far as they could be read
     * @param forAll the active version, or what stands in for it
     */
    private record Serving(ModelState state, Map<String, Reranker> read, Served forAll) {

        Served of(UUID tenant) {
            Canary canary = state.canary();
            ModelRoute route = state.route(tenant);
            if (canary == null || route == ModelRoute.ACTIVE) {
                return forAll;
            }
            Reranker reranker = read.get(canary.version());
            return reranker == null
                    ? new Served(forAll.reranker(), forAll.version(), ModelRoute.ACTIVE, true)
                    : new Served(reranker, canary.version(), route, false);
        }

        boolean names(String version) {
            return (state.chosen() && state.active().equals(version))
                    || (state.canary() != null && state.canary().version().equals(version));
        }

        /** Whether all that is named could be read. */
        boolean whole() {
            return !forAll.substituted()
                    && (state.canary() == null
                            || read.containsKey(state.canary().version()));
        }
    }
}

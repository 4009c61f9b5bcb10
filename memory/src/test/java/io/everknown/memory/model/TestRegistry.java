package io.everknown.memory.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A registry in memory; what the one in Postgres does is held against Postgres. */
public final class TestRegistry implements ModelRegistry {

    private final Map<String, ModelVersion> versions = new LinkedHashMap<>();
    private final Map<String, byte[]> weights = new HashMap<>();
    private final Map<ModelKind, ModelState> states = new HashMap<>();
    private final List<ModelEvent> events = new ArrayList<>();

    /** How often weights were asked for. */
    public int reads;

    /** Runs before the next move, as somebody who is faster would. */
    public @Nullable Runnable meanwhile;

    @Override
    public boolean add(ModelVersion version, byte @Nullable [] bytes, ModelEvent event) {
        if (versions.putIfAbsent(key(version.kind(), version.name()), version) != null) {
            return false;
        }
        if (bytes != null) {
            weights.put(key(version.kind(), version.name()), bytes);
        }
        events.add(event);
        return true;
    }

    @Override
    public List<ModelVersion> versions(ModelKind kind) {
        return versions.values().stream()
                .filter(version -> version.kind() == kind)
                .toList();
    }

    @Override
    public Optional<ModelVersion> version(ModelKind kind, String name) {
        return Optional.ofNullable(versions.get(key(kind, name)));
    }

    @Override
    public Optional<byte[]> weights(ModelKind kind, String name) {
        reads++;
        return Optional.ofNullable(weights.get(key(kind, name)));
    }

    /** Makes the weights of a version unreadable. */
    public void spoil(ModelKind kind, String name) {
        weights.put(key(kind, name), new byte[0]);
    }

    @Override
    public ModelState state(ModelKind kind, String shipped) {
        ModelState known = states.getOrDefault(kind, ModelState.shipped(kind, shipped));
        return known.chosen() ? known : new ModelState(kind, shipped, false, known.canary(), known.revision());
    }

    @Override
    public boolean move(ModelState next, ModelEvent event) {
        Runnable first = meanwhile;
        meanwhile = null;
        if (first != null) {
            first.run();
        }
        ModelState known = states.get(next.kind());
        if ((known == null ? 0 : known.revision()) != next.revision() - 1) {
            return false;
        }
        states.put(next.kind(), next);
        events.add(event);
        return true;
    }

    @Override
    public List<ModelEvent> history(ModelKind kind, @Nullable UUID before, int limit) {
        return events.reversed().stream()
                .filter(event -> event.kind() == kind)
                .limit(limit)
                .toList();
    }

    private static String key(ModelKind kind, String name) {
        return kind + " " + name;
    }
}

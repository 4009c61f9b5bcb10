package io.everknown.graphmodel.resident;

import io.everknown.memory.graph.GraphProjection.EntityNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entities of an audience, by id and by the keys they are called by; never changes. What comes later stands in a small
 * table that wins over the large one, until there is enough of it to make the large one anew.
 */
record Names(Table settled, Table recent) {

    static final Names NONE = new Names(Table.of(List.of()), Table.of(List.of()));

    private static final int FEWEST_RECENT = 64;

    static Names of(Collection<EntityNode> entities) {
        return new Names(Table.of(entities), NONE.recent);
    }

    /**
     * With entities as they are now.
     *
     * @param stands whether anything names an entity; others go when the large table is made anew
     */
    Names with(Collection<EntityNode> now, Predicate<UUID> stands) {
        if (now.isEmpty()) {
            return this;
        }
        Map<UUID, EntityNode> newer = new LinkedHashMap<>(recent.byId);
        now.forEach(entity -> newer.put(entity.id(), entity));
        Names next = new Names(settled, Table.of(newer.values()));
        boolean many = newer.size() > FEWEST_RECENT + 4 * (int) Math.sqrt(settled.byId.size());
        return many ? next.settled(stands) : next;
    }

    /** The same in one table, without what does not stand any more. */
    Names settled(Predicate<UUID> stands) {
        Map<UUID, EntityNode> all = new LinkedHashMap<>(settled.byId);
        all.putAll(recent.byId);
        all.keySet().removeIf(stands.negate());
        return of(all.values());
    }

    @Nullable
    EntityNode get(UUID id) {
        EntityNode newer = recent.byId.get(id);
        return newer != null ? newer : settled.byId.get(id);
    }

    /** The entities that are called so. */
    List<EntityNode> called(String key) {
        List<EntityNode> older = settled.byName.getOrDefault(key, List.of());
        List<EntityNode> newer = recent.byName.getOrDefault(key, List.of());
        if (older.isEmpty()) {
            return newer;
        }
        List<EntityNode> called = new ArrayList<>(newer);
        older.stream().filter(entity -> !recent.byId.containsKey(entity.id())).forEach(called::add);
        return called;
    }

    long bytes() {
        return settled.bytes + recent.bytes;
    }

    /** Entities by id and by name. */
    record Table(Map<UUID, EntityNode> byId, Map<String, List<EntityNode>> byName, long bytes) {

        /** What an entity and each of its names take, measured (docs/recall.md). */
        private static final int ENTITY = 260;

        private static final int NAME = 160;

        static Table of(Collection<EntityNode> entities) {
            Map<UUID, EntityNode> byId = HashMap.newHashMap(entities.size());
            Map<String, List<EntityNode>> byName = HashMap.newHashMap(2 * entities.size());
            long bytes = 0;
            for (EntityNode entity : entities) {
                byId.put(entity.id(), entity);
                bytes += ENTITY + entity.name().length();
                for (String name : entity.names()) {
                    byName.computeIfAbsent(name, n -> new ArrayList<>(1)).add(entity);
                    bytes += NAME + name.length();
                }
            }
            return new Table(byId, byName, bytes);
        }
    }
}

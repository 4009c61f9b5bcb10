package io.everknown.memory.entity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What follows from all reasons to merge that hang together. A pure function of them, so that taking one back leaves
 * what the others say, in whatever order they came.
 */
final class Settlement {

    private final Instant now;
    private final List<EntityMerge> all;
    private final Map<UUID, NamedEntity> entities = new LinkedHashMap<>();
    private final Map<UUID, UUID> parents = new LinkedHashMap<>();
    private final Map<UUID, EntityMerge> settled = new LinkedHashMap<>();

    private Settlement(Collection<EntityMerge> merges, Instant now) {
        this.now = now;
        this.all = merges.stream()
                .sorted(Comparator.comparing(EntityMerge::recordedAt).thenComparing(EntityMerge::id))
                .toList();
        all.forEach(merge -> {
            entities.put(merge.alias().id(), merge.alias());
            entities.put(merge.entity().id(), merge.entity());
        });
    }

    static Settlement of(Collection<EntityMerge> merges, Instant now) {
        Settlement settlement = new Settlement(merges, now);
        settlement.settle();
        return settlement;
    }

    /** Reasons whose state is another than it was. */
    List<EntityMerge> changed() {
        return all.stream()
                .filter(merge -> !merge.equals(settled.get(merge.id())))
                .map(merge -> settled.getOrDefault(merge.id(), merge))
                .toList();
    }

    /** The entity that stands for each. */
    Map<UUID, UUID> roots() {
        Map<UUID, UUID> roots = new LinkedHashMap<>();
        entities.keySet().forEach(id -> roots.put(id, root(id)));
        return roots;
    }

    private void settle() {
        of(merge -> merge.state() == MergeState.UNDONE).forEach(merge -> settled.put(merge.id(), merge));
        of(merge -> merge.kind() == MergeKind.HAND).forEach(this::join);
        of(merge -> merge.kind() == MergeKind.CALLED).forEach(this::called);
        of(merge -> merge.kind() == MergeKind.SPELLING || merge.kind() == MergeKind.NICKNAME)
                .forEach(this::join);
        selves();
        firstNames();
        roles();
    }

    /** Those not settled yet. */
    private List<EntityMerge> of(Predicate<EntityMerge> which) {
        return all.stream()
                .filter(merge -> !settled.containsKey(merge.id()) && which.test(merge))
                .toList();
    }

    private UUID root(UUID id) {
        UUID at = id;
        for (UUID next = parents.get(at); next != null; next = parents.get(at)) {
            at = next;
        }
        return at;
    }

    private void join(EntityMerge merge) {
        UUID alias = root(merge.alias().id());
        UUID entity = root(merge.entity().id());
        if (!alias.equals(entity)) {
            boolean kept = all.stream()
                    .filter(other -> other.state() == MergeState.UNDONE)
                    .anyMatch(other -> {
                        UUID a = root(other.alias().id());
                        UUID b = root(other.entity().id());
                        return (a.equals(alias) && b.equals(entity)) || (a.equals(entity) && b.equals(alias));
                    });
            if (kept) {
                put(merge, MergeState.APART, "Two of these names were taken apart by hand.");
                return;
            }
            parents.put(alias, entity);
        }
        put(merge, MergeState.MERGED, null);
    }

    private void put(EntityMerge merge, MergeState state, @Nullable String against) {
        settled.put(merge.id(), merge.in(state, against, now));
    }

    /** What somebody is called, unless a friend of theirs is called so too. */
    private void called(EntityMerge merge) {
        String owner = merge.entity().key();
        boolean another = all.stream()
                .anyMatch(role -> role.kind() == MergeKind.ROLE
                        && role.entity().id().equals(merge.alias().id())
                        && Roles.owner(role.alias().key()).equals(owner));
        if (another) {
            put(
                    merge,
                    MergeState.APART,
                    "“" + merge.alias().name() + "” is also somebody whom "
                            + merge.entity().name() + " knows.");
        } else {
            join(merge);
        }
    }

    /** A speaker without a name has the one that was said, as long as it is one. */
    private void selves() {
        Map<UUID, List<EntityMerge>> bySpeaker = new LinkedHashMap<>();
        of(merge -> merge.kind() == MergeKind.SELF)
                .forEach(merge -> bySpeaker
                        .computeIfAbsent(merge.entity().id(), id -> new ArrayList<>())
                        .add(merge));
        bySpeaker.values().forEach(told -> {
            EntityMerge first = told.getFirst();
            boolean several = told.stream().anyMatch(other -> !NameLikeness.compatible(first.alias(), other.alias()));
            for (EntityMerge merge : told) {
                if (several) {
                    put(merge, MergeState.APART, first.entity().name() + " gave more than one name.");
                } else {
                    join(merge);
                }
            }
        });
    }

    private void firstNames() {
        Map<UUID, List<EntityMerge>> byName = new LinkedHashMap<>();
        of(merge -> merge.kind() == MergeKind.FIRST_NAME)
                .forEach(merge -> byName.computeIfAbsent(root(merge.alias().id()), id -> new ArrayList<>())
                        .add(merge));
        byName.forEach((name, candidates) -> {
            Set<UUID> targets = new HashSet<>();
            candidates.forEach(merge -> targets.add(root(merge.entity().id())));
            for (EntityMerge merge : candidates) {
                if (targets.size() > 1) {
                    put(merge, MergeState.APART, "“" + merge.alias().name() + "” may be more than one of those known.");
                } else if (!rolesOf(root(merge.entity().id())).containsAll(rolesOf(name))) {
                    put(
                            merge,
                            MergeState.APART,
                            "“" + merge.alias().name() + "” is known as somebody’s relative, friend or colleague, and “"
                                    + merge.entity().name() + "” isn’t.");
                } else {
                    join(merge);
                }
            }
        });
    }

    /** Keys of what those in one cluster are said to be to somebody. */
    private Set<String> rolesOf(UUID cluster) {
        Set<String> roles = new LinkedHashSet<>();
        all.stream()
                .filter(merge -> merge.kind() == MergeKind.ROLE && merge.state() != MergeState.UNDONE)
                .filter(merge -> root(merge.entity().id()).equals(cluster))
                .forEach(merge -> roles.add(merge.alias().key()));
        return roles;
    }

    private void roles() {
        List<EntityMerge> roles = of(merge -> merge.kind() == MergeKind.ROLE);
        Map<UUID, EntityMerge> verdicts = new LinkedHashMap<>();
        for (EntityMerge merge : roles) {
            verdicts.put(merge.id(), verdict(merge, roles));
        }
        for (EntityMerge merge : roles) {
            EntityMerge verdict = verdicts.getOrDefault(merge.id(), merge);
            if (verdict.merged()) {
                join(merge);
            } else {
                settled.put(merge.id(), verdict);
            }
        }
    }

    private EntityMerge verdict(EntityMerge merge, List<EntityMerge> roles) {
        String role = merge.alias().key();
        UUID name = root(merge.entity().id());
        for (EntityMerge other : roles) {
            boolean sameName = root(other.entity().id()).equals(name);
            if (sameName
                    && !Roles.compatible(role, other.alias().key())
                    && !role.equals(other.alias().key())) {
                return merge.in(
                        MergeState.NAME_SHARED,
                        "“" + merge.entity().name() + "” was said of both "
                                + merge.alias().name() + " and " + other.alias().name() + ", who may be two people.",
                        now);
            }
        }
        NamedEntity owner = entities.values().stream()
                .filter(entity -> entity.key().equals(Roles.owner(role)))
                .findFirst()
                .orElse(null);
        if (owner != null && root(owner.id()).equals(name)) {
            return merge.in(MergeState.NAME_SHARED, owner.name() + " has the same name.", now);
        }
        if (Roles.changing(role)) {
            return merge.in(MergeState.APART, "Who is " + merge.alias().name() + " may change.", now);
        }
        for (EntityMerge other : roles) {
            if (other.alias().key().equals(role)
                    && !root(other.entity().id()).equals(name)
                    && !NameLikeness.compatible(merge.entity(), other.entity())) {
                return merge.in(
                        MergeState.ROLE_SHARED,
                        merge.alias().name() + " was said to be both "
                                + merge.entity().name() + " and "
                                + other.entity().name() + ", who may be two people.",
                        now);
            }
        }
        return merge.in(MergeState.MERGED, null, now);
    }
}

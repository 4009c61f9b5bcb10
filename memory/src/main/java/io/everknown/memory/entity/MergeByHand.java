package io.everknown.memory.entity;

import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Merges entities and takes merges back because a person says so; no later word overrules that. */
public final class MergeByHand {

    private final EntityMergeLog log;
    private final InstantSource clock;

    public MergeByHand(EntityMergeLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes {@code alias} another name of {@code entity}.
     *
     * @param reason why, for people to read; null for none
     * @return the merge, or nothing where the scope can't see both in one audience
     */
    public Optional<EntityMerge> merge(MemoryScope scope, UUID entity, UUID alias, @Nullable String reason) {
        Optional<String> audience = log.audience(scope, entity);
        if (audience.isEmpty() || !audience.equals(log.audience(scope, alias))) {
            return Optional.empty();
        }
        return log.serially(scope, audience.get(), ledger -> {
            Map<UUID, NamedEntity> named = ledger.entities(List.of(entity, alias)).stream()
                    .collect(Collectors.toMap(NamedEntity::id, one -> one));
            NamedEntity kept = named.get(entity);
            NamedEntity other = named.get(alias);
            if (kept == null || other == null) {
                return Optional.<EntityMerge>empty();
            }
            Instant now = clock.instant();
            EntityMerge merge = new EntityMerge(
                    Ids.next(),
                    other,
                    kept,
                    MergeKind.HAND,
                    reason == null ? "Merged by hand." : reason,
                    1,
                    MergeState.MERGED,
                    null,
                    now,
                    now);
            ledger.enter(merge, null, null);
            return change(ledger, entity, alias, found -> byHand(found, merge), now);
        });
    }

    /**
     * Takes a merge back.
     *
     * @param entity one of the entities that it hangs together with
     * @return the merge as it stands now, or nothing where there is no such one
     */
    public Optional<EntityMerge> unmerge(MemoryScope scope, UUID entity, UUID merge, @Nullable String reason) {
        return log.audience(scope, entity)
                .flatMap(audience -> log.serially(scope, audience, ledger -> {
                    Instant now = clock.instant();
                    return ledger.around(List.of(entity)).stream()
                            .filter(found -> found.id().equals(merge))
                            .findFirst()
                            .flatMap(found -> change(
                                    ledger,
                                    found.entity().id(),
                                    found.alias().id(),
                                    known -> known.in(
                                            MergeState.UNDONE, reason == null ? "Taken apart by hand." : reason, now),
                                    now));
                }));
    }

    private static EntityMerge byHand(EntityMerge found, EntityMerge merge) {
        return new EntityMerge(
                found.id(),
                merge.alias(),
                merge.entity(),
                MergeKind.HAND,
                merge.reason(),
                1,
                MergeState.MERGED,
                null,
                found.recordedAt(),
                merge.changedAt());
    }

    private static Optional<EntityMerge> change(
            EntityLedger ledger, UUID entity, UUID alias, UnaryOperator<EntityMerge> how, Instant now) {
        Optional<EntityMerge> changed = between(ledger, entity, alias).map(how);
        changed.ifPresent(merge -> {
            ledger.settle(List.of(merge), Map.of());
            EntityMerging.settle(ledger, List.of(entity, alias), now);
        });
        return changed.flatMap(merge -> between(ledger, entity, alias));
    }

    private static Optional<EntityMerge> between(EntityLedger ledger, UUID one, UUID other) {
        return ledger.around(List.of(one)).stream()
                .filter(merge ->
                        (merge.alias().id().equals(one) && merge.entity().id().equals(other))
                                || (merge.alias().id().equals(other)
                                        && merge.entity().id().equals(one)))
                .findFirst();
    }
}

package io.everknown.memory.entity;

import io.everknown.memory.entity.NameLikeness.Likeness;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.identity.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Decides which names are of one entity when a batch is recorded. */
public final class EntityMerging {

    private final EntityLedger ledger;
    private final Instant now;
    private final Set<UUID> touched = new LinkedHashSet<>();

    private EntityMerging(EntityLedger ledger, Instant now) {
        this.ledger = ledger;
        this.now = now;
    }

    /** What was said, and the turn or fact that says it. */
    public record Said(UUID memory, List<NameClaim> claims) {
        public Said {
            claims = List.copyOf(claims);
        }
    }

    /** Takes in what a batch says of names, and what its new names are like. */
    public static void decide(EntityLedger ledger, Collection<Said> said, Instant now) {
        EntityMerging merging = new EntityMerging(ledger, now);
        merging.claims(said);
        merging.likenesses();
        settle(ledger, merging.touched, now);
    }

    /**
     * Takes in the correction of a fact: what its old words said of names counts no more, what the new ones say does.
     *
     * @param old the fact, and the turns and sentences in which it was said
     */
    public static void correct(EntityLedger ledger, Map<UUID, String> old, Said corrected, Instant now) {
        EntityMerging merging = new EntityMerging(ledger, now);
        old.forEach((memory, sentence) -> merging.touched.addAll(ledger.unsay(memory, sentence)));
        merging.claims(List.of(corrected));
        merging.likenesses();
        settle(ledger, merging.touched, now);
    }

    /** Brings everything that hangs together with these entities to what the reasons say by now. */
    public static void settle(EntityLedger ledger, Collection<UUID> entities, Instant now) {
        if (entities.isEmpty()) {
            return;
        }
        Settlement settlement = Settlement.of(ledger.around(entities), now);
        Map<UUID, UUID> roots = settlement.roots();
        entities.forEach(id -> roots.putIfAbsent(id, id));
        ledger.settle(settlement.changed(), roots);
    }

    private void claims(Collection<Said> said) {
        List<EntityMention> mentions = said.stream()
                .flatMap(memory -> memory.claims().stream())
                .flatMap(claim -> Stream.of(claim.alias(), claim.entity()))
                .toList();
        if (mentions.isEmpty()) {
            return;
        }
        Map<String, NamedEntity> named = ledger.named(mentions);
        for (Said memory : said) {
            for (NameClaim claim : memory.claims()) {
                NamedEntity alias = named.get(claim.alias().key());
                NamedEntity entity = named.get(claim.entity().key());
                if (alias != null && entity != null) {
                    ledger.enter(
                            merge(alias, entity, claim.kind(), claim.reason(), 0.95),
                            memory.memory(),
                            claim.sentence());
                    touched.addAll(List.of(alias.id(), entity.id()));
                }
            }
        }
    }

    private void likenesses() {
        List<NamedEntity> fresh =
                ledger.fresh().stream().filter(NameLikeness::comparable).toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<NamedEntity> known = new ArrayList<>(ledger.similar(fresh));
        known.sort(Comparator.comparing(NamedEntity::id));
        for (NamedEntity one : fresh) {
            for (NamedEntity other : known) {
                boolean older = other.id().compareTo(one.id()) < 0;
                if (older) {
                    like(one, other);
                } else if (!fresh.contains(other)) {
                    like(other, one);
                }
            }
            anotherCandidate(one, known);
        }
    }

    private void like(NamedEntity newer, NamedEntity older) {
        Likeness likeness = NameLikeness.compare(newer, older).orElse(null);
        if (likeness == null || (likeness.score() < 1 && ledger.differ(newer, older))) {
            return;
        }
        ledger.enter(merge(newer, older, likeness.kind(), likeness.reason(), likeness.score()), null, null);
        touched.addAll(List.of(newer.id(), older.id()));
    }

    /** A second full name for a first name that was taken for that of another. */
    private void anotherCandidate(NamedEntity full, List<NamedEntity> known) {
        if (full.words().size() < 2) {
            return;
        }
        for (NamedEntity first : known) {
            boolean bare = first.words().size() == 1
                    && first.words().getFirst().equals(full.words().getFirst())
                    && first.id().compareTo(full.id()) < 0;
            if (bare
                    && ledger.around(List.of(first.id())).stream()
                            .anyMatch(merge -> merge.kind() == MergeKind.FIRST_NAME
                                    && merge.alias().id().equals(first.id()))) {
                String reason = "“" + first.name() + "” and “" + full.name() + "” are one: "
                        + "no other full name known begins with it.";
                ledger.enter(merge(first, full, MergeKind.FIRST_NAME, reason, 0.7), null, null);
                touched.addAll(List.of(first.id(), full.id()));
            }
        }
    }

    private EntityMerge merge(NamedEntity alias, NamedEntity entity, MergeKind kind, String reason, double score) {
        return new EntityMerge(
                Ids.next(), alias, entity, kind, reason, score, MergeState.APART, "Not settled yet.", now, now);
    }
}

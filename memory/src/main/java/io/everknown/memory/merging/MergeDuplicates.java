package io.everknown.memory.merging;

import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.DuplicateRule;
import io.everknown.memory.decision.DuplicateRule.Standing;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.Neighbour;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMerge.Base;
import io.everknown.memory.merging.FactMergeLog.Shown;
import io.everknown.memory.merging.MergePlan.Group;
import io.everknown.memory.merging.MergePlan.Member;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Merges facts of one audience that say the same, told at different times. Each merge can be taken back. */
public final class MergeDuplicates {

    private static final String WHO = "merging";

    private final FactMergeLog log;
    private final FactLedger facts;
    private final DuplicateRule rule;
    private final InstantSource clock;

    public MergeDuplicates(FactMergeLog log, FactLedger facts, DuplicateRule rule, InstantSource clock) {
        this.log = log;
        this.facts = facts;
        this.rule = rule;
        this.clock = clock;
    }

    /** The merges that {@link #merge} would make now. */
    public List<Shown> preview(MemoryScope scope, Visibility visibility) {
        Instant now = clock.instant();
        return plan(scope, visibility).stream()
                .flatMap(group -> shown(scope, visibility, group, Base.of(group.survivor()), now))
                .toList();
    }

    /**
     * Merges what says the same. A fact that changed since it was compared is left to the next time.
     *
     * @return the merges made
     */
    public List<Shown> merge(MemoryScope scope, Visibility visibility) {
        List<Group> plan = plan(scope, visibility);
        if (plan.isEmpty()) {
            return List.of();
        }
        return facts.serially(scope, visibility, held -> {
            List<FactMerge> known = log.merges(scope, visibility);
            List<Shown> made = new ArrayList<>();
            plan.forEach(group -> unchanged(held, group)
                    .ifPresent(still -> made.addAll(apply(held, scope, visibility, still, known))));
            return made;
        });
    }

    /**
     * Takes a merge back: both facts stand as they would without it. The two are never merged again.
     *
     * @return the merge, or nothing where the scope can't see it
     * @throws MergeConflictException when it was taken back before, or what it made is over or rests on it alone
     */
    public Optional<Shown> undo(MemoryScope scope, UUID id) {
        return log.find(scope, id).map(found -> {
            MemoryScope owner = new MemoryScope(scope.tenant(), found.user());
            return facts.serially(owner, found.visibility(), held -> undo(held, owner, found));
        });
    }

    private List<Group> plan(MemoryScope scope, Visibility visibility) {
        List<Standing> standing = log.standing(scope, visibility);
        return MergePlan.of(standing, rule.among(standing), log.merges(scope, visibility));
    }

    private static Optional<Group> unchanged(SubjectLedger held, Group group) {
        if (!held.fact(group.survivor().id()).equals(Optional.of(group.survivor()))) {
            return Optional.empty();
        }
        List<Member> still = group.merged().stream()
                .filter(member -> held.fact(member.fact().id()).equals(Optional.of(member.fact())))
                .toList();
        return still.isEmpty() ? Optional.empty() : Optional.of(new Group(group.survivor(), still));
    }

    private List<Shown> apply(
            SubjectLedger held, MemoryScope scope, Visibility visibility, Group group, List<FactMerge> known) {
        Instant now = clock.instant();
        Base base = known.stream()
                .filter(merge -> merge.stands()
                        && merge.survivor().equals(group.survivor().id()))
                .map(FactMerge::base)
                .findFirst()
                .orElse(Base.of(group.survivor()));
        Fact survivor = group.survivor();
        List<WrittenFact> written = new ArrayList<>();
        List<LoggedDecision> decisions = new ArrayList<>();
        for (Member member : group.merged()) {
            Fact merged = member.fact().mergedInto(survivor.id(), now);
            Neighbour beside = new Neighbour(survivor, member.pair().similarity());
            survivor = survivor.absorbing(member.fact());
            written.add(new WrittenFact(merged, null));
            decisions.add(noop(merged, "merged: another fact " + says(member), member, beside));
            decisions.add(noop(survivor, "merged: one more fact " + says(member), member, beside));
        }
        written.add(new WrittenFact(survivor, null));
        held.record(new Derived(List.of(), written, decisions, WHO, rule.version(), null));
        held.archive(group.merged().stream().map(member -> member.fact().id()).toList(), now, ArchiveReason.MERGED);
        List<Shown> shown = shown(scope, visibility, group, base, now).toList();
        log.enter(scope, visibility, shown.stream().map(Shown::merge).toList());
        return shown;
    }

    private static LoggedDecision noop(Fact fact, String reason, Member member, Neighbour beside) {
        Decision decision =
                new Decision.Noop(fact, fact.text(), reason, member.pair().probability());
        return new LoggedDecision(Ids.next(), null, decision, List.of(beside));
    }

    private static Stream<Shown> shown(MemoryScope scope, Visibility visibility, Group group, Base base, Instant now) {
        return group.merged().stream()
                .map(member -> new Shown(
                        new FactMerge(
                                Ids.next(),
                                group.survivor().id(),
                                member.fact().id(),
                                says(member),
                                member.pair().probability(),
                                member.pair().similarity(),
                                base,
                                now,
                                null),
                        scope.user(),
                        visibility,
                        group.survivor().text(),
                        member.fact().text()));
    }

    private static String says(Member member) {
        double probability = member.pair().probability();
        return probability >= 1
                ? "says the same in the same words"
                : String.format(Locale.ROOT, "says the same in other words (%.2f)", probability);
    }

    private Shown undo(SubjectLedger held, MemoryScope owner, Shown found) {
        FactMerge merge = found.merge();
        Fact survivor = held.fact(merge.survivor()).orElseThrow(MergeDuplicates::over);
        Fact merged = held.fact(merge.merged()).orElseThrow(MergeDuplicates::over);
        List<Fact> others = log.merges(owner, found.visibility()).stream()
                .filter(other -> other.stands()
                        && other.survivor().equals(merge.survivor())
                        && !other.id().equals(merge.id()))
                .flatMap(other -> held.fact(other.merged()).stream())
                .toList();
        Fact alone = merge.without(survivor, merged, others);
        boolean known = log.merges(owner, found.visibility()).stream()
                .anyMatch(now -> now.id().equals(merge.id()) && now.stands());
        boolean restsOnIt = alone.sources().isEmpty() && !survivor.sources().isEmpty();
        if (!known || !survivor.open() || restsOnIt) {
            throw over();
        }
        Instant now = clock.instant();
        Fact apart = merged.apart();
        String reason = "taken apart by hand: not the same as what it was merged into";
        held.record(new Derived(
                List.of(),
                List.of(new WrittenFact(alone, null), new WrittenFact(apart, null)),
                List.of(new LoggedDecision(
                        Ids.next(), null, new Decision.Noop(apart, apart.text(), reason, 1), List.of())),
                WHO,
                rule.version(),
                null));
        log.undo(owner, merge.id(), now);
        FactMerge undone = new FactMerge(
                merge.id(),
                merge.survivor(),
                merge.merged(),
                merge.reason(),
                merge.probability(),
                merge.similarity(),
                merge.base(),
                merge.mergedAt(),
                now);
        return new Shown(undone, found.user(), found.visibility(), found.survivorText(), found.mergedText());
    }

    private static MergeConflictException over() {
        return new MergeConflictException(
                "The merge was taken back before, or the memory it made has ended or rests on it alone.");
    }
}

package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.PruningRule.Limits;
import io.everknown.memory.consolidation.PruningRule.Weak;
import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Archives memories that became weak. They are in the bin then: restored by hand, or forgotten by {@link Cleanup}. */
public final class Prune {

    private static final String WHO = "pruning";

    private final UpkeepLedger ledger;
    private final FactLedger facts;
    private final PruningRule rule;
    private final Limits limits;
    private final InstantSource clock;

    public Prune(UpkeepLedger ledger, FactLedger facts, PruningRule rule, Limits limits, InstantSource clock) {
        this.ledger = ledger;
        this.facts = facts;
        this.rule = rule;
        this.limits = limits;
        this.clock = clock;
    }

    /** What counts as weak where nobody says otherwise. */
    public Limits limits() {
        return limits;
    }

    /**
     * Prunes all audiences of all tenants.
     *
     * @return how many memories were archived
     */
    public int run() {
        return Audiences.sum(
                ledger, "pruning", audience -> prune(audience, limits).size());
    }

    /** The memories of an audience that would be pruned now, those known for longest first. */
    public List<Weak> preview(MemoryScope scope, Visibility visibility, Limits wanted) {
        return weak(new Audience(scope, visibility), wanted, clock.instant());
    }

    /** Prunes the memories of an audience; what {@link #preview} gives at the same moment. */
    public List<Weak> prune(MemoryScope scope, Visibility visibility, Limits wanted) {
        return prune(new Audience(scope, visibility), wanted);
    }

    private List<Weak> prune(Audience audience, Limits wanted) {
        return facts.serially(audience.scope(), audience.visibility(), held -> {
            Instant now = clock.instant();
            List<Weak> weak = weak(audience, wanted, now);
            if (!weak.isEmpty()) {
                archive(held, weak, now);
            }
            return weak;
        });
    }

    private List<Weak> weak(Audience audience, Limits wanted, Instant now) {
        return ledger
                .unsupported(audience.scope(), audience.visibility(), now.minus(wanted.age()), wanted.support(), now)
                .stream()
                .map(memory -> rule.weak(memory, wanted, now))
                .flatMap(Optional::stream)
                .toList();
    }

    private static void archive(SubjectLedger held, List<Weak> weak, Instant now) {
        Map<UUID, String> reasons =
                weak.stream().collect(Collectors.toMap(one -> one.memory().id(), Weak::reason));
        List<LoggedDecision> log = held.archive(reasons.keySet(), now, ArchiveReason.PRUNED).stream()
                .map(fact -> new LoggedDecision(Ids.next(), null, noop(fact, reasons), List.of()))
                .toList();
        held.record(new Derived(List.of(), List.of(), log, WHO, WHO, null));
    }

    private static Decision noop(Fact fact, Map<UUID, String> reasons) {
        return new Decision.Noop(fact, fact.text(), reasons.getOrDefault(fact.id(), WHO), 1);
    }
}

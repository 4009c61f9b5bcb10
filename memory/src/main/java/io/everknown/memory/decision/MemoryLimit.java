package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.identity.Ids;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Keeps the memories of an audience within a number by archiving the least salient. Archived ones are out of recall and
 * stay in the record; saying them again, or restoring them by hand, brings them back. What is pinned or essential is spared.
 *
 * @param most the most facts, summaries and insights that hold and are not archived
 */
public record MemoryLimit(int most) {

    /** The default. */
    public static final MemoryLimit DEFAULT = new MemoryLimit(10_000);

    /** One memory of so many is archived beyond the limit, so that not each write of a full audience has to. */
    private static final int HEADROOM = 100;

    public MemoryLimit {
        if (most < 1) {
            throw new IllegalArgumentException("the most memories of a user are at least 1");
        }
    }

    /**
     * Archives what is too much, and logs it.
     *
     * @return what was archived
     */
    public List<UUID> keep(SubjectLedger ledger, Decider decider, Instant now) {
        List<Salience.Kept> all = ledger.keptBeyond(most);
        if (all.isEmpty()) {
            return List.of();
        }
        List<Salience.Kept> dispensable =
                all.stream().filter(memory -> !memory.spared()).toList();
        List<UUID> least = Salience.least(dispensable, all.size() - most + most / HEADROOM, now);
        String reason = "archived: among the least salient of " + all.size() + " memories, of which " + most
                + " are kept at hand";
        List<LoggedDecision> log = ledger.archive(least, now, ArchiveReason.LIMIT).stream()
                .map(fact -> new LoggedDecision(
                        Ids.next(), null, new Decision.Noop(fact, fact.text(), reason, 1), List.of()))
                .toList();
        ledger.record(new Derived(List.of(), List.of(), log, "none", decider.version(), decider.thresholds()));
        return least;
    }
}

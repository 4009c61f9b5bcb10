package io.everknown.memory.decision;

import io.everknown.memory.decision.DerivationLedger.Resting;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.identity.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Lets summaries and insights follow what they rest on, level by level: withdrawn where it was taken back or forgotten,
 * stale where it was superseded or has ended.
 */
public final class Derivations {

    private Derivations() {}

    /** What happened to a memory; the stronger first. */
    private enum Loss {
        FORGOTTEN("withdrawn: what it rests on was forgotten"),
        RETRACTED("withdrawn: what it rests on was taken back"),
        ENDED("stale: what it rests on was superseded or has ended");

        private final String reason;

        Loss(String reason) {
            this.reason = reason;
        }

        private boolean withdraws() {
            return this != ENDED;
        }
    }

    /**
     * Follows decisions that are recorded already.
     *
     * @return the memories withdrawn
     */
    public static List<UUID> afterDecisions(
            DerivationLedger ledger, Collection<LoggedDecision> decisions, Instant now) {
        return after(
                ledger,
                decisions.stream().flatMap(logged -> changed(logged.decision())).toList(),
                now);
    }

    /** Follows facts that took a new form. */
    static List<UUID> after(DerivationLedger ledger, Collection<Fact> changed, Instant now) {
        Map<UUID, Loss> lost = new HashMap<>();
        for (Fact fact : changed) {
            if (!fact.open()) {
                lost.put(fact.id(), fact.retractedAt() != null ? Loss.RETRACTED : Loss.ENDED);
            } else {
                lost.remove(fact.id());
            }
        }
        return follow(ledger, lost, now);
    }

    /** Follows memories that are erased. */
    public static List<UUID> afterForgetting(DerivationLedger ledger, Collection<UUID> erased, Instant now) {
        Map<UUID, Loss> lost = new HashMap<>();
        erased.forEach(id -> lost.put(id, Loss.FORGOTTEN));
        List<UUID> withdrawn = follow(ledger, lost, now);
        ledger.release(erased);
        return withdrawn;
    }

    private static Stream<Fact> changed(Decision decision) {
        Stream<Fact> others = decision.changed().stream().map(Decision.Change::fact);
        return switch (decision) {
            case Decision.Add add -> others;
            case Decision.Update update -> Stream.concat(Stream.of(update.superseded()), others);
            case Decision.Delete delete -> Stream.concat(Stream.of(delete.closed()), others);
            case Decision.Noop noop -> others;
        };
    }

    private static List<UUID> follow(DerivationLedger ledger, Map<UUID, Loss> lost, Instant now) {
        Map<UUID, Fact> withdrawn = new LinkedHashMap<>();
        Set<UUID> stale = new HashSet<>();
        List<LoggedDecision> log = new ArrayList<>();
        Map<UUID, Loss> wave = lost;
        while (!wave.isEmpty()) {
            Map<UUID, Loss> next = new HashMap<>();
            for (Resting resting : ledger.restingOn(wave.keySet())) {
                Fact fact = resting.fact();
                Loss loss = strongest(resting, wave);
                if (withdrawn.containsKey(fact.id())
                        || (!loss.withdraws() && (resting.stale() || !stale.add(fact.id())))) {
                    continue;
                }
                Decision decision = new Decision.Noop(fact, fact.text(), loss.reason, 1);
                if (loss.withdraws()) {
                    withdrawn.put(fact.id(), fact.retractedAt(now));
                    decision = new Decision.Delete(fact.retractedAt(now), loss.reason, 1);
                }
                log.add(new LoggedDecision(Ids.next(), null, decision, List.of()));
                next.put(fact.id(), loss.withdraws() ? Loss.RETRACTED : Loss.ENDED);
            }
            wave = next;
        }
        if (!log.isEmpty()) {
            stale.removeAll(withdrawn.keySet());
            ledger.follow(List.copyOf(withdrawn.values()), stale, now, log);
        }
        return List.copyOf(withdrawn.keySet());
    }

    private static Loss strongest(Resting resting, Map<UUID, Loss> wave) {
        return resting.origins().stream()
                .map(wave::get)
                .filter(java.util.Objects::nonNull)
                .min(java.util.Comparator.naturalOrder())
                .orElse(Loss.ENDED);
    }
}

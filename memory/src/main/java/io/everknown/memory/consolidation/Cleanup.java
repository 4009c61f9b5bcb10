package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import io.everknown.memory.decision.ArchiveReason;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Forgets what has expired, after a time of grace, and what lay in the bin long enough. */
public final class Cleanup {

    private static final int AUDIENCES = 1_000;
    private static final int BATCH = 100;

    private final UpkeepLedger ledger;
    private final Forget forget;
    private final InstantSource clock;
    private final Duration grace;
    private final Duration keep;

    /**
     * @param grace how long an expired memory is kept
     * @param keep how long a pruned one is kept; 0 for ever
     */
    public Cleanup(UpkeepLedger ledger, Forget forget, InstantSource clock, Duration grace, Duration keep) {
        this.ledger = ledger;
        this.forget = forget;
        this.clock = clock;
        this.grace = grace;
        this.keep = keep;
    }

    /**
     * Forgets all that is due, of all tenants.
     *
     * @return how many memories were due
     */
    public int run() {
        Instant now = clock.instant();
        return Audiences.sum(
                ledger.toClean(now.minus(grace), binned(now), AUDIENCES), "cleaning", audience -> clean(audience, now));
    }

    private int clean(Audience audience, Instant now) {
        int forgotten = 0;
        int batch;
        List<UUID> overdue;
        do {
            overdue = ledger.overdue(audience.scope(), audience.visibility(), now.minus(grace), binned(now), BATCH);
            batch = 0;
            for (UUID id : overdue) {
                batch += forget.forgetDue(audience.scope(), id, memory -> due(memory, now))
                                .isPresent()
                        ? 1
                        : 0;
            }
            forgotten += batch;
        } while (batch > 0 && overdue.size() == BATCH);
        return forgotten;
    }

    private Instant binned(Instant now) {
        return keep.isZero() ? Instant.EPOCH : now.minus(keep);
    }

    private Optional<String> due(RecalledMemory memory, Instant now) {
        Instant expired = memory.expiresAt();
        if (expired != null && !expired.isAfter(now.minus(grace))) {
            return Optional.of("forgotten: expired at " + expired + ", more than " + hours(grace) + " ago");
        }
        Instant archived = memory.upkeep().archivedAt();
        boolean pruned = memory.upkeep().archiveReason() == ArchiveReason.PRUNED;
        return pruned && archived != null && !archived.isAfter(binned(now))
                ? Optional.of("forgotten: pruned at " + archived + ", more than " + hours(keep) + " ago")
                : Optional.empty();
    }

    private static String hours(Duration time) {
        return time.toHours() + " h";
    }
}

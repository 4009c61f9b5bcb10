package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Weighs what is essential in every audience and keeps it with its reasons. */
public final class Weighing {

    private final UpkeepLedger ledger;
    private final EssentialRule rule;
    private final InstantSource clock;

    public Weighing(UpkeepLedger ledger, EssentialRule rule, InstantSource clock) {
        this.ledger = ledger;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * Weighs all audiences of all tenants.
     *
     * @return how many memories are essential
     */
    public int run() {
        return Audiences.sum(ledger, "weighing", this::weigh);
    }

    private int weigh(Audience audience) {
        Instant now = clock.instant();
        List<Essential> essentials =
                ledger.slotted(audience.scope(), audience.visibility(), rule.families(), now).stream()
                        .map(memory -> rule.weigh(memory, now))
                        .flatMap(Optional::stream)
                        .toList();
        ledger.keep(audience.scope(), audience.visibility(), essentials, now);
        return essentials.size();
    }
}

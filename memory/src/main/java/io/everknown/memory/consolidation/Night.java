package io.everknown.memory.consolidation;

import io.everknown.memory.consolidation.UpkeepLedger.Audience;
import io.everknown.memory.merging.MergeDuplicates;
import io.everknown.memory.reflection.Reflect;
import io.everknown.memory.reflection.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is made of memories every night: facts that say the same are merged, then what the day brought is reflected upon. */
public final class Night {

    private final UpkeepLedger ledger;
    private final MergeDuplicates duplicates;
    private final Reflect reflect;
    private final InstantSource clock;
    private final Duration window;

    /** @param window how far back a night looks for what is new */
    public Night(
            UpkeepLedger ledger, MergeDuplicates duplicates, Reflect reflect, InstantSource clock, Duration window) {
        this.ledger = ledger;
        this.duplicates = duplicates;
        this.reflect = reflect;
        this.clock = clock;
        this.window = window;
    }

    /** A part of a night, in the order in which they are done. */
    public enum Step {
        /** Merges facts that say the same. */
        MERGE,
        /** Draws insights from what is new. */
        REFLECT
    }

    /**
     * A night of all audiences of all tenants that learned anything since the last one.
     *
     * @return merges made and new insights, by step
     */
    public Map<Step, Integer> run() {
        Map<Step, Integer> made = new EnumMap<>(Step.class);
        Audiences.sum(ledger, "consolidating", audience -> {
            boolean learned = reflect.learned(audience.scope(), audience.visibility(), day());
            return learned ? run(audience, EnumSet.allOf(Step.class), made) : 0;
        });
        return made;
    }

    /**
     * A night of one tenant.
     *
     * @param user only this user's own memory, or null for all and what is shared
     * @param between called between two audiences; what it throws ends the night
     * @return merges made and new insights, by step
     */
    public Map<Step, Integer> run(UUID tenant, @Nullable String user, Set<Step> steps, Runnable between) {
        Map<Step, Integer> made = new EnumMap<>(Step.class);
        steps.forEach(step -> made.put(step, 0));
        for (Audience audience : Audiences.of(ledger, tenant, user)) {
            between.run();
            run(audience, steps, made);
        }
        return made;
    }

    private int run(Audience audience, Set<Step> steps, Map<Step, Integer> made) {
        int before = made.values().stream().mapToInt(Integer::intValue).sum();
        if (steps.contains(Step.MERGE)) {
            made.merge(
                    Step.MERGE,
                    duplicates.merge(audience.scope(), audience.visibility()).size(),
                    Integer::sum);
        }
        if (steps.contains(Step.REFLECT)) {
            long fresh = reflect.reflect(audience.scope(), audience.visibility(), day(), reflect.limits()).stream()
                    .filter(Reflect.Kept::fresh)
                    .count();
            made.merge(Step.REFLECT, (int) fresh, Integer::sum);
        }
        return made.values().stream().mapToInt(Integer::intValue).sum() - before;
    }

    private Window day() {
        Instant now = clock.instant();
        return new Window(now.minus(window), now.plusNanos(1_000));
    }
}

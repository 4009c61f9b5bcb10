package io.everknown.api.memory;

import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.consolidation.FadingRule;
import io.everknown.memory.consolidation.MemoryKinds;
import io.everknown.memory.consolidation.PruningRule;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.recall.RecallAnswer;
import io.everknown.memory.recall.RecalledMemory;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Shows memories with what time has made of their confidence. */
@Component
class MemoryViews {

    private final MemoryKinds kinds;
    private final FadingRule fading;

    MemoryViews(MemoryKinds kinds, FadingRule fading) {
        this.kinds = kinds;
        this.fading = fading;
    }

    /** A memory as it is at a moment. */
    MemoryView of(RecalledMemory memory, Instant at) {
        return of(memory, MemoryView.Extras.NONE, at);
    }

    /** A recalled memory as it was at the moment asked about. */
    MemoryView of(RecallAnswer.Item item, Instant at) {
        return of(item.memory(), MemoryView.Extras.of(item), at);
    }

    /** An essential memory. */
    MemoryView of(Essentials.Item item, Instant at) {
        return of(item.essential().memory(), MemoryView.Extras.of(item), at);
    }

    /** A memory that became weak. */
    MemoryView of(PruningRule.Weak weak, Instant at) {
        return of(weak.memory(), MemoryView.Extras.because(weak.reason()), at);
    }

    private MemoryView of(RecalledMemory memory, MemoryView.Extras extras, Instant at) {
        return MemoryView.of(
                memory,
                memory.type() == MemoryType.TURN ? null : kinds.of(memory),
                fading.confidence(memory, at),
                extras,
                at);
    }
}

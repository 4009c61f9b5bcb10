package io.everknown.memory.consolidation;

import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.identity.MemoryScope;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finishes turns whose request did not live long enough to derive anything from them. */
public final class DerivePending {

    private static final Logger LOG = LoggerFactory.getLogger(DerivePending.class);

    private static final int SCOPES = 100;
    private static final int TURNS = 50;

    /** Tries before a turn that always fails is set aside. */
    private static final int MAX_ATTEMPTS = 5;

    private final TurnLog log;
    private final TurnProcessing processing;
    private final Duration patience;

    /**
     * @param patience how long a turn is left to the request that brought it
     */
    public DerivePending(TurnLog log, TurnProcessing processing, Duration patience) {
        this.log = log;
        this.processing = processing;
        this.patience = patience;
    }

    /**
     * Derives from what waits; a turn that fails is tried alone, so that it holds up no other.
     *
     * @return how many turns were finished
     */
    public int run() {
        int finished = 0;
        for (MemoryScope scope : log.scopesWithPending(patience, SCOPES)) {
            List<Turn> turns = log.pending(scope, TURNS);
            try {
                processing.derive(scope, turns);
                finished += turns.size();
            } catch (RuntimeException together) {
                LOG.warn("deriving {} turns of one user failed, trying them one by one", turns.size(), together);
                finished += oneByOne(scope, turns);
            }
        }
        return finished;
    }

    private int oneByOne(MemoryScope scope, List<Turn> turns) {
        int finished = 0;
        for (Turn turn : turns) {
            try {
                processing.derive(scope, List.of(turn));
                finished++;
            } catch (RuntimeException alone) {
                LOG.warn("deriving turn {} failed", turn.id(), alone);
                log.failed(scope, turn.id(), String.valueOf(alone.getMessage()), MAX_ATTEMPTS);
            }
        }
        return finished;
    }
}

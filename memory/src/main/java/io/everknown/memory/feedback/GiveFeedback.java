package io.everknown.memory.feedback;

import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes in which recalled memories were used and which were wrong. A used fact of the user's own is as fresh as if it had been
 * said then, so that it is among the last to be archived. Nothing else about it changes: that a fact was used is no evidence
 * that it is true, and that it was wrong in one answer none that it is false. What is shared with others stays as it is.
 */
public final class GiveFeedback {

    private static final String WHO = "feedback";

    private final FeedbackLog log;
    private final FactLedger ledger;

    public GiveFeedback(FeedbackLog log, FactLedger ledger) {
        this.log = log;
        this.ledger = ledger;
    }

    /**
     * Keeps feedback and refreshes the facts that were used.
     *
     * @throws UnknownMemoryException when the scope can't see one of its memories; nothing is changed then
     * @throws io.everknown.memory.conversation.IdempotencyConflictException when a key comes back with other content
     */
    public Feedback give(MemoryScope scope, NewFeedback told) {
        if (told.used().isEmpty()) {
            return log.add(scope, told);
        }
        return ledger.serially(scope, Visibility.PRIVATE, held -> {
            Feedback kept = log.add(scope, told);
            refresh(held, kept.used(), kept.occurredAt());
            return kept;
        });
    }

    private static void refresh(SubjectLedger held, List<UUID> used, Instant then) {
        List<WrittenFact> fresher = used.stream()
                .map(held::fact)
                .flatMap(Optional::stream)
                .filter(fact ->
                        fact.retractedAt() == null && fact.lastRefreshedAt().isBefore(then))
                .map(fact -> fact.refreshed(then))
                .map(fact -> new WrittenFact(fact, null))
                .toList();
        if (!fresher.isEmpty()) {
            held.record(new Derived(List.of(), fresher, List.of(), WHO, WHO, null));
        }
    }
}

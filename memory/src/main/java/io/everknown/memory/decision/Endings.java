package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.extraction.ExtractedFact;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Decides what a statement closes that says that something is over, or that it never was so. */
final class Endings {

    private final Sameness sameness;

    Endings(Sameness sameness) {
        this.sameness = sameness;
    }

    /**
     * The decision, or nothing where an end is told of what was never known: that is a statement like others.
     *
     * @param history every version of the slot that the statement speaks of, if it speaks of one
     */
    Optional<Decision> decide(Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> bySlot = history.stream()
                .filter(f -> f.open() || endsEarlier(f, statement))
                .filter(f -> said.value() == null || sameness.sameValue(f, said))
                .max(Comparator.comparing(Fact::open)
                        .thenComparing(f -> f.validity().from())
                        .thenComparing(Fact::trust)
                        .thenComparing(Fact::id));
        Optional<Fact> target = bySlot.or(() -> over(said, neighbours, true));
        boolean ended = said.intent() == ExtractedFact.Intent.END;
        if (target.isEmpty()) {
            if (!ended) {
                return noop(said, "takes back what was not known");
            }
            boolean over =
                    endedAlready(history, said) || over(said, neighbours, false).isPresent();
            return over ? noop(said, "has ended already") : Optional.empty();
        }
        Fact known = target.get();
        if (!statement.trust().outranksOrEquals(known.trust())) {
            return noop(said, "a less trusted source can't take back this fact");
        }
        if (statement.occurredAt().isBefore(known.validity().from())) {
            return noop(said, "takes back something that was said again later");
        }
        return Optional.of(
                ended
                        ? decideEnd(statement, known, history, now)
                        : new Delete(
                                known.retractedAt(now),
                                unlinked(known, history),
                                "taken back: '" + known.text() + "'",
                                said.confidence()));
    }

    private static Optional<Decision> noop(ExtractedFact said, String reason) {
        return Optional.of(new Noop(null, said.text(), reason, said.confidence()));
    }

    /** Whether a version that was closed already is told to have ended while it held. */
    private static boolean endsEarlier(Fact fact, Statement statement) {
        return statement.extracted().intent() == ExtractedFact.Intent.END
                && statement.extracted().value() != null
                && fact.retractedAt() == null
                && fact.validity().contains(statement.validFrom());
    }

    private static Delete decideEnd(Statement statement, Fact known, List<Fact> history, Instant now) {
        String reason = "has ended: '" + known.text() + "'";
        double confidence = statement.extracted().confidence();
        if (Decider.live(history).stream().noneMatch(f -> f.id().equals(known.id()))) {
            return new Delete(ended(known, statement).endedAt(statement.validFrom()), reason, confidence);
        }
        List<Fact> versions = Decider.live(history).stream()
                .map(f -> f.id().equals(known.id()) ? f.saying(Saying.endOf(statement)) : f)
                .toList();
        SlotTimeline timeline = new SlotTimeline(versions, null, now);
        return new Delete(timeline.get(known.id()), timeline.changesBeside(known.id()), reason, confidence);
    }

    /** A fact with the word that it ended, so that the history of its slot, if it has one, tells the same from then on. */
    static Fact ended(Fact fact, Statement statement) {
        return fact.slot() == null ? fact : fact.saying(Saying.endOf(statement));
    }

    /** What a fact that was taken back contradicted stands undisputed. */
    private static List<Decision.Change> unlinked(Fact gone, List<Fact> history) {
        return history.stream()
                .filter(f -> f.contradicts().contains(gone.id()))
                .map(f -> Decision.Change.of(f.withContradictions(f.contradicts().stream()
                        .filter(id -> !id.equals(gone.id()))
                        .toList())))
                .toList();
    }

    /** The open (or closed) fact that a statement says is over, if one is meant. */
    private Optional<Fact> over(ExtractedFact said, List<Neighbour> neighbours, boolean open) {
        return neighbours.stream()
                .filter(near -> near.fact().open() == open)
                // Among values of one slot only the same value is meant, and that was looked for above.
                .filter(near -> near.fact().slot() == null
                        || said.slot() == null
                        || sameTrait(near.fact().slot(), said.slot()))
                .filter(near -> sameness.over(near, said) > 0)
                .max(Comparator.comparingDouble(near -> sameness.over(near, said)))
                .map(Neighbour::fact);
    }

    /** Whether a statement takes back all that is known about something, instead of one statement. */
    static boolean takesBackTopic(Statement statement) {
        ExtractedFact said = statement.extracted();
        return said.slot() == null
                && (said.intent() == ExtractedFact.Intent.RETRACT
                        || (said.intent() == ExtractedFact.Intent.END
                                && said.text().contains(ExtractedFact.ASKS)));
    }

    /** Whether two slots are one attribute of two objects: {@code likes/metal} and {@code likes/metal_music}. */
    private static boolean sameTrait(String known, String said) {
        int end = known.indexOf('/');
        return end > 0 && !known.equals(said) && said.startsWith(known.substring(0, end + 1));
    }

    private boolean endedAlready(List<Fact> history, ExtractedFact said) {
        return said.value() != null
                && history.stream().anyMatch(f -> !f.open() && f.retractedAt() == null && sameness.sameValue(f, said));
    }
}

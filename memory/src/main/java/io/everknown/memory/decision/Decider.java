package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a statement does to what is known. Pure: equal arguments give equal decisions but for fresh ids.
 *
 * <p>Only a slot supersedes. Similarity alone never closes a fact: two similar sentences are more often two truths
 * than one corrected one.
 */
public final class Decider {

    /** Name and version, written with each decision. */
    public static final String VERSION = "slots-2";

    private final DecisionThresholds thresholds;
    private final Sameness sameness;

    /** Compares statements by {@code wording}. */
    public Decider(DecisionThresholds thresholds, Wording wording) {
        this.thresholds = thresholds;
        this.sameness = new Sameness(wording, thresholds);
    }

    /** Compares statements letter by letter. */
    public Decider(DecisionThresholds thresholds) {
        this(thresholds, Wording.NONE);
    }

    /** The thresholds in force. */
    public DecisionThresholds thresholds() {
        return thresholds;
    }

    /**
     * The decision on one statement.
     *
     * @param statement what was said
     * @param slotHistory every version of the same slot of the same subject, open or closed, in any order
     * @param neighbours open facts that are similar or say the same words, in any order
     * @param now the moment of deciding
     */
    public Decision decide(Statement statement, List<Fact> slotHistory, List<Neighbour> neighbours, Instant now) {
        return switch (statement.extracted().intent()) {
            case ASSERT ->
                statement.extracted().insteadOf() != null
                        ? decideInstead(statement, neighbours, now)
                        : statement.extracted().slot() != null
                                ? decideSlot(statement, slotHistory, neighbours, now)
                                : decidePlain(statement, neighbours, now);
            case END, RETRACT -> decideTakingBack(statement, slotHistory, neighbours, now);
        };
    }

    /**
     * Versions follow one another by the time since which they are true. A weaker source never closes what a stronger
     * one said, in whatever order they arrive: its values stand beside, in a line of their own.
     */
    private Decision decideSlot(Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Instant from = statement.validFrom();
        List<Fact> versions = history.stream()
                .filter(f -> f.retractedAt() == null)
                .sorted(Comparator.comparing((Fact f) -> f.validity().from()))
                .toList();
        Optional<Fact> stronger = versions.stream()
                .filter(f -> outranks(f, statement) && !sameValue(f, said))
                .filter(f -> f.validity().contains(from))
                .findFirst();
        List<Fact> line = versions.stream()
                .filter(f -> isBeside(f, versions) == stronger.isPresent())
                .toList();
        Optional<Fact> closed = line.stream()
                .filter(f -> f.validity().contains(from))
                .filter(f -> sameValue(f, said) || !outranks(f, statement))
                .reduce((a, b) -> b);
        Optional<Fact> after = line.stream()
                .filter(f -> f.validity().from().isAfter(from))
                .filter(f -> statement.trust() == f.trust() || outranks(f, statement))
                .findFirst();

        if (closed.isPresent() && sameValue(closed.get(), said)) {
            return known(closed.get(), statement, "said before with the same value for " + said.slot());
        }
        if (closed.isEmpty() && after.isPresent() && after.get().open() && sameValue(after.get(), said)) {
            return known(after.get(), statement, "says earlier what is known since later for " + said.slot());
        }
        Optional<Fact> told = closed.isPresent() || after.isPresent() ? Optional.empty() : said(statement, neighbours);
        if (told.isPresent()) {
            return known(told.get(), statement, "said before in other words");
        }
        Validity validity =
                after.map(next -> new Validity(from, next.validity().from())).orElseGet(() -> Validity.since(from));
        List<Fact> disputed = Stream.concat(
                        stronger.stream(),
                        line.stream()
                                .filter(f -> !f.trust().outranksOrEquals(statement.trust())
                                        && f.validity().from().isAfter(from)
                                        && validity.contains(f.validity().from())))
                .toList();
        Fact fact = newFact(
                statement,
                said.slot(),
                said.value(),
                validity,
                after.map(Fact::id).orElse(null),
                now);
        for (Fact other : disputed) {
            fact = fact.contradicting(other.id());
        }
        if (closed.isPresent()) {
            Fact old = closed.get();
            return new Update(
                    fact,
                    old.supersededBy(fact.id(), from),
                    "new value for " + said.slot() + ": '" + said.value() + "' instead of '" + old.value() + "'",
                    said.confidence());
        }
        UUID id = fact.id();
        return new Add(
                fact,
                disputed.stream().map(other -> other.contradicting(id)).toList(),
                reason(said, stronger.isPresent(), after.isPresent()),
                said.confidence());
    }

    /** Names no other fact's value: a decision's words are erased with its own fact alone. */
    private static String reason(ExtractedFact said, boolean beside, boolean earlier) {
        if (beside) {
            return "kept beside a more trusted value of " + said.slot() + ", which it can't replace";
        }
        return earlier
                ? "an earlier value for " + said.slot() + ", sorted in before a later one"
                : "first value for " + said.slot();
    }

    private static boolean outranks(Fact fact, Statement statement) {
        return !statement.trust().outranksOrEquals(fact.trust());
    }

    /** Whether a version is kept beside a more trusted one that says otherwise. */
    private static boolean isBeside(Fact fact, List<Fact> versions) {
        return versions.stream()
                .anyMatch(other -> !fact.trust().outranksOrEquals(other.trust())
                        && (fact.contradicts().contains(other.id())
                                || other.contradicts().contains(fact.id())));
    }

    /** One thing has taken the place of another: what is known of the other is superseded. */
    private Decision decideInstead(Statement statement, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> replaced = neighbours.stream()
                .filter(near -> near.fact().open() && sameSubject(near.fact(), said))
                .filter(near -> statement.trust().outranksOrEquals(near.fact().trust()))
                .filter(near ->
                        !statement.validFrom().isBefore(near.fact().validity().from()))
                .filter(near -> sameness.replaced(near, said) > 0)
                .max(Comparator.comparingDouble(near -> sameness.replaced(near, said)))
                .map(Neighbour::fact);
        if (replaced.isEmpty()) {
            return decidePlain(statement, neighbours, now);
        }
        Fact old = replaced.get();
        String slot = sameness.slotInstead(old, said);
        Fact fact = newFact(
                statement,
                slot,
                slot == null ? null : slot.equals(old.slot()) ? said.value() : old.value(),
                Validity.since(statement.validFrom()),
                null,
                now);
        return new Update(
                fact,
                old.supersededBy(fact.id(), statement.validFrom()),
                "'" + said.value() + "' took the place of '" + said.insteadOf() + "'",
                said.confidence());
    }

    private Decision decidePlain(Statement statement, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        for (Neighbour neighbour : bySimilarity(neighbours)) {
            Fact fact = neighbour.fact();
            if (fact.slot() == null
                    && fact.type() == statement.type()
                    && sameSubject(fact, said)
                    && words(fact.text()).equals(words(said.text()))) {
                return known(fact, statement, "said before in the same words");
            }
        }
        Optional<Fact> told = said(statement, neighbours);
        if (told.isPresent()) {
            return known(told.get(), statement, "said before in other words");
        }
        // What only says that something has ended fills no slot.
        boolean asserted = said.intent() == ExtractedFact.Intent.ASSERT;
        Fact fact = newFact(
                statement,
                asserted ? said.slot() : null,
                asserted && said.slot() != null ? said.value() : null,
                Validity.since(statement.validFrom()),
                null,
                now);
        return new Add(fact, List.of(), "nothing known says this", said.confidence());
    }

    /** The fact that says the same in other words, if one does. */
    private Optional<Fact> said(Statement statement, List<Neighbour> neighbours) {
        return bySimilarity(neighbours).stream()
                .filter(near ->
                        near.fact().type() == statement.type() && near.fact().open())
                .filter(near -> sameness.sameStatement(near, statement.extracted()))
                .map(Neighbour::fact)
                .findFirst();
    }

    private Decision decideTakingBack(
            Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> bySlot = history.stream()
                .filter(Fact::open)
                .filter(f -> said.value() == null || sameValue(f, said))
                .max(Comparator.comparing((Fact f) -> f.validity().from()));
        Optional<Fact> target = bySlot.or(() -> over(said, neighbours, true));
        boolean ended = said.intent() == ExtractedFact.Intent.END;
        if (target.isEmpty()) {
            if (ended
                    && (endedAlready(history, said)
                            || over(said, neighbours, false).isPresent())) {
                return new Noop(null, said.text(), "has ended already", said.confidence());
            }
            return ended
                    ? decidePlain(statement, neighbours, now)
                    : new Noop(null, said.text(), "takes back what was not known", said.confidence());
        }
        Fact known = target.get();
        if (!statement.trust().outranksOrEquals(known.trust())) {
            return new Noop(null, said.text(), "a less trusted source can't take back this fact", said.confidence());
        }
        if (statement.occurredAt().isBefore(known.validity().from())) {
            return new Noop(null, said.text(), "takes back something that was said again later", said.confidence());
        }
        return ended
                ? new Delete(
                        known.endedAt(statement.validFrom()), "has ended: '" + known.text() + "'", said.confidence())
                : new Delete(known.retractedAt(now), "taken back: '" + known.text() + "'", said.confidence());
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
                && history.stream().anyMatch(f -> !f.open() && f.retractedAt() == null && sameValue(f, said));
    }

    private static Noop known(Fact fact, Statement statement, String reason) {
        Fact confirmed = fact.confirmed(statement.source(), statement.trust(), statement.validFrom());
        return new Noop(
                confirmed,
                statement.extracted().text(),
                reason,
                statement.extracted().confidence());
    }

    private static Fact newFact(
            Statement statement,
            @Nullable String slot,
            @Nullable String value,
            Validity validity,
            @Nullable UUID supersededBy,
            Instant now) {
        ExtractedFact said = statement.extracted();
        Source source = statement.source();
        return new Fact(
                Ids.next(),
                statement.type(),
                said.text(),
                said.subject(),
                slot,
                value,
                said.entities(),
                said.intent() == ExtractedFact.Intent.ASSERT ? said.relations() : List.of(),
                validity,
                now,
                null,
                supersededBy,
                List.of(),
                statement.visibility(),
                statement.trust(),
                said.confidence(),
                statement.importance(),
                1,
                statement.occurredAt(),
                statement.expiresAt(),
                statement.sourceRef(),
                source == null ? List.of() : List.of(source));
    }

    private static List<Neighbour> bySimilarity(List<Neighbour> neighbours) {
        return neighbours.stream()
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .toList();
    }

    private boolean sameValue(Fact fact, ExtractedFact said) {
        return fact.value() != null && said.value() != null && sameness.sameValue(fact.value(), said.value());
    }

    private static boolean sameSubject(Fact fact, ExtractedFact said) {
        return EntityMention.key(fact.subject()).equals(EntityMention.key(said.subject()));
    }

    /** The letters and digits of a text, lower case, so that punctuation and spacing make no difference. */
    static String words(String text) {
        return text.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}%$€£+#]+", " ")
                .strip();
    }
}

package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.InstructionTopic;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a statement does to what is known. Pure: equal arguments give equal decisions but for fresh ids.
 *
 * <p>Only a slot supersedes, or a {@link Succession}. Similarity alone never closes a fact: two similar sentences are
 * more often two truths than one corrected one.
 */
public final class Decider {

    /** Name and version, written with each decision. */
    public static final String VERSION = "slots-1";

    private final DecisionThresholds thresholds;
    private final @Nullable Succession succession;

    public Decider(DecisionThresholds thresholds) {
        this(thresholds, null);
    }

    /** With {@code succession} to close what statements without a slot replace, or null. */
    public Decider(DecisionThresholds thresholds, @Nullable Succession succession) {
        this.thresholds = thresholds;
        this.succession = succession;
    }

    /** What closes facts without a slot, or null. */
    public @Nullable Succession succession() {
        return succession;
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
                statement.extracted().slot() != null
                        ? decideSlot(statement, slotHistory, now)
                        : decidePlain(statement, neighbours, now);
            case END, RETRACT -> decideTakingBack(statement, slotHistory, neighbours, now);
        };
    }

    /** Versions follow one another by the time since which they are true, see {@link SlotReplay}. */
    private static Decision decideSlot(Statement statement, List<Fact> history, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> echoed = live(history).stream()
                .filter(f -> isEcho(statement) && sameValue(f, said))
                .max(Comparator.comparing(Fact::open).thenComparing(Fact::id));
        if (echoed.isPresent()) {
            return echo(echoed.get(), statement);
        }
        Fact candidate = newFact(statement, said.slot(), said.value(), now);
        SlotTimeline timeline = new SlotTimeline(live(history), candidate, now);
        Fact fact = timeline.holding();
        if (!fact.id().equals(candidate.id())) {
            return new Noop(
                    fact,
                    timeline.changesBeside(fact.id()),
                    said.text(),
                    live(history).stream()
                                    .anyMatch(f -> f.id().equals(fact.id())
                                            && f.validity().from().isAfter(statement.validFrom()))
                            ? "says earlier what is known since later for " + said.slot()
                            : "said before with the same value for " + said.slot(),
                    said.confidence());
        }
        Fact closed = timeline.closedBy(fact.id());
        if (closed != null) {
            return new Update(
                    fact,
                    closed,
                    timeline.changesBeside(fact.id(), closed.id()),
                    "new value for " + said.slot() + ": '" + said.value() + "' instead of '" + closed.value() + "'",
                    said.confidence());
        }
        return new Add(
                fact,
                timeline.changesBeside(fact.id()),
                reason(said, fact, timeline.isRival(fact.id())),
                said.confidence());
    }

    /** What an assistant repeats it has from this memory: that is no evidence, or a fact would confirm itself. */
    private static boolean isEcho(Statement statement) {
        return statement.trust() == TrustLevel.AGENT;
    }

    private static Noop echo(Fact known, Statement statement) {
        return new Noop(
                known,
                statement.extracted().text(),
                "recalled by the service: an assistant's repetition is no evidence",
                statement.extracted().confidence());
    }

    private static List<Fact> live(List<Fact> history) {
        return history.stream()
                .filter(f -> f.retractedAt() == null && !f.sayings().isEmpty())
                .toList();
    }

    /** Names no other fact's value: a decision's words are erased with its own fact alone. */
    private static String reason(ExtractedFact said, Fact fact, boolean rival) {
        if (rival) {
            return "kept beside another value of " + said.slot() + " that a source as trusted says of the same moment";
        }
        if (fact.supersededBy() != null) {
            return "an earlier value for " + said.slot() + ", sorted in before a later one";
        }
        return fact.contradicts().isEmpty()
                ? "first value for " + said.slot()
                : "kept beside a value of " + said.slot() + " from a source of other trust, as contradicting";
    }

    private Decision decidePlain(Statement statement, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        for (Neighbour neighbour : bySimilarity(neighbours)) {
            Fact fact = neighbour.fact();
            if (fact.slot() == null && fact.type() == statement.type() && sameSubject(fact, said)) {
                if (words(fact.text()).equals(words(said.text()))) {
                    return known(fact, statement, "said before in the same words");
                }
                if (neighbour.similarity() >= thresholds.duplicate() && sameNames(fact, said)) {
                    return known(fact, statement, "said before in other words");
                }
            }
        }
        // What only says that something has ended fills no slot.
        boolean asserted = said.intent() == ExtractedFact.Intent.ASSERT;
        Fact fact = newFact(statement, asserted ? said.slot() : null, asserted ? said.value() : null, now);
        return new Add(fact, List.of(), "nothing known says this", said.confidence());
    }

    private Decision decideTakingBack(
            Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> bySlot = history.stream()
                .filter(f -> f.open() || endsEarlier(f, statement))
                .filter(f -> said.value() == null || sameValue(f, said))
                .max(Comparator.comparing(Fact::open)
                        .thenComparing(f -> f.validity().from())
                        .thenComparing(Fact::trust)
                        .thenComparing(Fact::id));
        Optional<Fact> target = bySlot.or(() -> bySimilarity(neighbours).stream()
                .filter(n -> n.similarity() >= thresholds.retraction() || namesTopic(n.fact(), said))
                .map(Neighbour::fact)
                .filter(f -> f.open() && sameSubject(f, said))
                // Among values of slots only the same value is meant, and that was looked for above.
                .filter(f -> f.slot() == null || said.slot() == null)
                .findFirst());
        boolean ended = said.intent() == ExtractedFact.Intent.END;
        if (target.isEmpty()) {
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
                ? decideEnd(statement, known, history, now)
                : new Delete(
                        known.retractedAt(now),
                        unlinked(known, history),
                        "taken back: '" + known.text() + "'",
                        said.confidence());
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
        if (live(history).stream().noneMatch(f -> f.id().equals(known.id()))) {
            return new Delete(known.endedAt(statement.validFrom()), reason, confidence);
        }
        List<Fact> versions = live(history).stream()
                .map(f -> f.id().equals(known.id()) ? f.saying(Saying.endOf(statement)) : f)
                .toList();
        SlotTimeline timeline = new SlotTimeline(versions, null, now);
        return new Delete(timeline.get(known.id()), timeline.changesBeside(known.id()), reason, confidence);
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

    /** Whether a fact has every word of what is to be forgotten: "forget what I said about my car". */
    private static boolean namesTopic(Fact fact, ExtractedFact said) {
        if (said.intent() != ExtractedFact.Intent.RETRACT) {
            return false;
        }
        Set<String> subject = new HashSet<>(Arrays.asList(words(said.subject()).split(" ")));
        List<String> topic = Arrays.stream(words(said.text()).split(" "))
                .filter(word -> word.length() > 2 && !subject.contains(word))
                .toList();
        return !topic.isEmpty() && Arrays.asList(words(fact.text()).split(" ")).containsAll(topic);
    }

    private static Noop known(Fact fact, Statement statement, String reason) {
        if (isEcho(statement)) {
            return echo(fact, statement);
        }
        Fact confirmed = fact.confirmed(statement.source(), statement.trust(), statement.validFrom());
        return new Noop(
                confirmed,
                statement.extracted().text(),
                reason,
                statement.extracted().confidence());
    }

    private static Fact newFact(Statement statement, @Nullable String slot, @Nullable String value, Instant now) {
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
                Validity.since(statement.validFrom()),
                now,
                null,
                null,
                List.of(),
                statement.visibility(),
                statement.trust(),
                said.confidence(),
                statement.importance(),
                1,
                statement.occurredAt(),
                statement.expiresAt(),
                statement.sourceRef(),
                source == null ? List.of() : List.of(source),
                slot == null ? List.of() : List.of(Saying.of(statement)));
    }

    private static List<Neighbour> bySimilarity(List<Neighbour> neighbours) {
        return neighbours.stream()
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .toList();
    }

    private static boolean sameValue(Fact fact, ExtractedFact said) {
        if (InstructionTopic.of(fact.slot()) != null) {
            return StandingInstructions.sameValue(fact.value(), said.value());
        }
        return fact.value() != null
                && said.value() != null
                && words(fact.value()).equals(words(said.value()));
    }

    private static boolean sameSubject(Fact fact, ExtractedFact said) {
        return EntityMention.key(fact.subject()).equals(EntityMention.key(said.subject()));
    }

    private static boolean sameNames(Fact fact, ExtractedFact said) {
        return Objects.equals(keys(fact.entities()), keys(said.entities()));
    }

    private static List<String> keys(List<EntityMention> entities) {
        return entities.stream().map(EntityMention::key).distinct().sorted().toList();
    }

    /** The letters and digits of a text, lower case, so that punctuation and spacing make no difference. */
    static String words(String text) {
        return text.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}%$€£+#]+", " ")
                .strip();
    }
}

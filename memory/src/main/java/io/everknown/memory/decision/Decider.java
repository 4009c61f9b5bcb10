package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
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
    public static final String VERSION = "slots-1";

    private final DecisionThresholds thresholds;

    public Decider(DecisionThresholds thresholds) {
        this.thresholds = thresholds;
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

    private Decision decideSlot(Statement statement, List<Fact> history, Instant now) {
        ExtractedFact said = statement.extracted();
        Instant from = statement.validFrom();
        List<Fact> versions = history.stream()
                .filter(f -> f.retractedAt() == null)
                .sorted(Comparator.comparing((Fact f) -> f.validity().from()))
                .toList();
        List<Fact> holding =
                versions.stream().filter(f -> f.validity().contains(from)).toList();
        Optional<Fact> same = holding.stream().filter(f -> sameValue(f, said)).findFirst();
        if (same.isPresent()) {
            return known(same.get(), statement, "said before with the same value for " + said.slot());
        }
        Optional<Fact> after =
                versions.stream().filter(f -> f.validity().from().isAfter(from)).findFirst();
        Optional<Fact> closed = holding.stream().reduce((a, b) -> b);
        if (closed.isEmpty() && after.isPresent() && after.get().open() && sameValue(after.get(), said)) {
            return known(after.get(), statement, "says earlier what is known since later for " + said.slot());
        }
        Optional<Fact> stronger = versions.stream()
                .filter(f -> !statement.trust().outranksOrEquals(f.trust()) && !sameValue(f, said))
                .filter(f -> f.open() || f.validity().contains(from))
                .findFirst();
        if (stronger.isPresent()) {
            Fact fact = newFact(statement, Ids.next(), Validity.since(from), null, now)
                    .contradicting(stronger.get().id());
            return new Add(
                    fact,
                    List.of(stronger.get().contradicting(fact.id())),
                    "kept beside a more trusted value of " + said.slot() + ", which it can't replace",
                    said.confidence());
        }

        UUID id = Ids.next();
        Optional<Instant> again = closed.flatMap(f -> saidAgain(f, statement));
        if (closed.isPresent() && again.isPresent()) {
            Validity between = new Validity(from, earliest(again, after, closed.get()));
            return new Add(
                    newFact(statement, id, between, closed.get().id(), now),
                    List.of(),
                    "an earlier value for " + said.slot() + "; the one known was said again since",
                    said.confidence());
        }
        Instant end = closed.isPresent()
                ? earliest(Optional.empty(), after, closed.get())
                : after.map(next -> next.validity().from()).orElse(null);
        Validity validity = new Validity(from, end);
        UUID successor = after.map(Fact::id)
                .orElse(closed.filter(f -> end != null).map(Fact::supersededBy).orElse(null));
        Fact fact = newFact(statement, id, validity, successor, now);
        if (closed.isPresent()) {
            Fact old = closed.get();
            return new Update(
                    fact,
                    old.supersededBy(id, from),
                    "new value for " + said.slot() + ": '" + said.value() + "' instead of '" + old.value() + "'",
                    said.confidence());
        }
        String reason = after.isPresent()
                ? "an earlier value for " + said.slot() + ", sorted in before the one known since later"
                : "first value for " + said.slot();
        return new Add(fact, List.of(), reason, said.confidence());
    }

    /** When a version was said again after this statement was, if it ever was: then it holds on from there. */
    private static Optional<Instant> saidAgain(Fact version, Statement statement) {
        return Stream.concat(version.sources().stream().map(Source::occurredAt), Stream.of(version.lastRefreshedAt()))
                .filter(moment -> moment.isAfter(statement.occurredAt()) && moment.isAfter(statement.validFrom()))
                .min(Comparator.naturalOrder());
    }

    /** The first of the moments at which a value that begins within {@code closed} ends; null where none is known. */
    private static @Nullable Instant earliest(Optional<Instant> again, Optional<Fact> after, Fact closed) {
        return Stream.of(
                        again,
                        after.map(next -> next.validity().from()),
                        Optional.ofNullable(closed.validity().to()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(null);
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
        Fact fact = newFact(statement, Ids.next(), Validity.since(statement.validFrom()), null, now);
        return new Add(fact, List.of(), "nothing known says this", said.confidence());
    }

    private Decision decideTakingBack(
            Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> bySlot = history.stream()
                .filter(Fact::open)
                .filter(f -> said.value() == null || sameValue(f, said))
                .max(Comparator.comparing((Fact f) -> f.validity().from()));
        Optional<Fact> target = bySlot.or(() -> bySimilarity(neighbours).stream()
                .filter(n -> n.similarity() >= thresholds.retraction())
                .map(Neighbour::fact)
                .filter(f -> f.open() && sameSubject(f, said))
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
                ? new Delete(
                        known.endedAt(statement.validFrom()), "has ended: '" + known.text() + "'", said.confidence())
                : new Delete(known.retractedAt(now), "taken back: '" + known.text() + "'", said.confidence());
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
            Statement statement, UUID id, Validity validity, @Nullable UUID supersededBy, Instant now) {
        ExtractedFact said = statement.extracted();
        Source source = statement.source();
        return new Fact(
                id,
                statement.type(),
                said.text(),
                said.subject(),
                said.slot(),
                said.value(),
                said.entities(),
                said.relations(),
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

    private static boolean sameValue(Fact fact, ExtractedFact said) {
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

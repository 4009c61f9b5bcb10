package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Noop;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Wording;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a statement does to what is known. Pure: equal arguments give equal decisions but for fresh ids.
 *
 * <p>Only a slot supersedes, a {@link Succession} or a {@link StatementComparison}. Similarity alone never closes a fact: two similar sentences are
 * more often two truths than one corrected one.
 */
public final class Decider {

    /** Name and version, written with each decision. */
    public static final String VERSION = "slots-2";

    private final DecisionThresholds thresholds;
    private final Wording wording;
    private final Sameness sameness;
    private final Endings endings;
    private final @Nullable Succession succession;
    private final StatementComparison comparison;
    private final ComparisonThresholds comparisonThresholds;

    /** Compares statements letter by letter. */
    public Decider(DecisionThresholds thresholds) {
        this(thresholds, Wording.NONE, null, StatementComparison.NONE, ComparisonThresholds.DEFAULTS);
    }

    /**
     * Compares statements by {@code wording}; what those without a slot do to known facts is told by {@code succession},
     * if there is one, and else by {@code comparison}.
     */
    public Decider(
            DecisionThresholds thresholds,
            Wording wording,
            @Nullable Succession succession,
            StatementComparison comparison,
            ComparisonThresholds comparisonThresholds) {
        this.thresholds = thresholds;
        this.wording = wording;
        this.sameness = new Sameness(wording, thresholds);
        this.endings = new Endings(sameness);
        this.succession = succession;
        this.comparison = comparison;
        this.comparisonThresholds = comparisonThresholds;
    }

    /** Name and versions of all that decides. */
    public String version() {
        return comparison.version().isEmpty() ? VERSION : VERSION + "+" + comparison.version();
    }

    /** Compares a batch of statements with what is known near them, and with each other. */
    ComparedStatements compare(List<Map.Entry<Statement, Embedding>> statements, List<List<Neighbour>> stored) {
        return ComparedStatements.of(comparison, comparisonThresholds, wording, succession, statements, stored);
    }

    /** The least cosine of facts that a decision looks at, for whatever purpose. */
    double leastSimilarity() {
        return comparison.version().isEmpty()
                ? thresholds.neighbour()
                : Math.min(thresholds.neighbour(), comparisonThresholds.similarity());
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
                statement.extracted().insteadOf() != null
                        ? decideInstead(statement, neighbours, now)
                        : statement.extracted().slot() != null
                                ? decideSlot(statement, slotHistory, neighbours, now)
                                : decidePlain(statement, neighbours, now);
            case END, RETRACT ->
                endings.decide(statement, slotHistory, neighbours, now)
                        .orElseGet(() -> decidePlain(statement, neighbours, now));
        };
    }

    /** Versions follow one another by the time since which they are true, see {@link SlotReplay}. */
    private Decision decideSlot(Statement statement, List<Fact> history, List<Neighbour> neighbours, Instant now) {
        ExtractedFact said = statement.extracted();
        Optional<Fact> echoed = live(history).stream()
                .filter(f -> isEcho(statement) && sameness.sameValue(f, said))
                .max(Comparator.comparing(Fact::open).thenComparing(Fact::id));
        if (echoed.isPresent()) {
            return echo(echoed.get(), statement);
        }
        Fact candidate = newFact(statement, said.slot(), knownValue(said, history), now);
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
        Optional<Fact> told = stands(fact) ? said(statement, neighbours) : Optional.empty();
        if (told.isPresent()) {
            return known(told.get(), statement, "said before in other words");
        }
        return new Add(
                fact,
                timeline.changesBeside(fact.id()),
                reason(said, fact, timeline.isRival(fact.id())),
                said.confidence());
    }

    /** Whether a fact would be all that is known of its slot since it began. */
    private static boolean stands(Fact fact) {
        return fact.open() && fact.contradicts().isEmpty();
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

    /** The versions that count: not taken back, and said by somebody. */
    static List<Fact> live(List<Fact> history) {
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
                statement, slot, slot == null ? null : slot.equals(old.slot()) ? said.value() : old.value(), now);
        return new Update(
                fact,
                Endings.ended(old, statement).supersededBy(fact.id(), statement.validFrom()),
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
                statement, asserted ? said.slot() : null, asserted && said.slot() != null ? said.value() : null, now);
        return new Add(fact, List.of(), "nothing known says this" + unread(said), said.confidence());
    }

    private static String unread(ExtractedFact said) {
        return said.unread() == null
                ? ""
                : "; kept as a plain statement, since attributes are read in English only and this looks like "
                        + said.unread();
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

    static Noop known(Fact fact, Statement statement, String reason) {
        if (isEcho(statement)) {
            return echo(fact, statement);
        }
        Fact said = fact.slot() == null ? fact : fact.saying(Saying.of(statement));
        Fact confirmed = said.confirmed(statement.source(), statement.trust(), statement.validFrom());
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

    /** The value as it is known already, where it is the same in other words: one value has one form in a history. */
    private @Nullable String knownValue(ExtractedFact said, List<Fact> history) {
        return live(history).stream()
                .filter(f -> sameness.sameValue(f, said))
                .max(Comparator.comparing((Fact f) -> sameWords(f, said))
                        .thenComparing(Fact::open)
                        .thenComparing(f -> f.validity().from())
                        .thenComparing(Fact::id))
                .map(Fact::value)
                .orElse(said.value());
    }

    private static boolean sameWords(Fact fact, ExtractedFact said) {
        return fact.value() != null
                && said.value() != null
                && words(fact.value()).equals(words(said.value()));
    }

    private static boolean sameSubject(Fact fact, ExtractedFact said) {
        return EntityMention.key(fact.subject()).equals(EntityMention.key(said.subject()));
    }

    /** The letters with their marks and the digits of a text, lower case, so that punctuation and spacing make no difference. */
    static String words(String text) {
        return text.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}%$€£+#]+", " ")
                .strip();
    }
}

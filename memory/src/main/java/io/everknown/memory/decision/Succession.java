package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Change;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Frame;
import io.everknown.memory.extraction.Frame.Course;
import io.everknown.memory.extraction.Frame.Kind;
import io.everknown.memory.extraction.FrameReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Closes what a statement without a slot replaces: the same attribute of the same thing gets another value. Only frames
 * decide; how similar two texts are does not.
 */
public final class Succession {

    private final FrameReader reader;
    private final FrameComparison comparison;
    private final Reach reach;

    public Succession(FrameReader reader) {
        this(reader, Reach.DEFAULTS);
    }

    public Succession(FrameReader reader, Reach reach) {
        this.reader = reader;
        this.comparison = new FrameComparison(reader.words());
        this.reach = reach;
    }

    Reach reach() {
        return reach;
    }

    /**
     * How far a statement looks for what it may replace.
     *
     * @param similarity the least cosine: further apart, two statements are about different things whatever words they share
     * @param candidates the most facts looked at for one statement
     */
    public record Reach(double similarity, int candidates) {

        /** The defaults, for all-MiniLM-L6-v2. */
        public static final Reach DEFAULTS = new Reach(0.20, 16);

        public Reach {
            DecisionThresholds.requireShare("succession", similarity);
            if (candidates < 1) {
                throw new IllegalArgumentException("at least 1 candidate is looked at for succession");
            }
        }
    }

    /** The words under which facts are looked for that the statement may replace; empty when it can replace none. */
    String keys(Statement statement) {
        ExtractedFact said = statement.extracted();
        if (said.intent() != ExtractedFact.Intent.ASSERT
                || statement.type() != MemoryType.FACT
                || said.unread() != null) {
            return "";
        }
        Set<String> keys = new TreeSet<>();
        for (Frame frame : frames(statement)) {
            if (frame.course() != Course.EVENT) {
                frame.keys().forEach(key -> keys.addAll(reader.words().alike(key)));
            }
        }
        return String.join(" ", keys);
    }

    /** The decision as it is in view of the facts that the statement may replace. */
    Decision review(Decision decision, Statement statement, List<Neighbour> candidates) {
        if (!(decision instanceof Add add)
                || candidates.isEmpty()
                || !add.fact().open()) {
            return decision;
        }
        List<Frame> frames = frames(statement);
        List<Fact> replaced = candidates.stream()
                .sorted(Comparator.comparingDouble(Neighbour::similarity).reversed())
                .map(Neighbour::fact)
                .filter(fact -> mayFollow(fact, statement))
                .filter(fact -> frames.stream().anyMatch(frame -> replaces(fact, frame)))
                .toList();
        return replaced.isEmpty() ? decision : succeed(add, replaced, statement);
    }

    private static boolean mayFollow(Fact fact, Statement statement) {
        return fact.open()
                && fact.type() == MemoryType.FACT
                && statement.trust().outranksOrEquals(fact.trust())
                && sameSpeaker(fact, statement)
                && (fact.slot() == null || ofThing(fact));
    }

    /** What a slot says of a thing ("the deadline of Apollo") and not of a person. */
    private static boolean ofThing(Fact fact) {
        String slot = fact.slot();
        return slot != null
                && slot.indexOf('/') > 0
                && slot.substring(slot.indexOf('/') + 1).replace('_', ' ').equals(EntityMention.key(fact.subject()));
    }

    static boolean sameSpeaker(Fact fact, Statement statement) {
        return speaker(fact).equals(speaker(statement));
    }

    private static String speaker(Fact fact) {
        return speaker(fact.sources().isEmpty() ? null : fact.sources().getFirst());
    }

    static String speaker(Statement statement) {
        return speaker(statement.source());
    }

    static String speaker(@Nullable Source source) {
        String name = source == null ? null : source.speaker();
        return name == null || name.isBlank() ? "The user" : name.strip();
    }

    /** Whether both tell what happened at some time; such things add up, and none takes another's place. */
    boolean areEvents(Fact fact, Statement statement) {
        return reader.past(fact.text(), speaker(fact))
                && reader.past(statement.extracted().text(), speaker(statement));
    }

    private List<Frame> frames(Statement statement) {
        return reader.read(statement.extracted().text(), speaker(statement));
    }

    private boolean replaces(Fact fact, Frame frame) {
        List<Frame> known = reader.read(fact.text(), speaker(fact));
        if (frame.kind() == Kind.NAME) {
            return comparison.replaces(
                    reader.content(fact.text(), speaker(fact)), reader.past(fact.text(), speaker(fact)), frame);
        }
        return known.stream().anyMatch(old -> comparison.replaces(old, frame));
    }

    /**
     * What was said of an earlier time is sorted in before what is known of a later one. Otherwise the nearest known fact
     * is the one superseded, and others that tell the same old value in other words are closed with it.
     */
    static Decision succeed(Add add, List<Fact> replaced, Statement statement) {
        Fact fact = add.fact();
        Optional<Fact> later = replaced.stream()
                .filter(old -> old.validity().from().isAfter(fact.validity().from()))
                .min(Comparator.comparing((Fact old) -> old.validity().from()).thenComparing(Fact::id));
        if (later.isPresent()) {
            Fact next = later.get();
            return new Add(
                    fact.supersededBy(next.id(), next.validity().from()),
                    add.changed(),
                    "an earlier value of the same thing, sorted in before a later one",
                    add.confidence());
        }
        Fact nearest = replaced.getFirst();
        List<Change> changed = Stream.concat(
                        add.changed().stream(),
                        replaced.stream().skip(1).map(old -> Change.of(closed(old, fact, statement))))
                .toList();
        return new Update(
                fact,
                closed(nearest, fact, statement),
                changed,
                "a new value of the same thing, instead of '" + nearest.text() + "'",
                add.confidence());
    }

    private static Fact closed(Fact old, Fact fact, Statement statement) {
        return Endings.ended(old, statement).supersededBy(fact.id(), statement.validFrom());
    }
}

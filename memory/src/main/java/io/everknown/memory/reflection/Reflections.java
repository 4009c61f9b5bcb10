package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.identity.TrustLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The questions that a window raises, answered from all that is known. Pure: equal facts give equal insights, in whatever
 * order they come. Only facts count: a summary or an insight is no evidence.
 */
public final class Reflections {

    private Reflections() {}

    /**
     * What is worth telling.
     *
     * @param facts all facts of an audience that were not taken back, those that have ended among them
     * @return at most {@link Limits#most()}, the most salient first
     */
    public static List<Insight> on(Collection<Told> facts, Window window, Limits limits) {
        List<Told> evidence = facts.stream()
                .filter(told -> counts(told.fact(), limits))
                .sorted(Comparator.comparing(told -> told.fact().id()))
                .toList();
        List<Insight> all = new ArrayList<>(Changes.among(evidence, window));
        all.addAll(Threads.among(evidence, window, limits));
        all.addAll(Themes.among(evidence, window, limits));
        all.sort(Comparator.comparingDouble(Insight::salience).reversed().thenComparing(Insight::topic));
        return chosen(all, limits.most);
    }

    private static boolean counts(Fact fact, Limits limits) {
        return fact.type() == MemoryType.FACT
                && fact.retractedAt() == null
                && fact.trust().outranksOrEquals(limits.minTrust);
    }

    /** None that says mostly what a more salient one says. */
    private static List<Insight> chosen(List<Insight> all, int most) {
        List<Insight> chosen = new ArrayList<>();
        for (Insight insight : all) {
            if (chosen.size() < most && chosen.stream().noneMatch(other -> overlaps(other, insight))) {
                chosen.add(insight);
            }
        }
        return chosen;
    }

    private static boolean overlaps(Insight one, Insight other) {
        if (one.topic().equals(other.topic())) {
            return true;
        }
        Set<UUID> shared = new HashSet<>(one.origins());
        shared.retainAll(other.origins());
        return 2 * shared.size()
                > Math.min(one.origins().size(), other.origins().size());
    }

    /**
     * When facts together say something.
     *
     * @param most the most insights of one reflection
     * @param statements the least facts of a thread or a theme
     * @param days on how many days they were said at least
     * @param similarity the least cosine of a fact and the theme it belongs to, in [0, 1]
     * @param minTrust the least trust of facts
     */
    public record Limits(int most, int statements, int days, double similarity, TrustLevel minTrust) {

        public Limits {
            if (most < 0 || statements < 3 || days < 2 || !(0 <= similarity && similarity <= 1)) {
                throw new IllegalArgumentException("a pattern has at least three statements on two days");
            }
        }

        /** The same with another least trust. */
        public Limits trusting(TrustLevel level) {
            return new Limits(most, statements, days, similarity, level);
        }

        boolean tells(Collection<Told> told) {
            return told.size() >= statements && Told.days(told).size() >= days;
        }
    }
}

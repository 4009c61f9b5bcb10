package io.everknown.memory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a version by whoever made it.
 *
 * @param data what it was trained on
 * @param licence under which it may be used
 * @param seed of its training, or null where there was none
 * @param scores how well it did, and on what; each pair of set and metric once
 */
public record ModelCard(
        String data, String licence, @Nullable Long seed, List<Score> scores) {

    /**
     * One figure; more is better.
     *
     * @param set what was measured on
     * @param metric what was measured, such as {@code r@10}
     * @param value finite
     */
    public record Score(String set, String metric, double value) {

        boolean sameAs(Score other) {
            return set.equals(other.set) && metric.equals(other.metric);
        }
    }

    public ModelCard {
        scores = List.copyOf(scores);
    }

    /** The scores that are lower here than there, of those that both have on the same set by the same metric. */
    public List<Score> below(ModelCard other) {
        return scores.stream()
                .filter(own -> other.scores.stream().anyMatch(o -> own.sameAs(o) && own.value < o.value))
                .toList();
    }
}

package io.everknown.memory.model;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a version by whoever made it.
 *
 * @param data what it was trained on
 * @param licence under which it may be used
 * @param seed of its training, or null where there was none
 * @param scores how well it did, and on what; each set, metric and version once
 */
public record ModelCard(
        String data, String licence, @Nullable Long seed, List<Score> scores) {

    /**
     * One figure; more is better.
     *
     * @param set what was measured on
     * @param metric what was measured, such as {@code r@10}
     * @param value finite
     * @param of the version that was measured, where it is another, to compare with; null for the card's own
     */
    public record Score(
            String set,
            String metric,
            double value,
            @Nullable String of) {

        /** A figure of the card's own version. */
        public Score(String set, String metric, double value) {
            this(set, metric, value, null);
        }

        private boolean below(Score other) {
            return set.equals(other.set) && metric.equals(other.metric) && value < other.value;
        }
    }

    public ModelCard {
        scores = List.copyOf(scores);
    }

    /**
     * The scores that are lower than those of another version, of those that are known of both on the same set by the same
     * metric. Those of the other stand on its card, or on this one.
     *
     * @param version the other version
     */
    public List<Score> below(String version, ModelCard card) {
        List<Score> theirs = Stream.concat(
                        card.scores.stream().filter(score -> score.of == null),
                        scores.stream().filter(score -> version.equals(score.of)))
                .toList();
        return scores.stream()
                .filter(own -> own.of == null && theirs.stream().anyMatch(own::below))
                .toList();
    }
}

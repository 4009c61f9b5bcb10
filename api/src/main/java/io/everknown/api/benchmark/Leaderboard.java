package io.everknown.api.benchmark;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param suite the manifest's name
 * @param model what ranked when nothing was left out
 * @param processors of the machine
 * @param sets what was taken in
 * @param rows figures of each set, variant and category, and over all sets
 * @param latency of the service
 */
record Leaderboard(String suite, String model, int processors, List<SetSize> sets, List<Row> rows, Latency latency) {

    Leaderboard {
        sets = List.copyOf(sets);
        rows = List.copyOf(rows);
    }

    /** How much a set holds; {@code tokens} are those of all its turns, with their speakers. */
    record SetSize(String name, int conversations, int turns, int questions, long tokens) {}

    /**
     * Means over questions.
     *
     * @param set the questions' set, or {@link Manifest#WHOLE}
     * @param category their kind, or null for all kinds
     */
    record Row(String set, Variant variant, @Nullable Category category, int questions, Map<Figure, Double> figures) {

        Row {
            figures = new EnumMap<>(figures);
        }

        double figure(Figure figure) {
            return figures.getOrDefault(figure, Double.NaN);
        }
    }

    /**
     * How fast it was, over REST with one client, 30 items a recall, once warm.
     *
     * @param turnsPerSecond taken in, twenty a request
     * @param p50 milliseconds of a recall that the client saw, the median
     * @param p95 the same, 95 of 100 are faster
     * @param stages medians in milliseconds that the service told
     * @param degraded recalls of which a channel was late or down
     */
    record Latency(
            int recalls, double turnsPerSecond, double p50, double p95, Map<String, Double> stages, int degraded) {

        double of(Speed speed) {
            return switch (speed) {
                case TURNS_PER_SECOND -> turnsPerSecond;
                case P50 -> p50;
                case P95 -> p95;
            };
        }
    }

    /** The row of a set, variant and category, if there was such a question. */
    Optional<Row> row(String set, Variant variant, @Nullable Category category) {
        return rows.stream()
                .filter(row -> row.set().equals(set) && row.variant() == variant && row.category() == category)
                .findFirst();
    }

    /** The rows over all sets and categories, best R@10 first. */
    List<Row> ranked() {
        return rows.stream()
                .filter(row -> row.set().equals(Manifest.WHOLE) && row.category() == null)
                .sorted(Comparator.comparingDouble((Row row) -> -row.figure(Figure.R10)))
                .toList();
    }

    /** The categories there are questions of. */
    List<Category> categories() {
        return rows.stream()
                .map(Row::category)
                .distinct()
                .<Category>mapMulti((category, to) -> {
                    if (category != null) {
                        to.accept(category);
                    }
                })
                .sorted()
                .toList();
    }
}

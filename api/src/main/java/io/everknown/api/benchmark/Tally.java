package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.Row;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up figures of questions, by set, variant and category. */
final class Tally {

    private final Map<Key, Sums> sums = new LinkedHashMap<>();

    /** Counts one question's figures. */
    void count(String set, Variant variant, Category category, Map<Figure, Double> figures) {
        for (String of : List.of(Manifest.WHOLE, set)) {
            Stream.of(new Key(of, variant, null), new Key(of, variant, category))
                    .forEach(
                            key -> sums.computeIfAbsent(key, none -> new Sums()).add(figures));
        }
    }

    /** The means. */
    List<Row> rows() {
        return sums.entrySet().stream()
                .map(entry -> new Row(
                        entry.getKey().set(),
                        entry.getKey().variant(),
                        entry.getKey().category(),
                        entry.getValue().questions,
                        entry.getValue().means()))
                .toList();
    }

    private record Key(
            String set, Variant variant, @Nullable Category category) {}

    private static final class Sums {

        private final Map<Figure, Double> sum = new EnumMap<>(Figure.class);
        private int questions;

        private void add(Map<Figure, Double> figures) {
            figures.forEach((figure, value) -> sum.merge(figure, value, Double::sum));
            questions++;
        }

        private Map<Figure, Double> means() {
            Map<Figure, Double> means = new EnumMap<>(Figure.class);
            sum.forEach((figure, value) -> means.put(figure, Objects.requireNonNull(value) / questions));
            return means;
        }
    }
}

package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.Row;
import io.everknown.api.benchmark.Leaderboard.SetSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A leaderboard as tables. */
final class Tables {

    private static final List<Figure> MAIN = List.of(
            Figure.R1,
            Figure.R5,
            Figure.R10,
            Figure.R30,
            Figure.MRR,
            Figure.NDCG10,
            Figure.ANY10,
            Figure.IN_500,
            Figure.IN_1000,
            Figure.IN_2000);

    private static final List<Figure> SAVED = List.of(Figure.SAVED_500, Figure.SAVED_1000, Figure.SAVED_2000);

    private final Leaderboard board;

    Tables(Leaderboard board) {
        this.board = board;
    }

    List<Table> all() {
        List<Table> tables = new ArrayList<>(List.of(leaderboard(), ablations(), categories()));
        if (board.sets().size() > 1) {
            tables.add(sets());
        }
        tables.add(saved());
        tables.add(latency());
        return tables;
    }

    /** All figures of each variant, over all questions, best first. */
    Table leaderboard() {
        return figures(
                "Leaderboard",
                "recall",
                MAIN,
                board.ranked().stream()
                        .map(row -> Optional.of(new Named(row.variant().title(), row)))
                        .toList());
    }

    /** R@10 of each variant, over all questions and by category, and what it lacks to that of everything. */
    Table ablations() {
        List<String> head = new ArrayList<>(List.of("R@10 of recall", "all"));
        board.categories().forEach(category -> head.add(category.key()));
        List<List<String>> rows = new ArrayList<>();
        for (Row row : board.ranked()) {
            List<String> cells = new ArrayList<>(List.of(row.variant().title(), compared(row.variant(), null)));
            board.categories().forEach(category -> cells.add(compared(row.variant(), category)));
            rows.add(cells);
        }
        return new Table("What each part gives, by kind of question", head, rows);
    }

    private String compared(Variant variant, @Nullable Category category) {
        double whole = r10(Variant.ALL, category);
        double part = r10(variant, category);
        return variant == Variant.ALL
                ? share(part)
                : share(part) + String.format(Locale.ROOT, " (%+.3f)", part - whole);
    }

    private double r10(Variant variant, @Nullable Category category) {
        return board.row(Manifest.WHOLE, variant, category)
                .map(row -> row.figure(Figure.R10))
                .orElse(Double.NaN);
    }

    private Table categories() {
        return figures(
                "Everything on, by kind of question",
                "questions",
                MAIN,
                board.categories().stream()
                        .map(category -> board.row(Manifest.WHOLE, Variant.ALL, category)
                                .map(row -> new Named(category.key() + " (" + row.questions() + ")", row)))
                        .toList());
    }

    private Table sets() {
        return figures(
                "Everything on, by set of conversations",
                "set",
                MAIN,
                board.sets().stream().map(set -> named(set.name(), set.name())).toList());
    }

    private Table saved() {
        List<String> names = board.sets().stream().map(SetSize::name).toList();
        return figures(
                "Tokens saved against the whole conversation",
                "set",
                SAVED,
                (names.size() > 1 ? Stream.concat(Stream.of(Manifest.WHOLE), names.stream()) : names.stream())
                        .map(name -> named(name, name))
                        .toList());
    }

    private Optional<Named> named(String name, String set) {
        return board.row(set, Variant.ALL, null).map(row -> new Named(name, row));
    }

    private Table latency() {
        List<String> head =
                new ArrayList<>(List.of("over REST, one client", "p50 ms", "p95 ms", "turns/s", "degraded"));
        List<String> cells = new ArrayList<>(List.of(
                board.latency().recalls() + " recalls",
                millis(board.latency().p50()),
                millis(board.latency().p95()),
                millis(board.latency().turnsPerSecond()),
                Integer.toString(board.latency().degraded())));
        board.latency().stages().forEach((stage, median) -> {
            head.add(stage);
            cells.add(millis(median));
        });
        return new Table("Latency, and medians of the stages in ms", head, List.of(cells));
    }

    private static Table figures(String title, String of, List<Figure> figures, List<Optional<Named>> rows) {
        List<String> head = new ArrayList<>(List.of(of));
        figures.forEach(figure -> head.add(figure.title()));
        List<List<String>> cells = new ArrayList<>();
        for (Optional<Named> one : rows) {
            one.ifPresent(row -> {
                List<String> line = new ArrayList<>(List.of(row.name()));
                figures.forEach(figure -> line.add(share(row.row().figure(figure))));
                cells.add(line);
            });
        }
        return new Table(title, head, cells);
    }

    private record Named(String name, Row row) {}

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

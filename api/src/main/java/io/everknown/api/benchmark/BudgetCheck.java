package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Manifest.Budget;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a leaderboard against its budgets. */
final class BudgetCheck {

    private BudgetCheck() {}

    /** A sentence for each budget that is broken; one for which nothing was measured is broken too. */
    static List<String> broken(Leaderboard board, List<Budget> budgets) {
        return budgets.stream()
                .flatMap(budget -> broken(board, budget).stream())
                .toList();
    }

    private static Optional<String> broken(Leaderboard board, Budget budget) {
        Optional<Double> value = value(board, budget).filter(number -> !number.isNaN());
        if (value.isPresent() && budget.keeps(value.get())) {
            return Optional.empty();
        }
        String is = value.map(number -> "is " + text(number)).orElse("was not measured");
        Double least = budget.least();
        Double most = budget.most();
        String wanted = Stream.of(
                        least == null ? "" : "at least " + text(least), most == null ? "" : "at most " + text(most))
                .filter(limit -> !limit.isEmpty())
                .collect(Collectors.joining(" and "));
        return Optional.of("broken: " + name(budget) + " " + is + ", wanted " + wanted);
    }

    private static Optional<Double> value(Leaderboard board, Budget budget) {
        Optional<Speed> speed = Keyed.find(Speed.values(), budget.figure());
        if (speed.isPresent()) {
            return speed.map(board.latency()::of);
        }
        return board.row(budget.set(), budget.variant(), budget.category())
                .flatMap(row -> Keyed.find(Figure.values(), budget.figure()).map(row::figure));
    }

    private static String name(Budget budget) {
        Category category = budget.category();
        return Stream.of(
                        budget.figure(),
                        budget.variant() == Variant.ALL
                                ? null
                                : budget.variant().key(),
                        budget.set().equals(Manifest.WHOLE) ? null : budget.set(),
                        category == null ? null : category.key())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.3f", number);
    }
}

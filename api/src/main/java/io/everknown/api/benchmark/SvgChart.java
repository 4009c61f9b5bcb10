package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Draws R@10 as bars: a line for each variant, best first, and a column for all questions and for each category. A thin
 * mark in each column is where everything on stands.
 */
final class SvgChart {

    private static final int MARGIN = 24;
    private static final int NAMES = 200;
    private static final int COLUMN = 150;
    private static final int GAP = 22;
    private static final int HEAD = 104;
    private static final int LINE = 28;
    private static final int BAR = 16;
    private static final int FOOT = 30;

    /** Room at the end of a column for figures, where no bar reaches. */
    private static final int FIGURE = 44;

    private static final String STYLE = """
            text { font: 13px system-ui, sans-serif; fill: #1f2933 }
            .title { font-size: 18px; font-weight: 600 }
            .note, .head { fill: #52606d }
            .head { font-weight: 600 }
            .figure { font-size: 12px; text-anchor: end; font-variant-numeric: tabular-nums }
            .bar { fill: #9fb3c8 }
            .whole { fill: #2364aa }
            .mark { stroke: #2364aa; stroke-width: 1.5; stroke-dasharray: 3 3 }
            .axis { stroke: #cbd2d9 }
            """;

    private final Leaderboard board;
    private final List<@Nullable Category> columns = new ArrayList<>();
    private final StringBuilder svg = new StringBuilder();

    SvgChart(Leaderboard board) {
        this.board = board;
        columns.add(null);
        columns.addAll(board.categories());
    }

    /** The whole document. */
    String draw() {
        List<Row> rows = board.ranked();
        int width = 2 * MARGIN + NAMES + columns.size() * (COLUMN + GAP);
        int height = HEAD + rows.size() * LINE + FOOT;
        add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\">",
                width,
                height,
                width,
                height));
        add(String.format(
                Locale.ROOT, "<title>%s: R@10 by variant and kind of question</title>", escaped(board.suite())));
        add(String.format(Locale.ROOT, "<style>%n%s</style>", STYLE));
        add(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", width, height));
        text(MARGIN, 36, "title", board.suite());
        text(MARGIN, 58, "note", "R@10: the share of the turns that answer, among the first ten; mean over questions");
        for (int column = 0; column < columns.size(); column++) {
            column(column, rows);
        }
        for (int line = 0; line < rows.size(); line++) {
            text(MARGIN, baseline(line), "name", rows.get(line).variant().title());
        }
        return svg.append("</svg>\n").toString();
    }

    private void column(int column, List<Row> rows) {
        int left = MARGIN + NAMES + column * (COLUMN + GAP);
        Category category = columns.get(column);
        int questions = board.row(Manifest.WHOLE, Variant.ALL, category)
                .map(Row::questions)
                .orElse(0);
        text(left, HEAD - 14, "head", (category == null ? "all" : category.key()) + " (" + questions + ")");
        int bottom = HEAD + rows.size() * LINE;
        add(String.format(
                Locale.ROOT,
                "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                left,
                left,
                HEAD,
                bottom));
        for (int line = 0; line < rows.size(); line++) {
            Variant variant = rows.get(line).variant();
            double value = value(variant, category);
            double end = left + value * (COLUMN - FIGURE);
            add(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
                    variant == Variant.ALL ? "whole" : "bar",
                    left,
                    top(line),
                    end - left,
                    BAR));
            text(left + COLUMN, baseline(line), "figure", String.format(Locale.ROOT, "%.3f", value));
        }
        double whole = left + value(Variant.ALL, category) * (COLUMN - FIGURE);
        add(String.format(
                Locale.ROOT,
                "<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                whole,
                whole,
                HEAD,
                bottom));
    }

    private double value(Variant variant, @Nullable Category category) {
        return board.row(Manifest.WHOLE, variant, category)
                .map(row -> row.figure(Figure.R10))
                .orElse(0.0);
    }

    private static int top(int line) {
        return HEAD + line * LINE + (LINE - BAR) / 2;
    }

    private static int baseline(int line) {
        return top(line) + BAR - 3;
    }

    private void text(double x, int y, String style, String words) {
        add(String.format(
                Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", style, x, y, escaped(words)));
    }

    private void add(String element) {
        svg.append(element).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

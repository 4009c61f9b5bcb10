package io.everknown.api.benchmark;

import io.everknown.api.benchmark.Leaderboard.Row;
import io.everknown.api.benchmark.Leaderboard.SetSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectMapper;

/** Writes a leaderboard as {@code leaderboard.md}, {@code .json} and {@code .svg}. */
final class Reports {

    private final Leaderboard board;

    Reports(Leaderboard board) {
        this.board = board;
    }

    /**
     * Writes all three.
     *
     * @throws IOException when the folder can't be made or written
     */
    void write(Path folder, ObjectMapper mapper) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("leaderboard.md"), markdown());
        Files.writeString(
                folder.resolve("leaderboard.json"),
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json()) + "\n");
        Files.writeString(folder.resolve("leaderboard.svg"), new SvgChart(board).draw());
    }

    String markdown() {
        return "# " + board.suite() + "\n\n" + sentence() + "\n\n![R@10 by variant](leaderboard.svg)\n\n"
                + new Tables(board).all().stream().map(Table::markdown).collect(Collectors.joining("\n"));
    }

    /** What was measured, in a sentence. */
    String sentence() {
        return String.format(
                Locale.ROOT,
                "%d conversations, %,d turns, %,d questions; ranked by %s; %d processors.",
                board.sets().stream().mapToInt(SetSize::conversations).sum(),
                board.sets().stream().mapToInt(SetSize::turns).sum(),
                board.sets().stream().mapToInt(SetSize::questions).sum(),
                board.model(),
                board.processors());
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("suite", board.suite());
        json.put("model_version", board.model());
        json.put("processors", board.processors());
        json.put("conversations", board.sets().stream().map(Reports::json).toList());
        json.put("rows", board.rows().stream().map(Reports::json).toList());
        Map<String, Object> latency = new LinkedHashMap<>();
        latency.put("recalls", board.latency().recalls());
        for (Speed speed : Speed.values()) {
            latency.put(speed.key(), rounded(board.latency().of(speed)));
        }
        latency.put("stage_medians_ms", board.latency().stages());
        latency.put("degraded", board.latency().degraded());
        json.put("latency", latency);
        return json;
    }

    private static Map<String, Object> json(SetSize set) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", set.name());
        json.put("conversations", set.conversations());
        json.put("turns", set.turns());
        json.put("questions", set.questions());
        json.put("tokens", set.tokens());
        return json;
    }

    private static Map<String, Object> json(Row row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("conversations", row.set());
        json.put("variant", row.variant().key());
        Category category = row.category();
        json.put("category", category == null ? Manifest.WHOLE : category.key());
        json.put("questions", row.questions());
        for (Figure figure : List.of(Figure.values())) {
            json.put(figure.key(), rounded(row.figure(figure)));
        }
        return json;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}

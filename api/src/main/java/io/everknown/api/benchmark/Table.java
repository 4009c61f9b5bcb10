package io.everknown.api.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of text under a head; all of one width.
 *
 * @param head names of the columns; the first holds names, the others figures
 */
record Table(String title, List<String> head, List<List<String>> rows) {

    /** As Markdown, with its title as a heading. */
    String markdown() {
        List<String> rule = new ArrayList<>(Collections.nCopies(head.size(), "---:"));
        rule.set(0, "---");
        return Stream.concat(
                        Stream.of("## " + title, "", line(head), line(rule)),
                        rows.stream().map(Table::line))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** For a terminal: columns set under each other. */
    List<String> lines() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < head.size(); column++) {
            int at = column;
            widths.add(Stream.concat(Stream.of(head), rows.stream())
                    .mapToInt(row -> row.get(at).length())
                    .max()
                    .orElse(0));
        }
        return Stream.concat(Stream.of(List.of(title)), Stream.concat(Stream.of(head), rows.stream()))
                .map(row -> row.size() == 1 ? row.getFirst() : set(row, widths))
                .toList();
    }

    private static String line(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String set(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder("  ");
        for (int column = 0; column < row.size(); column++) {
            String blanks = " ".repeat(widths.get(column) - row.get(column).length());
            line.append(column == 0 ? row.get(column) + blanks : "  " + blanks + row.get(column));
        }
        return line.toString();
    }
}

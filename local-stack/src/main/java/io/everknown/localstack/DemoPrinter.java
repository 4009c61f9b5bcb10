package io.everknown.localstack;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows the demo on a terminal, in colour where there is one. */
final class DemoPrinter {

    private static final String RESET = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private final Map<Operation, Integer> counts = new EnumMap<>(Operation.class);

    DemoPrinter(PrintStream out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    private enum Operation {
        ADD("32"),
        UPDATE("33"),
        DELETE("31"),
        NOOP("90"),
        OTHER("35");

        private final String colour;

        Operation(String colour) {
            this.colour = colour;
        }

        static Operation of(String name) {
            for (Operation operation : values()) {
                if (operation.name().equalsIgnoreCase(name)) {
                    return operation;
                }
            }
            return OTHER;
        }
    }

    void line(String text) {
        out.println(text);
    }

    void session(DemoScript.Session session) {
        out.println();
        out.println(painted("1;36", "── " + session.title() + " ──"));
    }

    /** A turn as it was said, and below it what the service decided about each fact in it. */
    void turn(DemoScript.Turn turn, JsonNode answer) {
        out.println(painted("1", turn.speaker() + ":") + " " + turn.content());
        if (answer.has("job_id")) {
            out.println(painted("90", "    taken in; its facts are extracted by a job"));
        }
        for (JsonNode processed : answer.path("turns")) {
            for (JsonNode decision : processed.path("decisions")) {
                decision(decision);
            }
        }
    }

    private void decision(JsonNode decision) {
        String name = decision.path("operation").asString("").toUpperCase(Locale.ROOT);
        Operation operation = Operation.of(name);
        counts.merge(operation, 1, Integer::sum);
        JsonNode fact = decision.path("fact");
        String slot = text(fact, "slot");
        String value = text(fact, "value");
        String detail =
                slot.isEmpty() ? "" : painted("90", "  [" + slot + (value.isEmpty() ? "" : " = " + value) + "]");
        out.println("    " + painted(operation.colour, String.format(Locale.ROOT, "%-6s", name)) + " "
                + text(fact, "text") + detail);
        String reason = text(decision, "reason");
        if (!reason.isEmpty()) {
            out.println(painted("90", "           because " + reason));
        }
    }

    void counts(int turns, double seconds) {
        List<String> parts = new ArrayList<>();
        counts.forEach((operation, count) -> parts.add(count + " " + operation));
        out.println();
        out.println(String.format(Locale.ROOT, "%d turns in %.1f s: %s", turns, seconds, String.join(", ", parts)));
    }

    /** A question, the best of what was recalled for it, and how long each stage took. */
    void recall(DemoScript.Question question, JsonNode answer) {
        out.println();
        String note = question.note().isEmpty() ? "" : painted("35", "  (" + question.note() + ")");
        out.println(painted("1;36", "? " + question.query()) + note);
        int rank = 1;
        for (JsonNode item : answer.path("items")) {
            out.println(String.format(Locale.ROOT, "  %d. %s", rank++, text(item, "text"))
                    + painted("90", "  " + text(item, "type") + validity(item)));
            out.println(painted("90", "     " + why(item)));
        }
        if (rank == 1) {
            out.println("  nothing");
        }
        JsonNode degraded = answer.path("degraded");
        if (!degraded.isEmpty()) {
            out.println(painted("31", "     degraded: " + degraded));
        }
        out.println(painted("90", "     " + timings(answer)));
    }

    private static String validity(JsonNode item) {
        String from = day(text(item, "valid_from"));
        String to = day(text(item, "valid_to"));
        return (from.isEmpty() ? "" : ", since " + from) + (to.isEmpty() ? "" : ", until " + to);
    }

    private static String day(String moment) {
        return moment.length() > 10 ? moment.substring(0, 10) : moment;
    }

    private static String why(JsonNode item) {
        List<String> parts = new ArrayList<>();
        parts.add(String.format(Locale.ROOT, "score %.3f", item.path("score").asDouble(0)));
        item.path("why").properties().forEach(reason -> {
            JsonNode value = reason.getValue();
            if (value.isNumber()) {
                parts.add(String.format(Locale.ROOT, "%s %.3f", reason.getKey(), value.asDouble(0)));
            } else if (value.isString()) {
                parts.add(reason.getKey() + " " + value.asString());
            } else if (!value.isEmpty()) {
                parts.add(reason.getKey() + " " + value);
            }
        });
        return String.join(" · ", parts);
    }

    private static String timings(JsonNode answer) {
        List<String> parts = new ArrayList<>();
        answer.path("timings_ms")
                .properties()
                .forEach(stage -> parts.add(String.format(
                        Locale.ROOT, "%s %.1f", stage.getKey(), stage.getValue().asDouble(0))));
        return parts.isEmpty() ? "" : "ms: " + String.join(" · ", parts);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }

    private String painted(String colour, String text) {
        return coloured ? "\u001b[" + colour + "m" + text + RESET : text;
    }
}

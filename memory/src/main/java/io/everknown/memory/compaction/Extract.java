package io.everknown.memory.compaction;

import io.everknown.memory.compaction.Coverage.Choice;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.TokenCounter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Puts statements, as they are stored, into one short text in the order of time. Invents nothing. */
final class Extract {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final TokenCounter tokens;

    Extract(TokenCounter tokens) {
        this.tokens = tokens;
    }

    /** A statement and its vector. */
    record Told(RecalledMemory memory, Embedding embedding) {}

    /**
     * A text and what it rests on.
     *
     * @param text at most so many tokens as asked for; empty where no statement fits
     * @param chosen in the order of time
     */
    record Text(String text, List<RecalledMemory> chosen) {}

    /**
     * @param told best first
     * @param budget the most tokens of the text
     */
    Text of(List<Told> told, int budget, CompactForm form) {
        List<Choice> choices = new ArrayList<>();
        for (int rank = 0; rank < told.size(); rank++) {
            String line = line(told.get(rank).memory);
            choices.add(new Choice(told.get(rank).embedding, 1 / (1.0 + rank), tokens.count(line + "\n")));
        }
        List<Integer> chosen = new ArrayList<>(Coverage.choose(choices, budget));
        Text text = text(told, chosen, form);
        while (tokens.count(text.text) > budget) {
            chosen.removeLast();
            text = text(told, chosen, form);
        }
        return text;
    }

    private static Text text(List<Told> told, List<Integer> chosen, CompactForm form) {
        List<RecalledMemory> memories = chosen.stream()
                .map(place -> told.get(place).memory)
                .sorted(Comparator.comparing(
                                (RecalledMemory memory) -> memory.validity().from())
                        .thenComparing(RecalledMemory::id))
                .toList();
        return new Text(form == CompactForm.BULLETS ? bullets(memories) : sentences(memories), memories);
    }

    private static String bullets(List<RecalledMemory> memories) {
        return String.join("\n", memories.stream().map(Extract::line).toList());
    }

    private static String line(RecalledMemory memory) {
        return "- " + day(memory) + ": " + statement(memory);
    }

    private static String sentences(List<RecalledMemory> memories) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (RecalledMemory memory : memories) {
            String day = day(memory);
            text.append(text.isEmpty() ? "" : " ");
            text.append(day.equals(before) ? "" : day + ": ").append(statement(memory));
            before = day;
        }
        return text.toString();
    }

    private static String day(RecalledMemory memory) {
        return DAY.format(memory.validity().from());
    }

    private static String statement(RecalledMemory memory) {
        String text = memory.text().strip();
        String closed = text.matches("(?s).*[.!?…]") ? text : text + ".";
        return memory.contradicts().isEmpty() ? closed : closed + " (Another source says otherwise.)";
    }
}

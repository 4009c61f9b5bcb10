package io.everknown.memory.recall;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How a memory stands in a text ready for a prompt. */
public final class ContextLine {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ContextLine() {}

    /** A memory as one line, its day in front, without an end of line. */
    public static String of(RecalledMemory memory) {
        String day = DAY.format(memory.validity().from());
        String end = memory.validity().to() == null
                ? ""
                : " until " + DAY.format(memory.validity().to());
        String disputed = memory.contradicts().isEmpty() ? "" : " (contradicted by another source)";
        String stale = memory.upkeep().staleSince() == null ? "" : " (stale: what it rests on has changed)";
        return "[" + day + end + "] " + memory.text() + disputed + stale;
    }
}

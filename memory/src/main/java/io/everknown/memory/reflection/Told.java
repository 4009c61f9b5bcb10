package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.Embedding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A fact to reflect upon.
 *
 * @param fact one that was not taken back; it may have ended
 * @param embedding its vector
 */
public record Told(Fact fact, Embedding embedding) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    /** The days on which it was said; for what was handed in, the one since which it is true. */
    Stream<LocalDate> days() {
        return fact.sources().isEmpty()
                ? Stream.of(day(fact.validity().from()))
                : fact.sources().stream().map(Source::occurredAt).map(Told::day);
    }

    static List<LocalDate> days(Collection<Told> all) {
        return all.stream().flatMap(Told::days).distinct().sorted().toList();
    }

    static LocalDate day(Instant moment) {
        return moment.atZone(ZoneOffset.UTC).toLocalDate();
    }

    static String written(LocalDate day) {
        return DAY.format(day);
    }
}

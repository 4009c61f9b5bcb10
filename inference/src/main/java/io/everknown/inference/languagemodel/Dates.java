package io.everknown.inference.languagemodel;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates as models write them. */
final class Dates {

    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(3_660);

    private Dates() {}

    /** A day (its beginning in UTC), a month, a year or a moment; empty unless between 1900 and ten years from said. */
    static Optional<Instant> read(String text, Instant said) {
        try {
            Instant moment = text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : day(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            return moment.isBefore(EARLIEST) || moment.isAfter(said.plus(AHEAD))
                    ? Optional.empty()
                    : Optional.of(moment);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalDate day(String text) {
        return switch (text.length()) {
            case 4 -> LocalDate.parse(text + "-01-01");
            case 7 -> LocalDate.parse(text + "-01");
            default -> LocalDate.parse(text);
        };
    }

    /** The words by which a text may tell this date. */
    static List<String> words(Instant moment) {
        LocalDate day = moment.atZone(ZoneOffset.UTC).toLocalDate();
        return List.of(
                Integer.toString(day.getYear()),
                Integer.toString(day.getMonthValue()),
                "%02d".formatted(day.getMonthValue()),
                Integer.toString(day.getDayOfMonth()),
                "%02d".formatted(day.getDayOfMonth()),
                day.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                day.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
    }
}

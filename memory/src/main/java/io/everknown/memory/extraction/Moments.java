package io.everknown.memory.extraction;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Since when something is true, where a clause says so; days begin at midnight UTC. */
final class Moments {

    private static final String MONTHS =
            "january|february|march|april|may|june|july|august|september|october|november|december"
                    + "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";
    private static final String DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday";
    private static final String COUNT =
            "(?<count>\\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few)";
    private static final String AGO = COUNT + " (?<unit>day|week|month|year)s?";
    private static final String WHEN =
            "(?:(?<iso>\\d{4}-\\d\\d-\\d\\d)|(?<day>yesterday|today|this morning|last night)|last (?<last>week|month|year)"
                    + "|(?<next>next )?(?:last |this )?(?<weekday>" + DAYS + ")|" + AGO + " ago"
                    + "|(?:last |early |late |mid[- ]|the (?:beginning|end) of )?(?<month>" + MONTHS
                    + ")\\b(?: (?:the )?(?<dom>\\d{1,2})(?:st|nd|rd|th)?(?!\\d))?(?:,? (?:of )?(?<monthyear>(?:19|20)\\d\\d))?"
                    + "|(?:the )?(?<dom2>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<month2>" + MONTHS
                    + ")\\b(?:,? (?<monthyear2>(?:19|20)\\d\\d))?"
                    + "|(?<year>(?:19|20)\\d\\d))";
    private static final Pattern SINCE = Pattern.compile(
            "\\b(?<how>since|as of|starting(?: from)?|effective|ever since) (?:about |around )?" + WHEN + "\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FOR = Pattern.compile(
            "\\b(?:have|has) (?:\\w+ ){0,8}?(?:been|lived|worked|had|known|owned|studied)\\b.{0,60}?\\bfor (?:the (?:last|past) |about |over |almost |nearly |around )*"
                    + AGO + "\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CHANGED = Pattern.compile(
            "\\b(?:moved|started|joined|quit|left|became|got|married|stopped|adopted|switched|graduated|relocated|began|turned|broke|changed|retired|bought)\\b.{0,120}?\\b(?<how>on |in )?"
                    + WHEN + "\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LED = Pattern.compile(
            "^(?<how>on |in )?" + WHEN
                    + ",? (?:I|we|my \\w+) (?:\\w+ )?(?:moved|started|joined|quit|left|became|got|married|stopped|adopted|switched|graduated|relocated|began|turned|bought)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, Integer> COUNTS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("a couple of", 2),
            Map.entry("a few", 3));

    private Moments() {}

    /** The moment from which on a clause holds, or null where it doesn't say. */
    static @Nullable Instant since(String clause, Instant said) {
        String text = clause.length() > 400 ? clause.substring(0, 400) : clause;
        LocalDate today = LocalDate.ofInstant(said, ZoneOffset.UTC);
        Matcher since = SINCE.matcher(text);
        if (since.find()) {
            boolean ahead = !since.group("how").toLowerCase(Locale.ROOT).endsWith("since");
            return instant(resolve(since, today, ahead), said, ahead);
        }
        Matcher span = FOR.matcher(text);
        if (span.find()) {
            return instant(ago(span, today), said, false);
        }
        Matcher led = LED.matcher(text);
        if (led.find()) {
            return instant(resolve(led, today, false), said, false);
        }
        Matcher changed = CHANGED.matcher(text);
        return changed.find() ? instant(resolve(changed, today, false), said, false) : null;
    }

    private static @Nullable Instant instant(@Nullable LocalDate date, Instant said, boolean ahead) {
        if (date == null) {
            return null;
        }
        Instant moment = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        return !ahead && moment.isAfter(said) ? null : moment;
    }

    private static @Nullable LocalDate resolve(Matcher m, LocalDate today, boolean ahead) {
        try {
            if (m.group("iso") != null) {
                return LocalDate.parse(m.group("iso"));
            }
            String day = m.group("day");
            if (day != null) {
                return day.toLowerCase(Locale.ROOT).startsWith("to")
                                || day.toLowerCase(Locale.ROOT).startsWith("this")
                        ? today
                        : today.minusDays(1);
            }
            if (m.group("last") != null) {
                return back(today, 1, m.group("last"));
            }
            if (m.group("weekday") != null) {
                DayOfWeek weekday = DayOfWeek.valueOf(m.group("weekday").toUpperCase(Locale.ROOT));
                return today.with(ahead ? TemporalAdjusters.next(weekday) : TemporalAdjusters.previous(weekday));
            }
            if (m.group("count") != null) {
                return ago(m, today);
            }
            if (m.group("year") != null) {
                return LocalDate.of(Integer.parseInt(m.group("year")), 1, 1);
            }
            return inMonth(m, today, ahead);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate inMonth(Matcher m, LocalDate today, boolean ahead) {
        String name = m.group("month") != null ? m.group("month") : m.group("month2");
        if (name == null) {
            return null;
        }
        String day = m.group("dom") != null ? m.group("dom") : m.group("dom2");
        String year = m.group("monthyear") != null ? m.group("monthyear") : m.group("monthyear2");
        Month month = month(name);
        int dayOfMonth = day == null ? 1 : Integer.parseInt(day);
        if (year != null) {
            return LocalDate.of(Integer.parseInt(year), month, dayOfMonth);
        }
        LocalDate date = LocalDate.of(today.getYear(), month, dayOfMonth);
        if (ahead) {
            return date.isBefore(today.minusMonths(6)) ? date.plusYears(1) : date;
        }
        return date.isAfter(today) ? date.minusYears(1) : date;
    }

    private static Month month(String name) {
        String start = name.substring(0, 3).toUpperCase(Locale.ROOT);
        for (Month month : Month.values()) {
            if (month.name().startsWith(start)) {
                return month;
            }
        }
        throw new DateTimeException("no month " + name);
    }

    private static LocalDate ago(Matcher m, LocalDate today) {
        String count = m.group("count").toLowerCase(Locale.ROOT);
        Integer known = COUNTS.get(count);
        return back(today, known != null ? known : Integer.parseInt(count), m.group("unit"));
    }

    private static LocalDate back(LocalDate today, int count, String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "day" -> today.minusDays(count);
            case "week" -> today.minusWeeks(count);
            case "month" -> today.minusMonths(count);
            default -> today.minusYears(count);
        };
    }
}

package io.everknown.memory.extraction;

import io.everknown.memory.extraction.Frame.Kind;
import java.math.BigDecimal;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds amounts, dates and times of day in the tokens of a clause, and brings them into a normal form. */
final class Values {

    private static final Pattern NUMBER = Pattern.compile(
            "(?<money>[$€£])?(?<number>\\d+(?:,\\d{3})*(?:\\.\\d+)?)(?<end>st|nd|rd|th|k|m|bn|ms|s|sec|min|h|hrs?|kg|g|lbs?|km|cm|ft|gb|mb|tb|am|pm)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d\\d)(am|pm)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-(\\d\\d)-(\\d\\d)");
    private static final List<String> SMALL = List.of(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
                    .split(" "));
    private static final List<String> ORDINALS = List.of(
            "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
                    .split(" "));
    private static final List<String> TENS =
            List.of("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");
    private static final Map<String, String> UNITS = new HashMap<>();
    private static final Map<String, Integer> MONTHS = new HashMap<>();
    private static final Map<String, String> WEEKDAYS = new HashMap<>();
    private static final Set<String> CLOCK_WORDS =
            Set.of("at", "around", "by", "until", "till", "before", "after", "to");

    static {
        units("PERCENT", "%", "percent", "pct", "percentage");
        units("MONEY", "dollar", "euro", "pound", "usd", "eur", "gbp", "buck", "$", "€", "£");
        units("DURATION:ms", "ms", "millisecond");
        units("DURATION:s", "s", "sec", "second");
        units("DURATION:min", "min", "minute");
        units("DURATION:h", "h", "hr", "hour");
        units("DURATION:day", "day");
        units("DURATION:week", "week");
        units("DURATION:month", "month");
        units("DURATION:year", "year");
        units("MEASURE:kg", "kg", "kilo", "kilogram");
        units("MEASURE:g", "g", "gram");
        units("MEASURE:lb", "lb");
        units("MEASURE:km", "km", "kilometer", "kilometre", "k");
        units("MEASURE:mile", "mile");
        units("MEASURE:cm", "cm");
        units("MEASURE:gb", "gb", "gigabyte");
        units("MEASURE:mb", "mb", "megabyte");
        units("MEASURE:tb", "tb", "terabyte");
        for (Month month : Month.values()) {
            String name = month.getDisplayName(TextStyle.FULL, Locale.ENGLISH).toLowerCase(Locale.ROOT);
            MONTHS.put(name, month.getValue());
            MONTHS.put(name.substring(0, 3), month.getValue());
        }
        MONTHS.put("sept", 9);
        for (String day : List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")) {
            WEEKDAYS.put(day, day.substring(0, 3));
            WEEKDAYS.put(day + "s", day.substring(0, 3));
        }
    }

    private Values() {}

    private static void units(String unit, String... words) {
        for (String word : words) {
            UNITS.put(word, unit);
        }
    }

    /**
     * A value in a clause.
     *
     * @param first index of its first token
     * @param last index of its last token, the word for its unit or what it counts included
     * @param ordinal whether it counts up to something ("the 15th book")
     */
    record Value(Kind kind, String unit, String text, int first, int last, boolean ordinal) {}

    /** The values in a clause, in their order. */
    static List<Value> in(List<Token> tokens) {
        List<Value> found = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Value value = date(tokens, i);
            value = value != null ? value : clock(tokens, i);
            value = value != null ? value : amount(tokens, i);
            if (value != null) {
                found.add(value);
                i = value.last;
            }
        }
        return found;
    }

    private static @Nullable Value date(List<Token> tokens, int i) {
        String word = lower(tokens, i);
        Matcher iso = ISO_DATE.matcher(word);
        if (iso.matches()) {
            return new Value(Kind.DATE, "", iso.group(1) + "-" + iso.group(2), i, i, false);
        }
        String weekday = WEEKDAYS.get(word);
        if (weekday != null) {
            return new Value(Kind.DATE, "", weekday, i, i, false);
        }
        Integer month = month(tokens, i);
        if (month != null) {
            int day = day(lower(tokens, i + 1).equals("the") ? lower(tokens, i + 2) : lower(tokens, i + 1));
            int last = i + (day == 0 ? 0 : lower(tokens, i + 1).equals("the") ? 2 : 1);
            return dated(tokens, month, day, i, last);
        }
        int day = day(word);
        int at = lower(tokens, i + 1).equals("of") ? i + 2 : i + 1;
        Integer following = day > 0 ? month(tokens, at) : null;
        if (following != null) {
            return dated(tokens, following, day, i, at);
        }
        boolean next = word.equals("next");
        String span = lower(tokens, i + 1);
        if (next
                && Set.of("week", "month", "year", "spring", "summer", "autumn", "fall", "winter")
                        .contains(span)) {
            return new Value(Kind.DATE, "", word + " " + span, i, i + 1, false);
        }
        if (word.equals("tomorrow")) {
            return new Value(Kind.DATE, "", word, i, i, false);
        }
        return null;
    }

    private static Value dated(List<Token> tokens, int month, int day, int first, int last) {
        int end = last;
        int year = lower(tokens, end + 1).equals(",") ? end + 2 : end + 1;
        if (lower(tokens, year).matches("(?:19|20)\\d\\d")) {
            end = year;
        }
        String text = day == 0 ? "%02d".formatted(month) : "%02d-%02d".formatted(month, day);
        return new Value(Kind.DATE, "", text, first, end, false);
    }

    private static @Nullable Integer month(List<Token> tokens, int i) {
        Integer month = MONTHS.get(lower(tokens, i));
        boolean name =
                month != null && Character.isUpperCase(tokens.get(i).text().charAt(0));
        boolean dayBefore =
                day(lower(tokens, i - 1)) > 0 || (lower(tokens, i - 1).equals("of") && day(lower(tokens, i - 2)) > 0);
        if (month != null && dayBefore) {
            return month;
        }
        boolean verb = lower(tokens, i).equals("may")
                || lower(tokens, i).equals("march")
                || lower(tokens, i).equals("mar");
        return name || (month != null && !verb) ? month : null;
    }

    private static int day(String word) {
        if (ORDINALS.indexOf(word) > 0) {
            return ORDINALS.indexOf(word);
        }
        Matcher number = NUMBER.matcher(word);
        if (!number.matches() || word.length() > 4 || word.contains(".") || number.group("money") != null) {
            return 0;
        }
        String end = number.group("end");
        if (number.group("number").contains(",")) {
            return 0;
        }
        int day = Integer.parseInt(number.group("number"));
        return day <= 31 && (end == null || "st nd rd th".contains(end.toLowerCase(Locale.ROOT))) ? day : 0;
    }

    private static @Nullable Value clock(List<Token> tokens, int i) {
        String word = lower(tokens, i);
        String next = lower(tokens, i + 1).replace(".", "");
        boolean half = next.equals("am") || next.equals("pm");
        boolean marked = half || next.equals("o'clock");
        Matcher time = TIME.matcher(word);
        if (time.matches()) {
            String part = time.group(3) != null ? time.group(3) : half ? next : "";
            return hour(Integer.parseInt(time.group(1)), time.group(2), part, i, i + (half ? 1 : 0));
        }
        Matcher number = NUMBER.matcher(word);
        boolean plain = number.matches() && !word.contains(",") && !word.contains(".") && word.length() <= 4;
        int hour =
                plain && number.group("money") == null ? Integer.parseInt(number.group("number")) : SMALL.indexOf(word);
        if (hour < 0 || hour > 24) {
            return null;
        }
        String end = plain ? number.group("end") : null;
        if (end != null && (end.equals("am") || end.equals("pm"))) {
            return hour(hour, "00", end, i, i);
        }
        if (end == null && marked) {
            return hour(hour, "00", half ? next : "", i, i + 1);
        }
        boolean bare = i + 1 >= tokens.size()
                || (!tokens.get(i + 1).tag().matches("NN.*|JJ.*|CD|SYM|HYPH") && !next.equals("%"));
        boolean at = i > 0 && lower(tokens, i - 1).equals("at");
        boolean wakes = at || (i > 0 && CLOCK_WORDS.contains(lower(tokens, i - 1)) && clockBefore(tokens, i));
        return end == null && hour > 0 && bare && wakes ? hour(hour, "00", "", i, i) : null;
    }

    /** "From 6 to 7": a time of day if the first is. */
    private static boolean clockBefore(List<Token> tokens, int i) {
        for (int j = Math.max(0, i - 5); j < i; j++) {
            if (lower(tokens, j).matches("\\d{1,2}(?::\\d\\d)?(?:am|pm)|am|pm|\\d{1,2}:\\d\\d")) {
                return true;
            }
        }
        return false;
    }

    private static Value hour(int hour, String minutes, String half, int first, int last) {
        int of24 = half.equalsIgnoreCase("pm") && hour < 12 ? hour + 12 : hour;
        return new Value(Kind.CLOCK, "", of24 + ":" + minutes, first, last, false);
    }

    private static @Nullable Value amount(List<Token> tokens, int i) {
        String word = lower(tokens, i);
        Matcher number = NUMBER.matcher(word);
        BigDecimal amount;
        String unit = null;
        boolean ordinal = false;
        int last = i;
        if (number.matches()) {
            amount = new BigDecimal(number.group("number").replace(",", ""));
            unit = number.group("money") != null ? "MONEY" : null;
            String end = number.group("end") == null ? "" : number.group("end").toLowerCase(Locale.ROOT);
            if (end.equals("k") || end.equals("m") || end.equals("bn")) {
                boolean run = end.equals("k")
                        && unit == null
                        && amount.intValue() < 50
                        && !next(tokens, i).noun();
                amount = run
                        ? amount
                        : amount.multiply(end.equals("k") ? new BigDecimal(1_000) : new BigDecimal(1_000_000));
                unit = run ? "MEASURE:km" : unit;
            } else if (Set.of("st", "nd", "rd", "th").contains(end)) {
                ordinal = true;
            } else if (!end.isEmpty()) {
                unit = UNITS.get(end.equals("hrs") || end.equals("lbs") ? end.substring(0, end.length() - 1) : end);
            }
        } else if (SMALL.indexOf(word) > 1) {
            amount = new BigDecimal(SMALL.indexOf(word));
        } else if (ORDINALS.indexOf(word) > 2) {
            amount = new BigDecimal(ORDINALS.indexOf(word));
            ordinal = true;
        } else if (TENS.contains(word)) {
            amount = new BigDecimal(30 + 10 * TENS.indexOf(word));
        } else {
            return null;
        }
        while (last + 1 < tokens.size() && lower(tokens, last + 1).matches("thousand|million|hundred|k")) {
            String factor = lower(tokens, ++last);
            amount = amount.multiply(
                    new BigDecimal(factor.equals("million") ? 1_000_000 : factor.equals("hundred") ? 100 : 1_000));
        }
        return counted(tokens, i, last, amount, unit, ordinal);
    }

    /** With the unit behind it, or the noun it counts. */
    private static @Nullable Value counted(
            List<Token> tokens, int first, int number, BigDecimal amount, @Nullable String caught, boolean ordinal) {
        String text = amount.stripTrailingZeros().toPlainString();
        String unit = caught;
        int last = number;
        int noun = number + 1;
        if (lower(tokens, noun).equals("-")) {
            noun++;
        }
        String behind = UNITS.get(singular(lower(tokens, noun)));
        if (!ordinal && behind != null && (unit == null || unit.equals(behind))) {
            unit = behind;
            last = noun;
        }
        if (unit != null) {
            int colon = unit.indexOf(':');
            Kind kind = Kind.valueOf(colon < 0 ? unit : unit.substring(0, colon));
            return new Value(kind, colon < 0 ? "" : unit.substring(colon + 1), text, first, last, false);
        }
        while (noun < tokens.size()
                && noun < number + 4
                && tokens.get(noun).tag().startsWith("JJ")) {
            noun++;
        }
        int end = noun;
        while (end + 1 < tokens.size()
                && next(tokens, end).noun()
                && tokens.get(end).tag().startsWith("NN")) {
            end++;
        }
        boolean label = !ordinal
                && first > 0
                && tokens.get(first - 1).tag().startsWith("NN")
                && (noun >= tokens.size() || !tokens.get(noun).tag().startsWith("NN"))
                && unit == null;
        if (label) {
            return null;
        }
        boolean counts = end < tokens.size()
                && tokens.get(end).tag().startsWith("NN")
                && !MONTHS.containsKey(lower(tokens, end));
        return new Value(
                Kind.COUNT, counts ? singular(lower(tokens, end)) : "", text, first, counts ? end : last, ordinal);
    }

    private record Next(boolean noun) {}

    private static Next next(List<Token> tokens, int i) {
        return new Next(i + 1 < tokens.size() && tokens.get(i + 1).tag().startsWith("NN"));
    }

    /** A noun without the ending of the plural. */
    static String singular(String noun) {
        if (noun.equals("people")) {
            return "person";
        }
        if (noun.endsWith("ies") && noun.length() > 4) {
            return noun.substring(0, noun.length() - 3) + "y";
        }
        if (noun.matches(".*(?:ses|xes|ches|shes|zes)")) {
            return noun.substring(0, noun.length() - (noun.endsWith("ses") ? 1 : 2));
        }
        return noun.endsWith("s")
                        && !noun.endsWith("ss")
                        && !noun.endsWith("us")
                        && !noun.endsWith("is")
                        && noun.length() > 3
                ? noun.substring(0, noun.length() - 1)
                : noun;
    }

    private static String lower(List<Token> tokens, int i) {
        return i >= 0 && i < tokens.size() ? tokens.get(i).lower() : "";
    }
}

package io.everknown.memory.attention;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an English question asks for, and of which time. In other languages none of it is seen, and the network goes by
 * the channels alone.
 */
final class QuestionForm {

    /** What is asked for. */
    enum Asked {
        WHO("who|whose|whom"),
        WHEN("when|what (?:date|day|month|year|time)|how long ago"),
        WHERE("where"),
        HOW_MANY("how (?:many|much|often|long)"),
        WHY("why|what for|how come"),
        WHAT("what|which");

        private final Pattern words;

        Asked(String words) {
            this.words = Pattern.compile("\\b(?:" + words + ")\\b", Pattern.CASE_INSENSITIVE);
        }
    }

    private static final String MONTHS = Arrays.stream(Month.values())
            .map(month -> month.getDisplayName(TextStyle.FULL, Locale.ENGLISH))
            .collect(Collectors.joining("|"));

    private static final Pattern MONTH = Pattern.compile("\\b(" + MONTHS + ")\\b");
    private static final Pattern YEAR = Pattern.compile("\\b((?:19|20)\\d\\d)\\b");

    /** Words of time; whoever looks for them looks at each word of a list's turns, where a pattern would be too slow. */
    private static final Set<String> TIME_WORDS = Stream.concat(
                    Stream.concat(Arrays.stream(Month.values()), Arrays.stream(DayOfWeek.values()))
                            .map(name -> name.toString().toLowerCase(Locale.ROOT)),
                    Stream.of(
                            "yesterday",
                            "today",
                            "tomorrow",
                            "tonight",
                            "last",
                            "next",
                            "ago",
                            "since",
                            "day",
                            "days",
                            "week",
                            "weeks",
                            "month",
                            "months",
                            "year",
                            "years",
                            "weekend",
                            "birthday"))
            .collect(Collectors.toUnmodifiableSet());

    private final Set<Asked> asked = EnumSet.noneOf(Asked.class);
    private final List<Month> months = new ArrayList<>();
    private final List<Integer> years = new ArrayList<>();
    private final String words;

    QuestionForm(String question) {
        for (Asked one : Asked.values()) {
            if (one.words.matcher(question).find()) {
                asked.add(one);
            }
        }
        MONTH.matcher(question)
                .results()
                .map(MatchResult::group)
                .map(name -> Month.valueOf(name.toUpperCase(Locale.ROOT)))
                .forEach(months::add);
        YEAR.matcher(question)
                .results()
                .map(MatchResult::group)
                .map(Integer::valueOf)
                .forEach(years::add);
        this.words = question.toLowerCase(Locale.ROOT);
    }

    Set<Asked> asked() {
        return asked;
    }

    /** Whether a name stands in the question as a word. */
    boolean names(String name) {
        if (name.isEmpty()) {
            return false;
        }
        Matcher found = Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])")
                .matcher(words);
        return found.find();
    }

    /** How much a moment is of the time asked about, in [0, 1]; 0 where the question names no time. */
    double matches(Instant moment) {
        if (months.isEmpty() && years.isEmpty()) {
            return 0;
        }
        ZonedDateTime at = moment.atZone(ZoneOffset.UTC);
        double month = months.contains(at.getMonth()) ? 1 : 0;
        double year = years.contains(at.getYear()) ? 1 : 0;
        if (months.isEmpty()) {
            return year;
        }
        return years.isEmpty() ? month : month * year;
    }

    /** Whether a text has a figure or a word of time. */
    static boolean tellsTime(String text) {
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            if (Character.isDigit(c)) {
                return true;
            }
            if (Character.isLetter(c)) {
                start = start < 0 ? i : start;
            } else if (start >= 0) {
                if (TIME_WORDS.contains(text.substring(start, i).toLowerCase(Locale.ROOT))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }
}

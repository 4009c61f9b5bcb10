package io.everknown.memory.extraction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a clause that one thing has taken the place of another: "I switched from coffee to tea". */
final class Instead {

    private static final String SUBJECT =
            "(?:I|we) (?:\\w+ly )?(?:have |has |decided to |recently |just |finally |then )*";
    private static final String OLD = "(?<old>[^,.;!?]{2,50}?)";
    private static final String NEW = "(?<new>[^,.;!?]{2,60}?)";
    private static final String TAIL =
            "(?: (?:now|instead|these days|nowadays|lately|recently|last (?:week|month|year)|this (?:week|month|year)|because .*|since .*|as .*))*[\\s.!]*";
    private static final List<Pattern> WAYS = List.of(
            way(SUBJECT
                    + "(?:switch(?:ed)?|change(?:d)?|moved|went|gone|converted|transitioned|shifted)(?: (?:my|our) [\\w-]+(?: [\\w-]+)?| over| completely)? from "
                    + OLD + " to " + NEW),
            way(SUBJECT + "(?:trade(?:d)?|swap(?:ped)?|exchange(?:d)?)(?: in)? " + OLD + " for " + NEW),
            way(SUBJECT + "(?:replace(?:d)?) " + OLD + " (?:with|by) " + NEW),
            way(SUBJECT + "(?:prefer) " + NEW + " (?:over|to|instead of|rather than) " + OLD),
            way(SUBJECT + "(?:now )?(?:[\\w]+) " + NEW + " (?:instead of|rather than|in place of) " + OLD));
    private static final Pattern MINE =
            Pattern.compile("^(?:my|our|the|an?) (?:old |new |beloved )?", Pattern.CASE_INSENSITIVE);

    private Instead() {}

    private static Pattern way(String regex) {
        return Pattern.compile(regex + TAIL, Pattern.CASE_INSENSITIVE);
    }

    /** What took the place of what. */
    record Change(String old, String now) {}

    /** The change that a clause tells, or null. */
    static @Nullable Change in(String clause) {
        if (clause.length() > 200) {
            return null;
        }
        for (Pattern way : WAYS) {
            Matcher matcher = way.matcher(clause);
            if (matcher.matches()) {
                return new Change(bare(matcher.group("old")), bare(matcher.group("new")));
            }
        }
        return null;
    }

    private static String bare(String phrase) {
        return MINE.matcher(phrase.strip()).replaceFirst("");
    }
}

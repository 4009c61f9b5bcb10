package io.everknown.memory.entity;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What somebody is to somebody: "Olga's sister". */
final class Roles {

    /** One person for good, or for so long that people say "my wife" and mean her; pets too. */
    static final String LASTING = "mother-in-law|father-in-law|sister-in-law|brother-in-law|son-in-law|daughter-in-law"
            + "|stepmother|stepfather|stepmom|stepdad|stepsister|stepbrother|stepson|stepdaughter|half-sister|half-brother"
            + "|godmother|godfather|goddaughter|godson|mother|mom|mum|mommy|mama|father|dad|daddy|papa|sister|brother|son"
            + "|daughter|wife|husband|hubby|spouse|partner|fianc[eé]e?|aunt|uncle|cousin|niece|nephew|grandmother|grandma"
            + "|granny|grandfather|grandpa|granddad|grandson|granddaughter|twin"
            + "|dog|puppy|cat|kitten|horse|pony|hamster|rabbit|parrot|tortoise|goldfish";

    /** Another person may be it next year. */
    static final String CHANGING = "girlfriend|boyfriend|friend|roommate|flatmate|housemate|boss|manager|supervisor"
            + "|colleague|coworker|co-worker|neighbour|neighbor|teacher|tutor|professor|coach|trainer|doctor|dentist"
            + "|therapist|lawyer|landlord|landlady|client|assistant|mentor|classmate|teammate";

    static final String ADJECTIVES =
            "(?:(?:older|younger|elder|eldest|oldest|youngest|little|big|best|new|old|late|twin"
                    + "|baby|other|first|second|ex|former|middle) )*";

    private static final Set<String> PARTNERS =
            Set.of("wife", "husband", "spouse", "partner", "fiance", "fiancee", "fiancé", "fiancée");
    private static final Set<String> PETS = Set.of(
            "dog", "puppy", "cat", "kitten", "horse", "pony", "hamster", "rabbit", "parrot", "tortoise", "goldfish");
    private static final Set<String> CHANGING_WORDS = Set.of(CHANGING.split("\\|"));
    private static final Pattern ROLE = Pattern.compile("^(.+)['’]s (.*?)([\\p{L}-]+)$");

    private Roles() {}

    /** Whether a name is of this kind at all. */
    static boolean is(String key) {
        return ROLE.matcher(key).matches();
    }

    static String owner(String key) {
        Matcher role = ROLE.matcher(key);
        return role.matches() ? role.group(1) : "";
    }

    private static String word(String key) {
        Matcher role = ROLE.matcher(key);
        return role.matches() ? role.group(3).toLowerCase(Locale.ROOT) : "";
    }

    static boolean changing(String key) {
        Matcher role = ROLE.matcher(key);
        return CHANGING_WORDS.contains(word(key))
                || (role.matches() && Pattern.matches(".*\\b(?:ex|former|old)\\b.*", role.group(2)));
    }

    static boolean pet(String role) {
        return PETS.contains(role.substring(role.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT));
    }

    /** Whether one person may well be both: a sister and an older sister, a partner and a wife, a colleague and a friend. */
    static boolean compatible(String one, String other) {
        if (!owner(one).equals(owner(other))) {
            return false;
        }
        String first = word(one);
        String second = word(other);
        return first.equals(second)
                || (PARTNERS.contains(first) && PARTNERS.contains(second))
                || (CHANGING_WORDS.contains(first) && CHANGING_WORDS.contains(second));
    }
}

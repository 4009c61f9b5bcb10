package io.everknown.memory.extraction;

/**
 * The base form of English words by their endings: plurals, third person, -ing and -ed. Meant for comparing words: what
 * counts is that forms of one word meet, not that the base is in a dictionary.
 */
final class WordForms {

    private static final String VOWELS = "aeiouy";

    private WordForms() {}

    /** The base form of a word in lower case. */
    static String base(String word) {
        int length = word.length();
        if (length < 4 || !word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return word;
        }
        if (word.endsWith("ing") && length > 5 && hasVowel(word, length - 3)) {
            return verb(word.substring(0, length - 3));
        }
        if (word.endsWith("ied") && length > 4) {
            return word.substring(0, length - 3) + "y";
        }
        if (word.endsWith("ed") && !word.endsWith("eed") && length > 4 && hasVowel(word, length - 2)) {
            return verb(word.substring(0, length - 2));
        }
        return singular(word, length);
    }

    private static String singular(String word, int length) {
        if (word.endsWith("ies") && length > 4) {
            return word.substring(0, length - 3) + "y";
        }
        if (word.endsWith("sses")
                || word.endsWith("xes")
                || word.endsWith("ches")
                || word.endsWith("shes")
                || word.endsWith("oes")) {
            return word.substring(0, length - 2);
        }
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") && !word.endsWith("is");
        return plural ? word.substring(0, length - 1) : word;
    }

    /** A verb whose ending was taken off: with the letter undoubled or the silent e put back. */
    private static String verb(String stem) {
        int last = stem.length() - 1;
        char end = stem.charAt(last);
        char before = last > 0 ? stem.charAt(last - 1) : ' ';
        if (end == before && "bdgmnprt".indexOf(end) >= 0) {
            return stem.substring(0, last);
        }
        boolean silent = "vcuz".indexOf(end) >= 0
                || (end == 'g' && before != 'n')
                || (end == 'l' && !isVowel(before) && "lrw".indexOf(before) < 0)
                || (end == 's' && (before == 'r' || before == 'n' || isVowel(before)))
                || (stem.endsWith("at") && stem.length() > 3 && !isVowel(stem.charAt(last - 2)))
                || stem.endsWith("plor")
                || stem.endsWith("quir");
        boolean shortVowel = syllables(stem) == 1
                && last > 1
                && !isVowel(end)
                && "wx".indexOf(end) < 0
                && isVowel(before)
                && !isVowel(stem.charAt(last - 2));
        return silent || shortVowel ? stem + "e" : stem;
    }

    private static int syllables(String stem) {
        int count = 0;
        for (int i = 0; i < stem.length(); i++) {
            if (isVowel(stem.charAt(i)) && (i == 0 || !isVowel(stem.charAt(i - 1)))) {
                count++;
            }
        }
        return count;
    }

    private static boolean hasVowel(String word, int end) {
        return word.substring(0, end).chars().anyMatch(c -> isVowel((char) c));
    }

    private static boolean isVowel(char c) {
        return VOWELS.indexOf(c) >= 0;
    }
}

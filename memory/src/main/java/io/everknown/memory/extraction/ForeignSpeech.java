package io.everknown.memory.extraction;

import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what is not said in English: by its script, or by what a {@link LanguageDetector} makes of its words. */
final class ForeignSpeech {

    /** A sign of a script without blanks stands for about so many letters. */
    private static final int LETTERS_A_SIGN = 3;

    private final LanguageDetector detector;

    ForeignSpeech(LanguageDetector detector) {
        this.detector = detector;
    }

    /** The code of a turn's language. */
    String around(String turn) {
        return detector.language(turn);
    }

    /**
     * The name of the language or script in which a sentence is said, or null where it is to be read as English.
     *
     * @param around the language of the turn it stands in, for where the sentence alone tells nothing
     */
    @Nullable
    String of(String sentence, String around) {
        Map<UnicodeScript, Integer> letters = letters(sentence);
        int latin = letters.getOrDefault(UnicodeScript.LATIN, 0);
        letters.remove(UnicodeScript.LATIN);
        int others = letters.values().stream().mapToInt(Integer::intValue).sum();
        if (latin < others) {
            return script(letters);
        }
        String language = detector.language(sentence);
        if (others > 0 && !language.equals(LanguageDetector.ENGLISH) && latin < weighted(letters)) {
            return script(letters);
        }
        if (language.equals(LanguageDetector.UNKNOWN)) {
            language = around;
        }
        if (language.equals(LanguageDetector.ENGLISH) || language.equals(LanguageDetector.UNKNOWN)) {
            return null;
        }
        return language.equals(LanguageDetector.OTHER)
                ? "another language"
                : Locale.forLanguageTag(language).getDisplayLanguage(Locale.ENGLISH);
    }

    private static Map<UnicodeScript, Integer> letters(String text) {
        Map<UnicodeScript, Integer> counts = new EnumMap<>(UnicodeScript.class);
        text.codePoints().filter(Character::isLetter).forEach(c -> {
            UnicodeScript script = UnicodeScript.of(c);
            if (script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED) {
                counts.merge(script, 1, Integer::sum);
            }
        });
        return counts;
    }

    private static int weighted(Map<UnicodeScript, Integer> letters) {
        return letters.entrySet().stream()
                .mapToInt(entry -> entry.getValue() * (withoutBlanks(entry.getKey()) ? LETTERS_A_SIGN : 1))
                .sum();
    }

    private static boolean withoutBlanks(UnicodeScript script) {
        return switch (script) {
            case HAN, HIRAGANA, KATAKANA, HANGUL, THAI, LAO, KHMER, MYANMAR -> true;
            default -> false;
        };
    }

    private static String script(Map<UnicodeScript, Integer> letters) {
        if (letters.containsKey(UnicodeScript.HIRAGANA) || letters.containsKey(UnicodeScript.KATAKANA)) {
            return "Japanese";
        }
        UnicodeScript most = letters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        String name = most.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(name.charAt(0)) + name.substring(1) + " script";
    }
}

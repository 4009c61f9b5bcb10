package io.everknown.memory.extraction;

/** Tells in which language a text is written, as far as that matters: whether it can be read as English. */
@FunctionalInterface
public interface LanguageDetector {

    /** The code of English. */
    String ENGLISH = "en";

    /** The code of no language in particular. */
    String UNKNOWN = "und";

    /** The code of a language that is not English, whichever it is. */
    String OTHER = "mis";

    /** Takes every text in Latin letters for one that nothing is known of, which is read as English. */
    LanguageDetector NONE = text -> UNKNOWN;

    /** The ISO 639 code of a text's language; {@link #OTHER} or {@link #UNKNOWN} where it has none. Never fails. */
    String language(String text);
}

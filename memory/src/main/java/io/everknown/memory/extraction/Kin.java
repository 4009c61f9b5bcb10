package io.everknown.memory.extraction;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** One word for each relative, so that "my mom" and "my mother" are one person. */
public final class Kin {

    private static final Map<String, String> ONE_WORD = Map.ofEntries(
            Map.entry("mom", "mother"),
            Map.entry("mum", "mother"),
            Map.entry("mommy", "mother"),
            Map.entry("mama", "mother"),
            Map.entry("dad", "father"),
            Map.entry("daddy", "father"),
            Map.entry("papa", "father"),
            Map.entry("grandma", "grandmother"),
            Map.entry("granny", "grandmother"),
            Map.entry("grandpa", "grandfather"),
            Map.entry("granddad", "grandfather"),
            Map.entry("hubby", "husband"));
    private static final Pattern LAST = Pattern.compile("(?<='s )[a-zA-Z]+$");

    private Kin() {}

    /** "Nora's mom" as "Nora's mother"; anything else as it is. */
    public static String named(String phrase) {
        return LAST.matcher(phrase)
                .replaceFirst(word -> ONE_WORD.getOrDefault(word.group().toLowerCase(Locale.ROOT), word.group()));
    }
}

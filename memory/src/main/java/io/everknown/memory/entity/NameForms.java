package io.everknown.memory.entity;

import io.everknown.memory.extraction.EntityMention;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** Forms of a name. */
public final class NameForms {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern DASHES = Pattern.compile("[-‐‑–_\\s]+");
    private static final Pattern POINTS = Pattern.compile("(?<=\\p{L})[.'’](?=\\p{L})|(?<=\\p{L})\\.$");

    private NameForms() {}

    /** Without case, accents, hyphens, apostrophes and points: "Anne-Marie" and "anne marie", "Zoë" and "Zoe". */
    public static String fold(String name) {
        String plain = MARKS.matcher(Normalizer.normalize(EntityMention.key(name), Normalizer.Form.NFD))
                .replaceAll("")
                .replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("æ", "ae");
        return DASHES.matcher(POINTS.matcher(plain).replaceAll(""))
                .replaceAll(" ")
                .strip();
    }
}

package io.everknown.memory.extraction;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Something with a name that a fact speaks of.
 *
 * @param name as it was written
 * @param type what it is
 */
public record EntityMention(String name, EntityType type) {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    public EntityMention {
        name = BLANKS.matcher(name.strip()).replaceAll(" ");
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an entity has a name");
        }
    }

    /** The form under which equal names meet: lower case, single blanks. */
    public String key() {
        return key(name);
    }

    /** The key of any name, see {@link #key()}. */
    public static String key(String name) {
        return BLANKS.matcher(name.strip()).replaceAll(" ").toLowerCase(Locale.ROOT);
    }
}

package io.everknown.memory.recall;

import io.everknown.memory.extraction.EntityMention;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The word groups of a question that may name an entity; the graph knows which do. */
final class QuestionNames {

    /** Most names have at most this many words. */
    private static final int LONGEST = 4;

    /** Words of a question beyond these are not looked up: nobody names entities in an essay. */
    private static final int MOST_WORDS = 64;

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’&.+#-]*");
    private static final Pattern TAIL = Pattern.compile("(?:['’]s)?[.'’-]*$");

    private QuestionNames() {}

    /** Keys of all groups of one to four words of the question and of the last turn before it. */
    static Set<String> keys(String question, List<String> context) {
        Set<String> keys = new LinkedHashSet<>();
        collect(question, keys);
        if (!context.isEmpty()) {
            collect(context.getLast(), keys);
        }
        return keys;
    }

    private static void collect(String text, Set<String> keys) {
        List<String> words = new ArrayList<>();
        WORD.matcher(text).results().map(MatchResult::group).limit(MOST_WORDS).forEach(words::add);
        for (int start = 0; start < words.size(); start++) {
            StringBuilder group = new StringBuilder();
            for (int end = start; end < Math.min(words.size(), start + LONGEST); end++) {
                if (end > start) {
                    group.append(' ');
                }
                int before = group.length();
                group.append(words.get(end));
                keys.add(EntityMention.key(group.toString()));
                String bare = TAIL.matcher(words.get(end)).replaceFirst("");
                if (!bare.isEmpty()) {
                    keys.add(EntityMention.key(group.substring(0, before) + bare));
                }
            }
        }
    }
}

package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings words that mean the same to one form: "two dogs" and "2 dogs", "my mum" and "my mother", "is fond of hiking"
 * and "loves to hike". Data, not code: see {@code docs/extraction.md}. Linear in the text; immutable.
 *
 * @param phrases ways to say things in several words, with the word that stands for them; longer ones first
 * @param synonyms words with the word that stands for them, each in its base form or as it is said
 * @param dropped words that don't change what is said: articles, "really", "also"
 * @param negations words that turn a statement into its opposite
 * @param endings words by which people say that something is over
 * @param asides other words around what is over that are no part of it
 */
public record Wording(
        Map<String, String> phrases,
        Map<String, String> synonyms,
        Set<String> dropped,
        Set<String> negations,
        Set<String> endings,
        Set<String> asides) {

    /** Knows letters and endings of words alone. */
    public static final Wording NONE =
            new Wording(Map.of(), Map.of(), Set.of(), Set.of("not", "never", "no"), Set.of(), Set.of());

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}%$€£+#][\\p{L}\\p{M}\\p{N}%$€£+#.,:-]*");
    private static final Pattern POSSESSIVE = Pattern.compile("['’]s?\\b");

    public Wording {
        phrases = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(phrases));
        synonyms = Map.copyOf(synonyms);
        dropped = Set.copyOf(dropped);
        negations = Set.copyOf(negations);
        endings = Set.copyOf(endings);
        asides = Set.copyOf(asides);
    }

    /** The words of a text that carry its meaning, each in its one form, in their order. */
    public List<String> words(String text) {
        String plain = POSSESSIVE.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        StringBuilder known = new StringBuilder(" ");
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            known.append(trimmed(matcher.group())).append(' ');
        }
        String said = known.toString();
        for (Map.Entry<String, String> phrase : phrases.entrySet()) {
            if (said.contains(phrase.getKey())) {
                said = said.replace(" " + phrase.getKey() + " ", " " + phrase.getValue() + " ");
            }
        }
        List<String> words = new ArrayList<>();
        for (String word : said.strip().split(" +")) {
            String form = form(word);
            if (!form.isEmpty() && !dropped.contains(word) && !dropped.contains(form)) {
                words.add(form);
            }
        }
        return words;
    }

    /** The one form of a text, its words separated by blanks; the text in lower case where nothing carries meaning. */
    public String key(String text) {
        List<String> words = words(text);
        return words.isEmpty() ? text.toLowerCase(Locale.ROOT).strip() : String.join(" ", words);
    }

    /** What a text says of its subject, in no order: its words without those of the subject and without negations. */
    public Set<String> content(String text, String subject) {
        Set<String> content = new LinkedHashSet<>(words(text));
        words(subject).forEach(content::remove);
        content.removeAll(negations);
        content.remove("says");
        content.remove("say");
        return content;
    }

    /** What a text says has ended: its content without the words that say so. */
    public Set<String> topic(String text, String subject) {
        Set<String> topic = content(text, subject);
        topic.removeIf(word -> endings.contains(word) || asides.contains(word));
        return topic;
    }

    /** Whether a text denies what it says; two denials make none. */
    public boolean denies(String text) {
        return words(text).stream().filter(negations::contains).count() % 2 == 1;
    }

    /** Whether a text tells that something is over. */
    public boolean ends(String text) {
        return words(text).stream().anyMatch(endings::contains);
    }

    private String form(String word) {
        String known = synonyms.get(word);
        if (known != null) {
            return known;
        }
        String base = WordForms.base(word);
        return synonyms.getOrDefault(base, base);
    }

    private static String trimmed(String word) {
        int end = word.length();
        while (end > 0 && ".,:-".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(0, end).replace('-', ' ');
    }
}

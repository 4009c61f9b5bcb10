package io.everknown.memory.extraction;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How people word standing instructions, and which words mean the same in them. Data, not code: see {@code
 * docs/extraction.md}. Everything is in lower case with contractions written out.
 *
 * @param cues phrases by what they say, as words divided by single blanks
 * @param verbs verbs that regulate, in every inflected form, by that form; of two words with a particle ("stick to")
 * @param synonyms a word, or two, by the word that stands for it
 * @param aspects nouns that name what is regulated about a thing ("prefix"), with that aspect
 * @param values known alternatives ("tabs"), with the aspect they set ("indentation")
 * @param kinds head nouns whose modifiers are alternatives ("library" in "the requests library")
 * @param vague words that don't tell one topic from another
 * @param rules head nouns by which "the … is …" states a rule
 */
public record InstructionLexicon(
        Map<Cue, Set<String>> cues,
        Map<String, List<Verb>> verbs,
        Map<String, String> synonyms,
        Map<String, String> aspects,
        Map<String, String> values,
        Set<String> kinds,
        Set<String> vague,
        Set<String> rules) {

    /** The longest phrase looked for, in words. */
    static final int MAX_PHRASE = 9;

    /** Adverbs that may stand inside of a phrase. */
    private static final Set<String> SKIPPED =
            Set.of("also", "really", "just", "still", "definitely", "kindly", "usually");

    /** What a phrase says about the words around it. */
    public enum Cue {
        /** It is meant to last. */
        LASTING,
        /** Courtesy and filling. */
        POLITE,
        /** Somebody is told to do something. */
        ASKS,
        /** What follows is not to be done. */
        NEVER,
        /** An instruction ends. */
        ENDS,
        /** An instruction ends by a ban. */
        STOPS,
        /** The speaker takes something on. */
        PLEDGES,
        /** What held before is told. */
        RECALLED,
        /** At the end: no longer. */
        ANYMORE,
        /** Looks like an instruction, and is none. */
        IDIOMS,
        /** It is for a single occasion. */
        ONCE
    }

    /** Where the value of an instruction stands. */
    public enum Kind {
        /** The object is the value: "use tabs". */
        USE,
        /** What follows the object is the value: "start names with x_". */
        SET,
        /** Whether there is such a thing is the value: "add comments". */
        HAVE,
        /** That there is no such thing: "skip comments". */
        LACK,
        /** One value for another: "replace a with b". */
        SWAP
    }

    /**
     * A verb that regulates.
     *
     * @param lemma its base form, with its particle
     * @param base whether this is the base form
     * @param aspect what it regulates, or empty
     */
    public record Verb(String lemma, Kind kind, String aspect, boolean base) {}

    /** Knows nothing, and so finds no instruction. */
    public static final InstructionLexicon NONE =
            new InstructionLexicon(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Set.of(), Set.of());

    public InstructionLexicon {
        cues = Map.copyOf(cues);
        verbs = Map.copyOf(verbs);
        synonyms = Map.copyOf(synonyms);
        aspects = Map.copyOf(aspects);
        values = Map.copyOf(values);
        kinds = Set.copyOf(kinds);
        vague = Set.copyOf(vague);
        rules = Set.copyOf(rules);
    }

    boolean has(Cue cue, String phrase) {
        return cues.getOrDefault(cue, Set.of()).contains(phrase);
    }

    /** How many tokens the longest phrase of a kind has that begins at a place, or 0. */
    int match(Cue cue, List<Token> tokens, int at) {
        int longest = Math.min(MAX_PHRASE, tokens.size() - at);
        StringBuilder phrase = new StringBuilder();
        int found = 0;
        for (int length = 1; length <= longest; length++) {
            String word = tokens.get(at + length - 1).lower();
            if (length > 1 && SKIPPED.contains(word) && !phrase.isEmpty()) {
                continue;
            }
            if (!phrase.isEmpty()) {
                phrase.append(' ');
            }
            phrase.append(word);
            if (has(cue, phrase.toString())) {
                found = length;
            }
        }
        return found;
    }

    /** The readings of the verb at a place, that with a particle first; none if there is no such verb. */
    List<Verb> verbAt(List<Token> tokens, int at) {
        if (at >= tokens.size()) {
            return List.of();
        }
        String word = tokens.get(at).lower();
        for (int more = 2; more >= 1; more--) {
            if (at + more < tokens.size()) {
                StringBuilder phrase = new StringBuilder(word);
                for (int i = 1; i <= more; i++) {
                    phrase.append(' ').append(tokens.get(at + i).lower());
                }
                List<Verb> found = verbs.get(phrase.toString());
                if (found != null) {
                    return found;
                }
            }
        }
        return verbs.getOrDefault(word, List.of());
    }

    /** The aspect that a value sets, by the longest of its endings that is known; or null. */
    @Nullable
    String aspectOf(String value) {
        String words = value.toLowerCase(Locale.ROOT)
                .replaceAll("^(?:the|a|an|in|only|very) ", "")
                .strip();
        String rest = words;
        while (!rest.isEmpty()) {
            String aspect = values.get(rest);
            if (aspect != null) {
                return aspect;
            }
            int blank = rest.indexOf(' ');
            rest = blank < 0 ? "" : rest.substring(blank + 1);
        }
        int blank = words.indexOf(' ');
        return blank < 0 ? LANGUAGES.get(words) : values.getOrDefault(words.substring(0, blank), null);
    }

    /** The word that stands for a noun. */
    String canonical(String word) {
        String lemma = Lemmas.noun(word.toLowerCase(Locale.ROOT));
        return synonyms.getOrDefault(lemma, synonyms.getOrDefault(word.toLowerCase(Locale.ROOT), lemma));
    }

    private static final Map<String, String> LANGUAGES = languages();

    /** The natural languages that the JDK can name. */
    private static Map<String, String> languages() {
        Map<String, String> names = new HashMap<>();
        for (String code : Locale.getISOLanguages()) {
            names.put(Locale.of(code).getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), "language");
        }
        return names;
    }
}

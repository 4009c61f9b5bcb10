package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a phrase by what they can tell of an instruction.
 *
 * @param nouns base forms of what tells topics apart, its head last
 * @param modifiers describing words, numbers and literals, as written
 * @param head the last noun, or null
 * @param aspect the aspect that a noun names, or null
 * @param modified the words in front of the head, as written
 */
record NounPhrase(
        List<String> nouns,
        List<String> modifiers,
        @Nullable String head,
        @Nullable String aspect,
        List<String> modified) {

    private static final Set<String> AUXILIARIES =
            Set.of("is", "are", "be", "am", "being", "have", "has", "do", "does");
    private static final Set<String> PRONOUNS = Set.of("them", "they", "these", "those");
    private static final Set<String> EMPTY =
            Set.of("the", "a", "an", "of", "and", "or", "any", "no", "very", "too", "more", "only", "as");

    /**
     * Reads a phrase.
     *
     * @param thing what "them" means; or empty
     * @param restricting whether describing words belong to the thing ("private methods") instead of being demanded
     */
    static NounPhrase of(List<Token> phrase, InstructionLexicon lexicon, List<Token> thing, boolean restricting) {
        List<Token> words = resolved(phrase, thing);
        List<String> nouns = new ArrayList<>();
        List<String> modifiers = new ArrayList<>();
        List<String> modified = new ArrayList<>();
        String head = null;
        String aspect = null;
        for (int i = 0; i < words.size(); i++) {
            Token token = words.get(i);
            String lower = token.lower();
            boolean literal = token.tag().equals(Literals.TAG);
            if (!literal && (!token.word() || EMPTY.contains(lower))) {
                continue;
            }
            boolean noun = noun(token);
            boolean describing = literal
                    || token.tag().startsWith("JJ")
                    || token.tag().equals("CD")
                    || token.tag().equals("VBN")
                    || token.tag().equals("VBD");
            String pair = i + 1 < words.size()
                    ? lower + " " + Lemmas.noun(words.get(i + 1).lower())
                    : "";
            String named = lexicon.aspects().get(Lemmas.noun(lower));
            if (lexicon.synonyms().containsKey(pair)) {
                head = lexicon.canonical(pair);
                nouns.add(key(head));
                i++;
            } else if (lexicon.aspects().containsKey(pair)) {
                aspect = lexicon.aspects().get(pair);
                i++;
            } else if (named != null && !literal && noun) {
                aspect = named;
                head = head == null ? Lemmas.noun(lower) : head;
            } else if (noun && !lexicon.vague().contains(Lemmas.noun(lower))) {
                if (head != null) {
                    modified.add(head);
                }
                head = lexicon.canonical(lower);
                nouns.add(key(head));
            } else if (describing && !lexicon.vague().contains(lower)) {
                if (restricting && !literal) {
                    nouns.add(key(lower));
                } else {
                    modifiers.add(token.text());
                }
            }
        }
        return new NounPhrase(nouns, modifiers, head, aspect, modified);
    }

    /** Inside a phrase, what looks like a verb in the present is a noun that the tagger mistook. */
    static boolean noun(Token token) {
        return token.tag().startsWith("N")
                || token.tag().equals("FW")
                || (token.tag().matches("VB[GZP]?") && !AUXILIARIES.contains(token.lower()));
    }

    private static List<Token> resolved(List<Token> phrase, List<Token> thing) {
        if (thing.isEmpty() || phrase.stream().noneMatch(t -> PRONOUNS.contains(t.lower()))) {
            return phrase;
        }
        List<Token> resolved = new ArrayList<>();
        for (Token token : phrase) {
            if (PRONOUNS.contains(token.lower())) {
                resolved.addAll(thing);
            } else {
                resolved.add(token);
            }
        }
        return resolved;
    }

    /** A word as it can stand in the name of a slot. */
    static String key(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "-");
    }
}

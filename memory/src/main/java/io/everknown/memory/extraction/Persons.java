package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who "I" and "you" are, and how what they say reads in the third person.
 *
 * @param speaker stands for "I"
 * @param addressee stands for "you", or null where that isn't known
 */
record Persons(String speaker, @Nullable String addressee) {

    private static final Map<String, String> THIRD =
            Map.of("am", "is", "are", "is", "have", "has", "do", "does", "go", "goes");
    private static final Set<String> AUXILIARIES = Set.of("am", "are", "have", "do", "was", "were");

    /** The tokens as told by somebody else. */
    String told(List<Token> tokens) {
        List<Token> told = new ArrayList<>();
        String subject = "";
        boolean agree = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String lower = token.lower();
            String before = i == 0 ? "" : tokens.get(i - 1).lower();
            Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
            switch (lower) {
                case "i" -> {
                    told.add(token.with(speaker, "NNP"));
                    subject = "I";
                    agree = !before.equals("and");
                    if (next != null && AUXILIARIES.contains(before) && i == 1) {
                        agree = false;
                    }
                }
                case "me", "myself", "mine" ->
                    told.add(token.with(lower.equals("mine") ? possessive(speaker) : speaker, "NNP"));
                case "my", "our", "ours" -> told.add(token.with(possessive(speaker), "PRP$"));
                case "we", "us", "ourselves" -> {
                    told.add(token.with(before.equals("of") ? "them" : speaker + " and others", "NNP"));
                    subject = lower.equals("we") ? "we" : subject;
                    agree = false;
                }
                case "you" -> {
                    boolean known = addressee != null && !(next != null && next.is("know"));
                    told.add(known ? token.with(String.valueOf(addressee), "NNP") : token);
                    subject = known ? "you" : "";
                    agree = known;
                }
                case "your", "yours" ->
                    told.add(addressee == null ? token : token.with(possessive(String.valueOf(addressee)), "PRP$"));
                default -> {
                    if (agree && token.verb() && !token.tag().equals("VBG")) {
                        told.add(agrees(token) ? token.with(thirdPerson(token), "VBZ") : token);
                        agree = false;
                    } else {
                        if (isNewSubject(token) && next != null && next.finite()) {
                            subject = "";
                            agree = false;
                        } else if (token.tag().equals("CC")
                                && !subject.isEmpty()
                                && !subject.equals("we")
                                && next != null
                                && next.tag().equals("VBP")) {
                            agree = true;
                        }
                        told.add(token);
                    }
                }
            }
        }
        return capitalised(Tokens.join(told));
    }

    /** Nouns, which take their own verb, after which "I" no longer governs. */
    private static boolean isNewSubject(Token token) {
        return token.tag().equals("PRP") && Set.of("he", "she", "it", "they").contains(token.lower());
    }

    private static boolean agrees(Token token) {
        return switch (token.lower()) {
            case "was", "had", "did", "been", "were", "quit", "put", "cut", "let", "hit", "set", "hurt" -> false;
            default -> token.tag().equals("VBP") || token.tag().equals("VB");
        };
    }

    static String thirdPerson(Token verb) {
        String word = verb.lower();
        String known = THIRD.get(word);
        if (known != null) {
            return known;
        }
        if (word.endsWith("s")
                || word.endsWith("x")
                || word.endsWith("ch")
                || word.endsWith("sh")
                || word.endsWith("z")
                || word.endsWith("o")) {
            return word + "es";
        }
        boolean consonantY =
                word.length() > 1 && word.endsWith("y") && "aeiou".indexOf(word.charAt(word.length() - 2)) < 0;
        return consonantY ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }

    /** A phrase in the first person, such as "my sister", by its name: "Melanie's sister". */
    String named(String phrase) {
        String words = phrase.strip();
        String lower = words.toLowerCase(java.util.Locale.ROOT);
        if (Set.of("i", "we", "me", "my", "our").contains(lower)) {
            return speaker;
        }
        if (Set.of("you", "your").contains(lower)) {
            return addressee == null ? speaker : addressee;
        }
        if (lower.endsWith("'s")) {
            words = words.substring(0, words.length() - 2);
            lower = lower.substring(0, lower.length() - 2);
        }
        if (lower.startsWith("my ") || lower.startsWith("our ")) {
            return Kin.named(possessive(speaker) + words.substring(words.indexOf(' ')));
        }
        if (lower.startsWith("your ") && addressee != null) {
            return Kin.named(possessive(addressee) + words.substring(words.indexOf(' ')));
        }
        return words;
    }

    static String possessive(String name) {
        return name + "'s";
    }

    static String capitalised(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.codePointAt(0);
        return Character.toString(Character.toUpperCase(first)) + text.substring(Character.charCount(first));
    }
}

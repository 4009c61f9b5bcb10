package io.everknown.memory.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom or what "he", "she", "it" or "they" at the start of a sentence means: the one person or thing that fits in
 * the nearest sentence before that names any. Where two fit, nobody is meant.
 */
final class Antecedents {

    /** How many sentences back a pronoun may reach. */
    private static final int REACH = 3;

    private static final Set<String> WOMEN = Set.of(
            "mother",
            "mom",
            "mum",
            "sister",
            "daughter",
            "wife",
            "girlfriend",
            "aunt",
            "niece",
            "grandmother",
            "grandma",
            "fiancée",
            "stepmother");
    private static final Set<String> MEN = Set.of(
            "father",
            "dad",
            "brother",
            "son",
            "husband",
            "boyfriend",
            "uncle",
            "nephew",
            "grandfather",
            "grandpa",
            "stepfather");
    private static final Set<String> ANYBODY = Set.of(
            "partner",
            "cousin",
            "friend",
            "roommate",
            "flatmate",
            "boss",
            "manager",
            "colleague",
            "coworker",
            "neighbor",
            "neighbour",
            "teacher",
            "doctor",
            "ex",
            "fiance",
            "spouse",
            "kid",
            "child",
            "baby");
    private static final Set<String> PETS =
            Set.of("dog", "puppy", "cat", "kitten", "rabbit", "hamster", "parrot", "bird", "horse", "turtle");
    private static final Set<String> SEVERAL = Set.of(
            "parents",
            "kids",
            "children",
            "brothers",
            "sisters",
            "siblings",
            "sons",
            "daughters",
            "grandparents",
            "cousins",
            "friends",
            "dogs",
            "cats",
            "pets",
            "twins",
            "girls",
            "boys",
            "neighbors",
            "neighbours");
    private static final Set<String> HAVING =
            Set.of("have", "got", "bought", "own", "drive", "adopted", "started", "joined", "run");

    private record Candidate(List<Token> phrase, Kind kind) {}

    private enum Kind {
        WOMAN,
        MAN,
        PERSON,
        PET,
        THINGS,
        PEOPLE;

        boolean fits(String pronoun) {
            return switch (pronoun) {
                case "she" -> this == WOMAN || this == PERSON || this == PET;
                case "he" -> this == MAN || this == PERSON || this == PET;
                case "it" -> this == THINGS || this == PET;
                default -> this == PEOPLE;
            };
        }
    }

    private Antecedents() {}

    /**
     * The sentence with its pronoun replaced, or as it is where nobody clearly is meant.
     *
     * @param before the sentences before it, oldest first; asked for only where the sentence starts with a pronoun
     */
    static List<Token> resolved(List<Token> sentence, Supplier<List<List<Token>>> before) {
        if (sentence.size() < 3
                || !Set.of("he", "she", "it", "they")
                        .contains(sentence.getFirst().lower())) {
            return sentence;
        }
        String pronoun = sentence.getFirst().lower();
        int verb = sentence.get(1).tag().equals("RB") ? 2 : 1;
        boolean weather = pronoun.equals("it") && !sentence.get(verb).lower().matches("is|was|has|had|got");
        if (verb >= sentence.size() || !sentence.get(verb).finite() || weather) {
            return sentence;
        }
        List<Token> phrase = antecedent(pronoun, before.get());
        if (phrase == null) {
            return sentence;
        }
        List<Token> whole = new ArrayList<>(phrase);
        whole.addAll(sentence.subList(1, sentence.size()));
        return whole;
    }

    private static @Nullable List<Token> antecedent(String pronoun, List<List<Token>> before) {
        for (int i = before.size() - 1; i >= Math.max(0, before.size() - REACH); i--) {
            List<Candidate> all = candidates(before.get(i));
            List<Candidate> fitting =
                    all.stream().filter(c -> c.kind.fits(pronoun)).toList();
            if (!fitting.isEmpty()) {
                return fitting.size() == 1 ? fitting.getFirst().phrase : null;
            }
            boolean starts = !before.get(i).isEmpty()
                    && Set.of("he", "she", "it", "they")
                            .contains(before.get(i).getFirst().lower());
            if (!all.isEmpty() && !starts) {
                return null;
            }
        }
        return null;
    }

    private static List<Candidate> candidates(List<Token> sentence) {
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < sentence.size(); i++) {
            Token token = sentence.get(i);
            if (token.is("my") || token.is("our")) {
                int noun = i + 1;
                while (noun < sentence.size() - 1 && sentence.get(noun).tag().equals("JJ")) {
                    noun++;
                }
                if (noun < sentence.size() && sentence.get(noun).tag().startsWith("NN")) {
                    Kind kind = kind(sentence.get(noun).lower(), i == 0);
                    if (kind != null) {
                        found.add(new Candidate(List.copyOf(sentence.subList(i, noun + 1)), kind));
                    }
                    i = noun;
                    while (i + 1 < sentence.size() && sentence.get(i + 1).name()) {
                        i++;
                    }
                }
            } else if ((token.is("a") || token.is("an") || token.is("one")) && i > 0 && has(sentence, i)) {
                int noun = i + 1;
                while (noun < sentence.size() - 1 && sentence.get(noun).tag().equals("JJ")) {
                    noun++;
                }
                Kind kind = noun < sentence.size() ? kind(sentence.get(noun).lower(), true) : null;
                if (kind != null && sentence.get(noun).tag().startsWith("NN")) {
                    found.add(new Candidate(
                            List.of(
                                    new Token("my", "PRP$", false),
                                    sentence.get(noun).with(sentence.get(noun).lower(), "NN")),
                            kind));
                }
            } else if (token.name() && names(sentence, i)) {
                found.add(new Candidate(List.of(token), Kind.PERSON));
            }
        }
        return found;
    }

    private static boolean has(List<Token> sentence, int article) {
        return sentence.subList(0, article).stream().anyMatch(t -> t.is("I") || t.is("we"))
                && HAVING.contains(sentence.get(article - 1).lower());
    }

    /** A single name that acts or that somebody is with; places don't. */
    private static boolean names(List<Token> sentence, int i) {
        Token before = i > 0 ? sentence.get(i - 1) : null;
        Token after = i + 1 < sentence.size() ? sentence.get(i + 1) : null;
        boolean alone = (before == null || !before.name()) && (after == null || !after.name());
        boolean acts = after != null && after.finite() && i == 0;
        boolean met =
                before != null && Set.of("with", "met", "married", "dating").contains(before.lower());
        return alone && (acts || met) && !Places.known(sentence.get(i).text());
    }

    private static @Nullable Kind kind(String noun, boolean main) {
        String word = noun.toLowerCase(Locale.ROOT);
        if (WOMEN.contains(word)) {
            return Kind.WOMAN;
        }
        if (MEN.contains(word)) {
            return Kind.MAN;
        }
        if (ANYBODY.contains(word)) {
            return Kind.PERSON;
        }
        if (PETS.contains(word)) {
            return Kind.PET;
        }
        if (SEVERAL.contains(word)) {
            return Kind.PEOPLE;
        }
        return main && !word.endsWith("s") ? Kind.THINGS : null;
    }
}

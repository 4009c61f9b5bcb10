package io.everknown.memory.extraction;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads "subject verb object" off a clause whose both ends are known entities. */
final class Relations {

    private static final Map<String, String> LEMMAS = Map.ofEntries(
            Map.entry("went", "go"),
            Map.entry("goes", "go"),
            Map.entry("gone", "go"),
            Map.entry("met", "meet"),
            Map.entry("saw", "see"),
            Map.entry("bought", "buy"),
            Map.entry("took", "take"),
            Map.entry("got", "get"),
            Map.entry("made", "make"),
            Map.entry("gave", "give"),
            Map.entry("told", "tell"),
            Map.entry("left", "leave"),
            Map.entry("lost", "lose"),
            Map.entry("found", "find"),
            Map.entry("won", "win"),
            Map.entry("wrote", "write"),
            Map.entry("read", "read"),
            Map.entry("knew", "know"),
            Map.entry("had", "have"),
            Map.entry("has", "have"),
            Map.entry("thought", "think"),
            Map.entry("came", "come"),
            Map.entry("ran", "run"),
            Map.entry("taught", "teach"),
            Map.entry("spoke", "speak"),
            Map.entry("drove", "drive"),
            Map.entry("flew", "fly"),
            Map.entry("loved", "love"),
            Map.entry("moved", "move"),
            Map.entry("loves", "love"),
            Map.entry("lived", "live"),
            Map.entry("used", "use"),
            Map.entry("believed", "believe"),
            Map.entry("invited", "invite"),
            Map.entry("married", "marry"),
            Map.entry("studied", "study"));
    private static final Set<String> AUXILIARIES =
            Set.of("be", "am", "is", "are", "was", "were", "been", "have", "has", "had", "do", "does", "did");

    private Relations() {}

    /** The relation a clause states, if it states one between its subject and another entity. */
    static Optional<RelationMention> read(List<Token> clause, String subject, List<EntityMention> entities) {
        for (int i = 0; i < clause.size(); i++) {
            Token verb = clause.get(i);
            if (!verb.tag().startsWith("VB") || AUXILIARIES.contains(verb.lower()) || negated(clause, i)) {
                continue;
            }
            int object = i + 1;
            String particle = "";
            if (object < clause.size()
                    && (clause.get(object).tag().equals("IN")
                            || clause.get(object).tag().equals("TO"))) {
                particle = "_" + clause.get(object).lower();
                object++;
            }
            while (object < clause.size()
                    && (clause.get(object).tag().equals("DT")
                            || clause.get(object).tag().equals("JJ"))) {
                object++;
            }
            String rest = Tokens.join(clause.subList(Math.min(object, clause.size()), clause.size()));
            String type = (lemma(verb.lower()) + particle).replaceAll("[^\\p{L}\\p{N}]+", "_");
            return entities.stream()
                    .skip(1)
                    .filter(e -> rest.startsWith(e.name()) && !e.name().equals(subject))
                    .findFirst()
                    .map(e -> new RelationMention(subject, type, e.name()));
        }
        return Optional.empty();
    }

    private static boolean negated(List<Token> clause, int verb) {
        return clause.subList(0, verb).stream().anyMatch(t -> t.is("not") || t.is("never"));
    }

    /** The base form of a verb, by its ending where it isn't known. */
    static String lemma(String verb) {
        String known = LEMMAS.get(verb);
        if (known != null) {
            return known;
        }
        if (verb.endsWith("ies") || verb.endsWith("ied")) {
            return verb.substring(0, verb.length() - 3) + "y";
        }
        if (verb.endsWith("ed") && verb.length() > 4) {
            return withoutEnding(verb, 2);
        }
        if (verb.endsWith("ing") && verb.length() > 5) {
            return withoutEnding(verb, 3);
        }
        return verb.endsWith("s") && !verb.endsWith("ss") && verb.length() > 3
                ? verb.substring(0, verb.length() - 1)
                : verb;
    }

    private static String withoutEnding(String verb, int ending) {
        String stem = verb.substring(0, verb.length() - ending);
        int last = stem.length() - 1;
        if (last > 1 && stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0) {
            return stem.substring(0, last);
        }
        boolean silentE = "vcgu".indexOf(stem.charAt(last)) >= 0
                || (stem.endsWith("at") && stem.length() > 4)
                || stem.endsWith("ir")
                || stem.endsWith("is");
        return silentE ? stem + "e" : stem;
    }
}

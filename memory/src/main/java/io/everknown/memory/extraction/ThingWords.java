package io.everknown.memory.extraction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Words by which frames are read and compared. Data, not code: {@code things.yaml}.
 *
 * @param canonical for a base form the word that stands for all that mean the same thing here
 * @param changes verbs that say a value is a new one, base forms
 * @param nows words that say the same of a state
 * @param aims words for what is wanted, planned or allowed
 * @param statuses for a word the status it means
 * @param general words that tell no thing from another ("the current number of …")
 * @param choices verbs for what somebody uses, has or does as a rule
 */
public record ThingWords(
        Map<String, String> canonical,
        Set<String> changes,
        Set<String> nows,
        Set<String> aims,
        Map<String, String> statuses,
        Set<String> general,
        Set<String> choices) {

    public ThingWords {
        canonical = Map.copyOf(canonical);
        changes = Set.copyOf(changes);
        nows = Set.copyOf(nows);
        aims = Set.copyOf(aims);
        statuses = Map.copyOf(statuses);
        general = Set.copyOf(general);
        choices = Set.copyOf(choices);
    }

    /** From groups of words that mean the same, the first standing for all. */
    public static Map<String, String> canonical(List<List<String>> groups) {
        Map<String, String> canonical = new HashMap<>();
        groups.forEach(group -> group.forEach(word -> canonical.putIfAbsent(word, group.getFirst())));
        return canonical;
    }

    /** The word that stands for a base form. */
    public String of(String lemma) {
        return canonical.getOrDefault(lemma, lemma);
    }

    /** All words that mean the same as one, itself among them. */
    public List<String> alike(String word) {
        String stands = of(word);
        return Stream.concat(
                        Stream.of(word, stands),
                        canonical.entrySet().stream()
                                .filter(e -> e.getValue().equals(stands))
                                .map(Map.Entry::getKey))
                .distinct()
                .toList();
    }
}

package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What somebody often speaks of: open facts of one subject around one that is like many others. The facts in the window
 * are tried as middles, the one with the most neighbours first; each fact is of one theme at most.
 */
final class Themes {

    private static final Pattern WORD = Pattern.compile("[\\p{L}]{4,}");

    /** A word stands for a theme where at least so much of its facts has it, and so much of what has it is of the theme. */
    private static final double COMMON = 0.5;

    /** The most facts of a window that are tried as middles, the newest first; each is compared with all. */
    private static final int MIDDLES = 500;

    private Themes() {}

    static List<Insight> among(Collection<Told> facts, Window window, Reflections.Limits limits) {
        Map<String, List<Told>> subjects = new TreeMap<>();
        facts.stream()
                .filter(told -> told.fact().open())
                .forEach(told -> subjects.computeIfAbsent(
                                EntityMention.key(told.fact().subject()), none -> new ArrayList<>())
                        .add(told));
        List<Insight> insights = new ArrayList<>();
        subjects.forEach((subject, told) -> insights.addAll(ofSubject(subject, told, window, limits)));
        return insights;
    }

    private static List<Insight> ofSubject(String subject, List<Told> told, Window window, Reflections.Limits limits) {
        List<List<Told>> around = told.stream()
                .filter(one -> window.holds(one.fact()))
                .sorted(Comparator.comparing((Told one) -> one.fact().recordedAt())
                        .reversed()
                        .thenComparing(one -> one.fact().id()))
                .limit(MIDDLES)
                .map(middle -> near(middle.embedding(), told, limits.similarity()))
                .sorted(Comparator.comparingInt((List<Told> near) -> -near.size())
                        .thenComparing(near -> near.getFirst().fact().id()))
                .toList();
        Set<Told> taken = new HashSet<>();
        List<Insight> insights = new ArrayList<>();
        for (List<Told> near : around) {
            List<Told> theme = near.stream().filter(one -> !taken.contains(one)).toList();
            List<String> words = words(subject, theme, told);
            if (!words.isEmpty() && limits.tells(theme)) {
                taken.addAll(theme);
                insights.add(insight(subject, words, theme));
            }
        }
        return insights;
    }

    private static List<Told> near(Embedding middle, List<Told> told, double similarity) {
        return told.stream()
                .filter(one -> one.embedding().cosine(middle) >= similarity)
                .toList();
    }

    /** The words that most facts of a theme share and others have seldom, the most frequent first. */
    private static List<String> words(String subject, List<Told> theme, List<Told> all) {
        Map<String, Integer> counts = counts(subject, theme);
        Map<String, Integer> everywhere = counts(subject, all);
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= Math.max(2, COMMON * theme.size()))
                .filter(entry -> entry.getValue() >= COMMON * everywhere.getOrDefault(entry.getKey(), 0))
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(2)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Integer> counts(String subject, List<Told> told) {
        Map<String, Integer> counts = new HashMap<>();
        for (Told one : told) {
            WORD.matcher(one.fact().text().toLowerCase(Locale.ROOT))
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> !subject.contains(word) && !Stopwords.has(word))
                    .distinct()
                    .forEach(word -> counts.merge(word, 1, Integer::sum));
        }
        return counts;
    }

    private static Insight insight(String subject, List<String> words, List<Told> theme) {
        List<Fact> ordered = theme.stream()
                .map(Told::fact)
                .sorted(Comparator.comparing((Fact fact) -> fact.validity().from())
                        .thenComparing(Fact::id))
                .toList();
        Fact last = ordered.getLast();
        List<LocalDate> days = Told.days(theme);
        String what = String.join(" and ", words);
        String text =
                last.subject() + " often speaks of " + what + ": " + theme.size() + " statements on " + days.size()
                        + " days, from " + Told.written(days.getFirst()) + " to " + Told.written(days.getLast()) + ". "
                        + ordered.stream()
                                .skip(Math.max(0, ordered.size() - 2))
                                .map(fact -> "“" + Threads.quoted(fact) + "”")
                                .collect(Collectors.joining(" "));
        return new Insight(
                "theme/" + subject + "/" + words.getFirst(),
                "What does " + last.subject() + " often say of " + what + "?",
                text,
                last.subject(),
                List.of(new EntityMention(last.subject(), EntityType.PERSON)),
                ordered.stream().map(Fact::id).toList(),
                Math.log1p(theme.size()) * Math.log1p(days.size()) * 0.9);
    }
}

package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.extraction.EntityMention;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whom and what somebody comes back to: names that facts of several days have in common. */
final class Threads {

    private static final int QUOTED = 160;

    private Threads() {}

    static List<Insight> among(Collection<Told> facts, Window window, Reflections.Limits limits) {
        Map<String, List<Told>> threads = new TreeMap<>();
        Map<String, EntityMention> names = new TreeMap<>();
        for (Told told : facts) {
            String subject = EntityMention.key(told.fact().subject());
            Set<String> seen = new HashSet<>(Set.of(subject));
            for (EntityMention entity : told.fact().entities()) {
                if (told.fact().open() && seen.add(entity.key())) {
                    String key = subject + "/" + entity.key();
                    threads.computeIfAbsent(key, none -> new ArrayList<>()).add(told);
                    names.putIfAbsent(key, entity);
                }
            }
        }
        List<Insight> insights = new ArrayList<>();
        threads.forEach((key, told) -> {
            EntityMention name = names.get(key);
            if (name != null
                    && limits.tells(told)
                    && told.stream().map(Told::fact).anyMatch(window::holds)) {
                insights.add(insight("thread/" + key, name, told));
            }
        });
        return insights;
    }

    private static Insight insight(String topic, EntityMention name, List<Told> told) {
        List<Told> ordered = told.stream()
                .sorted(Comparator.comparing((Told one) -> one.fact().validity().from())
                        .thenComparing(one -> one.fact().id()))
                .toList();
        Fact last = ordered.getLast().fact();
        List<LocalDate> days = Told.days(told);
        String text = String.format(
                "%s comes back to %s: %d statements on %d days, from %s to %s. First: “%s” Last: “%s”",
                last.subject(),
                name.name(),
                told.size(),
                days.size(),
                Told.written(days.getFirst()),
                Told.written(days.getLast()),
                quoted(ordered.getFirst().fact()),
                quoted(last));
        return new Insight(
                topic,
                "What does " + last.subject() + " tell of " + name.name() + "?",
                text,
                last.subject(),
                List.of(
                                last.entities().stream()
                                        .filter(entity -> entity.key().equals(EntityMention.key(last.subject())))
                                        .findFirst()
                                        .orElse(name),
                                name)
                        .stream()
                        .distinct()
                        .toList(),
                ordered.stream().map(one -> one.fact().id()).toList(),
                Math.log1p(told.size()) * Math.log1p(days.size()));
    }

    static String quoted(Fact fact) {
        String text = fact.text().strip();
        int end = text.lastIndexOf(' ', QUOTED);
        return text.length() <= QUOTED ? text : text.substring(0, end < 1 ? QUOTED : end) + " …";
    }
}

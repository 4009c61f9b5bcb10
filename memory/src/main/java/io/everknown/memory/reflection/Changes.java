package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What has changed: slots that had several values, one after the other. */
final class Changes {

    /** More values than these are told by their number and the last ones. */
    private static final int SHOWN = 4;

    private Changes() {}

    static List<Insight> among(Collection<Told> facts, Window window) {
        Map<String, List<Fact>> slots = new TreeMap<>();
        facts.stream()
                .map(Told::fact)
                .filter(fact -> fact.slot() != null && fact.value() != null && !standing(fact))
                .sorted(Comparator.comparing((Fact fact) -> fact.validity().from())
                        .thenComparing(Fact::id))
                .forEach(fact -> slots.computeIfAbsent(
                                EntityMention.key(fact.subject()) + "/" + fact.slot(), none -> new ArrayList<>())
                        .add(fact));
        List<Insight> insights = new ArrayList<>();
        slots.forEach((key, versions) -> {
            List<Fact> steps = steps(versions);
            if (steps.size() > 1 && versions.stream().anyMatch(window::holds)) {
                insights.add(insight("change/" + key, steps));
            }
        });
        return insights;
    }

    /** What somebody asked for says how to behave; that it changed tells nothing about anybody. */
    private static boolean standing(Fact fact) {
        return Objects.requireNonNull(fact.slot()).startsWith("instruction");
    }

    /** Versions that follow one another; those that stand beside another, and repetitions of a value, are no change. */
    private static List<Fact> steps(List<Fact> versions) {
        List<Fact> steps = new ArrayList<>();
        for (Fact version : versions) {
            Fact last = steps.isEmpty() ? null : steps.getLast();
            if (last == null) {
                steps.add(version);
            } else if (last.validity().to() != null
                    && !version.validity().from().isBefore(last.validity().to())
                    && !Objects.requireNonNull(last.value()).equalsIgnoreCase(version.value())) {
                steps.add(version);
            }
        }
        return steps;
    }

    private static Insight insight(String topic, List<Fact> steps) {
        Fact last = steps.getLast();
        String what = last.subject() + "'s “" + label(Objects.requireNonNull(last.slot())) + "”";
        StringBuilder text = new StringBuilder(what)
                .append(" has changed ")
                .append(steps.size() == 2 ? "once" : steps.size() - 1 + " times")
                .append(": ");
        int from = Math.max(0, steps.size() - SHOWN);
        text.append(from > 0 ? "… " : "");
        for (int i = from; i < steps.size(); i++) {
            Fact step = steps.get(i);
            text.append(i > from ? ", then " : "")
                    .append(step.value())
                    .append(" (since ")
                    .append(Told.written(Told.day(step.validity().from())))
                    .append(')');
        }
        text.append(last.open() ? "." : ", which has ended too.");
        return new Insight(
                topic,
                "What has changed about " + what + "?",
                text.toString(),
                last.subject(),
                List.of(new EntityMention(last.subject(), EntityType.PERSON)),
                steps.stream().map(Fact::id).toList(),
                2.0 * steps.size());
    }

    /** {@code pet_name/dog} as people read it. */
    private static String label(String slot) {
        int slash = slot.indexOf('/');
        String name = (slash < 0 ? slot : slot.substring(0, slash)).replace('_', ' ');
        return slash < 0 ? name : name + " (" + slot.substring(slash + 1).replace('_', ' ') + ")";
    }
}

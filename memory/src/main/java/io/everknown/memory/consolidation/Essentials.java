package io.everknown.memory.consolidation;

import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.ContextLine;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.recall.TokenCounter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives what should be known before any question, weighed at the moment of asking. */
public final class Essentials {

    private static final Comparator<Essential> HEAVIEST = Comparator.comparingDouble(Essential::weight)
            .thenComparing(essential -> essential.memory().lastRefreshedAt())
            .reversed()
            .thenComparing(essential -> essential.memory().id());

    /** Memories that may not fit one after the other before the budget counts as full. */
    private static final int MISSES = 16;

    private final MemoryIndex index;
    private final EssentialRule rule;
    private final TokenCounter tokens;

    public Essentials(MemoryIndex index, EssentialRule rule, TokenCounter tokens) {
        this.index = index;
        this.rule = rule;
        this.tokens = tokens;
    }

    /**
     * The essential memories of a scope as all that was committed before makes them.
     *
     * @param visibility only those shown so far, or null for all the scope may see
     * @param maxTokens the most tokens of their lines
     */
    public Listed list(MemoryScope scope, @Nullable Visibility visibility, int maxTokens, Instant now) {
        List<Essential> heaviest = index.open(scope, SearchFilter.current(now)).slotted(rule.families()).stream()
                .filter(memory -> visibility == null || memory.visibility() == visibility)
                .map(memory -> rule.weigh(memory, now))
                .flatMap(Optional::stream)
                .sorted(HEAVIEST)
                .toList();
        return within(heaviest, maxTokens);
    }

    private Listed within(List<Essential> heaviest, int maxTokens) {
        List<Item> items = new ArrayList<>();
        Set<String> told = new HashSet<>();
        int total = 0;
        int misses = 0;
        for (Essential essential : heaviest) {
            RecalledMemory memory = essential.memory();
            if (misses == MISSES) {
                break;
            }
            if (told.contains(memory.text().toLowerCase(Locale.ROOT))) {
                continue;
            }
            int cost = tokens.count(ContextLine.of(memory) + "\n");
            if (total + cost > maxTokens) {
                misses++;
                continue;
            }
            misses = 0;
            total += cost;
            told.add(memory.text().toLowerCase(Locale.ROOT));
            items.add(new Item(essential, cost));
        }
        String context = items.stream()
                .map(item -> ContextLine.of(item.essential().memory()))
                .collect(Collectors.joining("\n"));
        return new Listed(items, total, context);
    }

    /** An essential memory and what its line costs of the budget. */
    public record Item(Essential essential, int tokens) {}

    /**
     * What is essential.
     *
     * @param items heaviest first
     * @param totalTokens the sum of their tokens
     * @param context their lines in this order, ready for a prompt
     */
    public record Listed(List<Item> items, int totalTokens, String context) {
        public Listed {
            items = List.copyOf(items);
        }
    }
}

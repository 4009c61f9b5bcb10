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
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives what should be known before any question, weighed at the moment of asking. */
public final class Essentials {

    private static final Comparator<Essential> HEAVIEST = Comparator.comparingDouble(
                    (Essential essential) -> -essential.weight())
            .thenComparing(essential -> essential.memory().lastRefreshedAt(), Comparator.reverseOrder())
            .thenComparing(essential -> essential.memory().id());

    /** Memories that may not fit one after the other before the budget counts as full. */
    private static final int MISSES = 16;

    private final MemoryIndex index;
    private final EssentialRule rule;
    private final TokenCounter tokens;
    private final int defaultTokens;

    /**
     * @param defaultTokens the budget where none is asked for
     */
    public Essentials(MemoryIndex index, EssentialRule rule, TokenCounter tokens, int defaultTokens) {
        this.index = index;
        this.rule = rule;
        this.tokens = tokens;
        this.defaultTokens = defaultTokens;
    }

    /**
     * The essential memories of a scope as all that was committed before makes them.
     *
     * @param visibility only those shown so far, or null for all the scope may see
     * @param maxTokens the most tokens of their lines, or null for the default
     */
    public Listed list(MemoryScope scope, @Nullable Visibility visibility, @Nullable Integer maxTokens, Instant now) {
        List<Essential> essentials = new ArrayList<>();
        for (RecalledMemory memory :
                index.open(scope, SearchFilter.current(now)).slotted(rule.families())) {
            if (visibility == null || memory.visibility() == visibility) {
                rule.weigh(memory, now).ifPresent(essentials::add);
            }
        }
        return within(heap(essentials), maxTokens == null ? defaultTokens : maxTokens);
    }

    /** Few of thousands fit a budget: these alone are brought in order. */
    private static PriorityQueue<Essential> heap(List<Essential> essentials) {
        PriorityQueue<Essential> heap = new PriorityQueue<>(Math.max(1, essentials.size()), HEAVIEST);
        heap.addAll(essentials);
        return heap;
    }

    private Listed within(PriorityQueue<Essential> heaviest, int maxTokens) {
        List<Item> items = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Set<String> told = new HashSet<>();
        int total = 0;
        int misses = 0;
        for (Essential next = heaviest.poll(); next != null && misses < MISSES; next = heaviest.poll()) {
            String words = next.memory().text().toLowerCase(Locale.ROOT);
            if (told.contains(words)) {
                continue;
            }
            String line = ContextLine.of(next.memory());
            int cost = tokens.count(line + "\n");
            if (total + cost > maxTokens) {
                misses++;
                continue;
            }
            misses = 0;
            total += cost;
            told.add(words);
            lines.add(line);
            items.add(new Item(next, cost));
        }
        return new Listed(items, total, String.join("\n", lines));
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

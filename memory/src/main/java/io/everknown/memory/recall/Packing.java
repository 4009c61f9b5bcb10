package io.everknown.memory.recall;

import io.everknown.memory.attention.Candidate;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.recall.RecallAnswer.Item;
import io.everknown.memory.recall.RecallAnswer.Why;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Chooses, best first, what fits the budget, and says nothing twice. */
final class Packing {

    private final TokenCounter tokens;

    Packing(TokenCounter tokens) {
        this.tokens = tokens;
    }

    /**
     * @param candidates what there is
     * @param scores a score for each
     * @param types the kinds wanted; others are left out
     */
    Packed pack(List<Candidate> candidates, double[] scores, Set<MemoryType> types, Budget budget) {
        List<Integer> order = IntStream.range(0, candidates.size())
                .boxed()
                .filter(i -> types.contains(candidates.get(i).memory().type()))
                .sorted(Comparator.comparing((Integer i) -> restsOnOthers(candidates.get(i), types))
                        .thenComparingDouble(i -> -scores[i])
                        .thenComparing(i -> candidates.get(i).memory().id()))
                .toList();
        double[] attention = softmax(order, scores);
        List<Item> items = new ArrayList<>();
        Seen seen = new Seen();
        int total = 0;
        for (int rank = 0; rank < order.size() && items.size() < budget.maxItems(); rank++) {
            Candidate candidate = candidates.get(order.get(rank));
            if (seen.tells(candidate.memory())) {
                continue;
            }
            int cost = tokens.count(ContextLine.of(candidate.memory()) + "\n");
            if (total + cost > budget.maxTokens()) {
                continue;
            }
            total += cost;
            seen.add(candidate.memory());
            items.add(new Item(
                    candidate.memory(),
                    scores[order.get(rank)],
                    cost,
                    new Why(
                            candidate.cosine(),
                            candidate.lexical(),
                            candidate.graph(),
                            attention[rank],
                            candidate.path())));
        }
        String context = items.stream()
                .map(Item::memory)
                .sorted(Comparator.comparing((RecalledMemory m) -> m.validity().from())
                        .thenComparing(RecalledMemory::id))
                .map(ContextLine::of)
                .collect(Collectors.joining("\n"));
        return new Packed(items, total, context);
    }

    /** What was made of facts comes after them, so that it takes nothing of their budget; asked for alone it is ranked. */
    private static boolean restsOnOthers(Candidate candidate, Set<MemoryType> types) {
        return types.contains(MemoryType.FACT)
                && !candidate.memory().upkeep().derivedFrom().isEmpty();
    }

    private static double[] softmax(List<Integer> order, double[] scores) {
        double[] weights = new double[order.size()];
        if (weights.length == 0) {
            return weights;
        }
        double top = order.stream().mapToDouble(i -> scores[i]).max().orElse(0);
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(scores[order.get(i)] - top);
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    /**
     * What was chosen.
     *
     * @param items best first
     * @param totalTokens the sum of their tokens
     * @param context their lines in the order of time
     */
    record Packed(List<Item> items, int totalTokens, String context) {}

    /** What the chosen items tell already. */
    private static final class Seen {

        private final Set<UUID> turns = new HashSet<>();
        private final Set<String> texts = new HashSet<>();
        private final Map<UUID, StringBuilder> quoted = new HashMap<>();

        /** Whether a memory would only repeat: the same words, a fact of a chosen turn, a turn quoted whole. */
        boolean tells(RecalledMemory memory) {
            if (texts.contains(words(memory.text()))) {
                return true;
            }
            if (memory.type() == MemoryType.TURN) {
                StringBuilder quotes = quoted.get(memory.id());
                return quotes != null && quotes.length() >= words(said(memory)).length();
            }
            return !memory.sources().isEmpty()
                    && memory.sources().stream().allMatch(source -> turns.contains(source.turn()));
        }

        void add(RecalledMemory memory) {
            texts.add(words(memory.text()));
            if (memory.type() == MemoryType.TURN) {
                turns.add(memory.id());
                return;
            }
            for (Source source : memory.sources()) {
                String sentence = words(source.sentence());
                StringBuilder quotes = quoted.computeIfAbsent(source.turn(), turn -> new StringBuilder());
                if (quotes.indexOf(sentence) < 0) {
                    quotes.append(sentence);
                }
            }
        }

        private static String said(RecalledMemory turn) {
            return turn.sources().isEmpty()
                    ? turn.text()
                    : turn.sources().getFirst().sentence();
        }

        private static String words(String text) {
            StringBuilder words = new StringBuilder(text.length());
            text.toLowerCase(Locale.ROOT)
                    .codePoints()
                    .filter(c -> Character.isLetterOrDigit(c)
                            || Character.getType(c) == Character.NON_SPACING_MARK
                            || Character.getType(c) == Character.COMBINING_SPACING_MARK)
                    .forEach(words::appendCodePoint);
            return words.toString();
        }
    }
}

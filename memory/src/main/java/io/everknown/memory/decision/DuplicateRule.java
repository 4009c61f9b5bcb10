package io.everknown.memory.decision;

import io.everknown.memory.decision.StatementComparison.Pair;
import io.everknown.memory.decision.StatementComparison.Verdict;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.FrameReader;
import io.everknown.memory.extraction.Wording;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which facts of one audience say the same, told at different times. Stricter than deciding on a statement: a repetition
 * that was missed costs a line of context, two truths taken for one cost a truth. Words alone can rule a pair out; the
 * comparison of statements then has to find both directions the same.
 */
public final class DuplicateRule {

    private final StatementComparison comparison;
    private final Limits limits;
    private final SignatureReader reader;

    /** Compares by {@code comparison} what is not said in the very same words. */
    public DuplicateRule(StatementComparison comparison, Wording wording, FrameReader frames, Limits limits) {
        this.comparison = comparison;
        this.limits = limits;
        this.reader = new SignatureReader(wording, frames);
    }

    /** Name and version of what compares. */
    public String version() {
        return comparison.version().isEmpty() ? "duplicates-1" : "duplicates-1+" + comparison.version();
    }

    /**
     * The pairs among facts that say the same.
     *
     * @return each pair once, the surest first; the same whatever the order of {@code facts}
     */
    public List<Duplicate> among(Collection<Standing> facts) {
        Map<Signature.Frame, List<Read>> groups = new LinkedHashMap<>();
        facts.stream()
                .filter(one -> mergeable(one.fact))
                .sorted(Comparator.comparing(one -> one.fact.id()))
                .map(one -> new Read(one, reader.read(one.fact)))
                .forEach(read -> groups.computeIfAbsent(read.signature.frame(), none -> new ArrayList<>())
                        .add(read));
        List<Candidate> candidates = new ArrayList<>();
        groups.values().forEach(group -> candidates.addAll(candidates(group)));
        return compared(candidates);
    }

    /** A plain statement that holds, without an end, a dispute or words that nobody could read. */
    private static boolean mergeable(Fact fact) {
        return fact.type() == MemoryType.FACT
                && fact.open()
                && fact.slot() == null
                && fact.expiresAt() == null
                && fact.contradicts().isEmpty()
                && !ComparedStatements.toldAsItWas(fact);
    }

    /** Pairs that share more than half of the shorter one's words, found by these words. */
    private List<Candidate> candidates(List<Read> group) {
        Map<String, List<Integer>> places = new HashMap<>();
        List<Candidate> found = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Read read = group.get(i);
            Map<Integer, Integer> shared = new HashMap<>();
            for (String word : read.signature.content()) {
                places.getOrDefault(word, List.of()).forEach(place -> shared.merge(place, 1, Integer::sum));
            }
            shared.forEach((place, words) -> {
                Read before = group.get(place);
                if (before.signature.mayBeSame(read.signature, words) && apart(before.fact(), read.fact())) {
                    double similarity = before.standing.embedding.cosine(read.standing.embedding);
                    if (similarity >= limits.similarity) {
                        found.add(new Candidate(before, read, similarity));
                    }
                }
            });
            int place = i;
            read.signature
                    .content()
                    .forEach(word -> places.computeIfAbsent(word, none -> new ArrayList<>())
                            .add(place));
        }
        return found;
    }

    /** Whether two facts were told apart, and nothing says where they come from that one of them could not keep. */
    private static boolean apart(Fact one, Fact other) {
        List<UUID> turns = one.sources().stream().map(Source::turn).toList();
        return other.sources().stream().map(Source::turn).noneMatch(turns::contains)
                && Objects.equals(one.sourceRef(), other.sourceRef());
    }

    private List<Duplicate> compared(List<Candidate> candidates) {
        List<Candidate> asked = candidates.stream()
                .filter(candidate -> !candidate.sameWords())
                .sorted(Candidate.NEAREST)
                .limit(comparison.version().isEmpty() ? 0 : limits.compared)
                .toList();
        List<Pair> pairs = new ArrayList<>();
        for (Candidate candidate : asked) {
            pairs.add(new Pair(candidate.one.signature.own(), candidate.other.signature.own()));
            pairs.add(new Pair(candidate.other.signature.own(), candidate.one.signature.own()));
        }
        List<Verdict> told = pairs.isEmpty() ? List.of() : comparison.compare(pairs);
        List<Duplicate> duplicates = candidates.stream()
                .filter(Candidate::sameWords)
                .map(candidate -> candidate.duplicate(1))
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = 0; i < asked.size(); i++) {
            double same = Math.min(told.get(2 * i).same(), told.get(2 * i + 1).same());
            if (same >= limits.same) {
                duplicates.add(asked.get(i).duplicate(same));
            }
        }
        duplicates.sort(Comparator.comparingDouble(Duplicate::probability)
                .thenComparingDouble(Duplicate::similarity)
                .reversed()
                .thenComparing(Duplicate::one)
                .thenComparing(Duplicate::other));
        return duplicates;
    }

    /**
     * When two facts are taken for one.
     *
     * @param similarity the least cosine, in [0, 1]
     * @param same from which probability on, in either direction, in [0, 1]
     * @param compared the most pairs compared in one go, the nearest first
     */
    public record Limits(double similarity, double same, int compared) {

        /** Chosen on labelled pairs, see benchmarks/duplicates. */
        public static final Limits DEFAULTS = new Limits(0.9, 0.9, 2_000);

        public Limits {
            if (!(0 <= similarity && similarity <= 1 && 0 <= same && same <= 1) || compared < 0) {
                throw new IllegalArgumentException("similarity and same lie in [0, 1], compared is not negative");
            }
        }
    }

    /**
     * A fact that may be merged.
     *
     * @param pinned whether somebody pinned it
     */
    public record Standing(Fact fact, Embedding embedding, boolean pinned) {}

    /**
     * Two facts that say the same.
     *
     * @param one the smaller id
     * @param similarity their cosine
     * @param probability that they say the same, 1 for the same words
     */
    public record Duplicate(UUID one, UUID other, double similarity, double probability) {}

    private record Read(Standing standing, Signature signature) {

        Fact fact() {
            return standing.fact;
        }
    }

    private record Candidate(Read one, Read other, double similarity) {

        static final Comparator<Candidate> NEAREST = Comparator.comparingDouble(Candidate::similarity)
                .reversed()
                .thenComparing(candidate -> candidate.one.fact().id())
                .thenComparing(candidate -> candidate.other.fact().id());

        boolean sameWords() {
            return one.signature.words().equals(other.signature.words());
        }

        Duplicate duplicate(double probability) {
            return new Duplicate(one.fact().id(), other.fact().id(), similarity, probability);
        }
    }
}

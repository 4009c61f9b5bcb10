package io.everknown.memory.decision;

import io.everknown.memory.decision.Decision.Add;
import io.everknown.memory.decision.Decision.Delete;
import io.everknown.memory.decision.Decision.Update;
import io.everknown.memory.decision.StatementComparison.Pair;
import io.everknown.memory.decision.StatementComparison.Verdict;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a batch's statements do to similar facts of the same speaker where neither slots nor frames tell. All pairs of a
 * batch are compared at once: a pair's verdict depends on its words alone, not on what was decided before.
 */
final class ComparedStatements {

    private static final Pattern FIGURE = Pattern.compile("\\d[\\d.,:]*\\d|\\d");

    private final ComparisonThresholds thresholds;
    private final Wording wording;
    private final @Nullable Succession succession;
    private final Map<Pair, Verdict> verdicts = new HashMap<>();
    private final Map<String, Map<String, String>> firstPerson = new HashMap<>();

    private ComparedStatements(ComparisonThresholds thresholds, Wording wording, @Nullable Succession succession) {
        this.succession = succession;
        this.thresholds = thresholds;
        this.wording = wording;
    }

    /**
     * Compares a batch.
     *
     * @param statements in the order in which they are decided
     * @param stored for each, what is known near it
     */
    static ComparedStatements of(
            StatementComparison comparison,
            ComparisonThresholds thresholds,
            Wording wording,
            @Nullable Succession succession,
            List<Map.Entry<Statement, Embedding>> statements,
            List<List<Neighbour>> stored) {
        ComparedStatements compared = new ComparedStatements(thresholds, wording, succession);
        Set<Pair> pairs = new LinkedHashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            pairs.addAll(compared.pairs(statements, i, stored.get(i)));
        }
        List<Pair> asked = List.copyOf(pairs);
        List<Verdict> told = asked.isEmpty() ? List.of() : comparison.compare(asked);
        for (int i = 0; i < asked.size(); i++) {
            compared.verdicts.put(asked.get(i), told.get(i));
        }
        return compared;
    }

    /** The pairs of one statement with the most similar of what is stored and of what comes before it in the batch. */
    private List<Pair> pairs(List<Map.Entry<Statement, Embedding>> statements, int place, List<Neighbour> stored) {
        Statement statement = statements.get(place).getKey();
        if (statement.type() != MemoryType.FACT || statement.extracted().unread() != null) {
            return List.of();
        }
        record Candidate(Pair pair, double similarity) {}
        List<Candidate> candidates = new ArrayList<>();
        for (Neighbour near : stored) {
            if (near.fact().type() == MemoryType.FACT
                    && !toldAsItWas(near.fact())
                    && Succession.sameSpeaker(near.fact(), statement)) {
                candidates.add(new Candidate(pair(near.fact(), statement), near.similarity()));
            }
        }
        for (Map.Entry<Statement, Embedding> before : statements.subList(0, place)) {
            if (before.getKey().type() == MemoryType.FACT
                    && before.getKey().extracted().unread() == null
                    && Succession.speaker(before.getKey()).equals(Succession.speaker(statement))) {
                candidates.add(new Candidate(
                        pair(before.getKey(), statement),
                        statements.get(place).getValue().cosine(before.getValue())));
            }
        }
        return candidates.stream()
                .filter(candidate -> candidate.similarity >= thresholds.similarity())
                .sorted(Comparator.comparingDouble(Candidate::similarity).reversed())
                .limit(thresholds.candidates())
                .map(Candidate::pair)
                .toList();
    }

    /**
     * What is said in another language stands in its own words behind its speaker; the comparison knows English alone.
     * The record keeps confidence in single precision, in which 0.4 comes back as a little more.
     */
    static boolean toldAsItWas(Fact fact) {
        return fact.slot() == null
                && (float) fact.confidence() <= (float) ExtractedFact.UNREAD_CONFIDENCE
                && fact.text().startsWith(fact.subject() + ": ");
    }

    /** The decision as it is in view of what the statement says of similar facts. */
    Decision review(
            Decision decision, Statement statement, List<Neighbour> stored, Map<UUID, Fact> written, Set<UUID> fresh) {
        if (!(decision instanceof Add add) || !add.fact().open() || verdicts.isEmpty()) {
            return decision;
        }
        Map<UUID, Fact> known = stored.stream()
                .map(Neighbour::fact)
                .collect(Collectors.toMap(Fact::id, fact -> written.getOrDefault(fact.id(), fact), (a, _) -> a));
        fresh.forEach(id -> {
            Fact fact = written.get(id);
            if (fact != null) {
                known.put(id, fact);
            }
        });
        List<Fact> open = known.values().stream()
                .filter(fact -> fact.open()
                        && fact.type() == MemoryType.FACT
                        && statement.trust().outranksOrEquals(fact.trust())
                        && Succession.sameSpeaker(fact, statement))
                .toList();
        return decided(add, statement, open);
    }

    private Decision decided(Add add, Statement statement, List<Fact> open) {
        Optional<Fact> same =
                best(open, statement, Verdict::same, thresholds.same()).filter(fact -> mayBeSame(fact, statement));
        if (same.isPresent()) {
            return Decider.known(same.get(), statement, "said before in other words");
        }
        Optional<Fact> over = best(open, statement, Verdict::ends, thresholds.ends())
                .filter(fact -> !statement.validFrom().isBefore(fact.validity().from()));
        if (over.isPresent()) {
            return ended(add, over.get(), statement);
        }
        List<Fact> replaced = open.stream()
                .filter(fact -> probability(fact, statement, Verdict::replaces) >= thresholds.replaces())
                .filter(fact -> succession == null || !succession.areEvents(fact, statement))
                .sorted(Comparator.comparingDouble((Fact fact) -> probability(fact, statement, Verdict::replaces))
                        .reversed()
                        .thenComparing(Fact::id))
                .toList();
        return replaced.isEmpty() ? add : Succession.succeed(add, replaced, statement);
    }

    /** Words that only take something back leave nothing to keep; others tell besides what is so now. */
    private Decision ended(Add add, Fact over, Statement statement) {
        Fact closed = Endings.ended(over, statement);
        String reason = "has ended: '" + over.text() + "'";
        double probability = probability(over, statement, Verdict::ends);
        return statement.extracted().intent() == ExtractedFact.Intent.ASSERT
                ? new Update(
                        add.fact(),
                        closed.supersededBy(add.fact().id(), statement.validFrom()),
                        add.changed(),
                        reason,
                        probability)
                : new Delete(closed.endedAt(statement.validFrom()), reason, probability);
    }

    /**
     * No two statements say the same of which one denies, of which the newer has a figure of its own, or which share
     * no more than half of the shorter one's words.
     */
    private boolean mayBeSame(Fact known, Statement statement) {
        String said = statement.extracted().text();
        if (wording.denies(known.text()) != wording.denies(said)
                || !figures(known.text()).containsAll(figures(said))) {
            return false;
        }
        String speaker = Succession.speaker(statement);
        Set<String> before = wording.content(known.text(), speaker);
        Set<String> now = wording.content(said, speaker);
        long shared = now.stream().filter(before::contains).count();
        return 2 * shared > Math.min(before.size(), now.size());
    }

    private Optional<Fact> best(List<Fact> open, Statement statement, ToDoubleFunction<Verdict> kind, double least) {
        return open.stream()
                .filter(fact -> probability(fact, statement, kind) >= least)
                .max(Comparator.comparingDouble((Fact fact) -> probability(fact, statement, kind))
                        .thenComparing(Fact::id));
    }

    private double probability(Fact fact, Statement statement, ToDoubleFunction<Verdict> kind) {
        Verdict verdict = verdicts.get(pair(fact, statement));
        return verdict == null ? 0 : kind.applyAsDouble(verdict);
    }

    private Pair pair(Fact fact, Statement statement) {
        String known = own(fact.text(), Succession.speaker(statement));
        String said = own(statement.extracted().text(), Succession.speaker(statement));
        return statement.validFrom().isBefore(fact.validity().from()) ? new Pair(said, known) : new Pair(known, said);
    }

    private Pair pair(Statement before, Statement statement) {
        String known = own(before.extracted().text(), Succession.speaker(statement));
        String said = own(statement.extracted().text(), Succession.speaker(statement));
        return statement.validFrom().isBefore(before.validFrom()) ? new Pair(said, known) : new Pair(known, said);
    }

    private String own(String text, String speaker) {
        return firstPerson
                .computeIfAbsent(speaker, name -> new HashMap<>())
                .computeIfAbsent(text, words -> inFirstPerson(words, speaker));
    }

    /** A statement as its speaker would say it, so that a name means nothing. */
    static String inFirstPerson(String text, String speaker) {
        String name = Pattern.quote(speaker);
        return text.replaceFirst("^" + name + " (says|asks): ", "")
                .replaceAll("\\b" + name + " and others\\b", "we")
                .replaceAll("\\b" + name + "'s\\b", "my")
                .replaceAll("\\b" + name + "(?!\\w)", "I");
    }

    private static Set<String> figures(String text) {
        return FIGURE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }
}

package io.everknown.memory.decision;

import io.everknown.memory.decision.SubjectLedger.Probe;
import io.everknown.memory.embedding.Embedding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The facts that a batch's statements may replace, found by the words for things and not by those of the whole
 * statement. Asked for once a batch, and only when a statement gives something a value.
 */
final class SuccessionCandidates {

    private final @Nullable Succession succession;
    private final Map<Statement, List<Neighbour>> stored = new HashMap<>();

    private SuccessionCandidates(@Nullable Succession succession) {
        this.succession = succession;
    }

    static SuccessionCandidates of(
            SubjectLedger ledger, @Nullable Succession succession, List<Map.Entry<Statement, Embedding>> statements) {
        SuccessionCandidates candidates = new SuccessionCandidates(succession);
        if (succession == null) {
            return candidates;
        }
        List<Statement> asking = new ArrayList<>();
        List<Probe> probes = new ArrayList<>();
        for (Map.Entry<Statement, Embedding> statement : statements) {
            String keys = succession.keys(statement.getKey());
            if (!keys.isEmpty()) {
                asking.add(statement.getKey());
                probes.add(new Probe(keys, statement.getValue()));
            }
        }
        if (!probes.isEmpty()) {
            List<List<Neighbour>> found = ledger.neighbours(
                    probes, succession.reach().similarity(), succession.reach().candidates());
            for (int i = 0; i < asking.size(); i++) {
                candidates.stored.put(asking.get(i), found.get(i));
            }
        }
        return candidates;
    }

    /**
     * The decision in view of the facts that the statement may replace.
     *
     * @param written facts of this batch in their latest form
     * @param fresh vectors of those that are new
     */
    Decision review(
            Decision decision,
            Statement statement,
            Embedding embedding,
            Map<UUID, Fact> written,
            Map<UUID, Embedding> fresh) {
        List<Neighbour> known = stored.get(statement);
        if (succession == null || known == null) {
            return decision;
        }
        List<Neighbour> inView = new ArrayList<>();
        for (Neighbour neighbour : known) {
            inView.add(new Neighbour(
                    written.getOrDefault(neighbour.fact().id(), neighbour.fact()), neighbour.similarity()));
        }
        fresh.forEach((id, other) -> {
            Fact fact = written.get(id);
            if (fact != null) {
                inView.add(new Neighbour(fact, embedding.cosine(other)));
            }
        });
        return succession.review(decision, statement, inView);
    }
}

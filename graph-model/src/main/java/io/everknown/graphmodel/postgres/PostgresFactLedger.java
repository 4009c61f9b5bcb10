package io.everknown.graphmodel.postgres;

import io.everknown.memory.decision.DecisionRecord;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.ObjectMapper;

/** Facts and decisions in Postgres. */
public final class PostgresFactLedger implements FactLedger {

    private final TenantTransactions transactions;
    private final FactRows facts;
    private final DecisionLog decisions;
    private final Postings postings;
    private final String model;
    private final InstantSource clock;

    public PostgresFactLedger(
            TenantTransactions transactions,
            ObjectMapper mapper,
            LexicalAnalyzer analyzer,
            Embedder embedder,
            InstantSource clock) {
        Json json = new Json(mapper);
        this.transactions = transactions;
        this.postings = new Postings(analyzer);
        this.model = embedder.model();
        this.facts = new FactRows(json, postings, model);
        this.decisions = new DecisionLog(json);
        this.clock = clock;
    }

    FactRows rows() {
        return facts;
    }

    @Override
    public <T> T serially(MemoryScope scope, Visibility visibility, Function<SubjectLedger, T> work) {
        return transactions.call(scope.tenant(), sql -> {
            SubjectLock.DECIDE.take(sql, scope.tenant(), scope.audience(visibility));
            return work.apply(held(sql, scope, visibility));
        });
    }

    /** The audience's facts inside a transaction that holds its lock already. */
    PostgresSubjectLedger held(JdbcClient sql, MemoryScope scope, Visibility visibility) {
        return new PostgresSubjectLedger(sql, scope, visibility, facts, decisions, postings, model, clock.instant());
    }

    @Override
    public Map<UUID, List<DecisionRecord>> decisionsOf(MemoryScope scope, Collection<UUID> turns) {
        return transactions.call(scope.tenant(), sql -> decisions.ofTurns(sql, scope, turns));
    }

    @Override
    public List<DecisionRecord> decisions(MemoryScope scope, @Nullable UUID about, @Nullable UUID before, int limit) {
        return transactions.call(scope.tenant(), sql -> decisions.page(sql, scope, about, before, limit));
    }
}

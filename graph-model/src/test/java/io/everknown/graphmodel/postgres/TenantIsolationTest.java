package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.compaction.CompactionLog;
import io.everknown.memory.consolidation.Essential;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.entity.EntityMerging;
import io.everknown.memory.entity.NameClaims;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.feedback.NewFeedback;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.merging.FactMerge;
import io.everknown.memory.reflection.Insight;
import io.everknown.memory.time.Validity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Row level security as the application meets it, for every table there is. */
class TenantIsolationTest {

    /** Tables without tenant_id, and why nothing of a tenant is lost by that. */
    private static final Map<String, String> OF_NO_TENANT = Map.ofEntries(
            Map.entry("tenant", "guarded by its own id"),
            Map.entry("signing_key", "keys of the service"),
            Map.entry("service_secret", "a key of the service"),
            Map.entry("scheduled_tasks", "the scheduler's"),
            Map.entry("periodic_run", "durations of the service's recurring jobs"),
            Map.entry("model_version", "weights and cards of the service's models"),
            Map.entry("model_state", "which of them serve, with the tenants that operators named"),
            Map.entry("model_event", "what operators did to them"),
            Map.entry("model_recall_count", "how often each served, over all tenants"),
            Map.entry("flyway_schema_history", "the migrations'"));

    private static TestRecord record;

    @BeforeAll
    static void open() {
        record = TestRecord.shared(2);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void everyTableOfATenantIsGuarded() {
        List<String> tables = tablesWithTenant();
        assertThat(tables)
                .contains("turn", "fact", "posting", "graph_outbox", "account")
                .hasSizeGreaterThanOrEqualTo(13);
        assertThat(strings("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                  AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
                """))
                .as("without row level security")
                .allSatisfy(table -> assertThat(OF_NO_TENANT).containsKey(table));
        assertThat(strings("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
                """))
                .as("no table is left out")
                .allSatisfy(table -> assertThat(tables.contains(table) || OF_NO_TENANT.containsKey(table))
                        .as(table)
                        .isTrue());
    }

    @Test
    void ofEveryTableATenantSeesItsOwnRowsAlone() {
        MemoryScope ours = filled();
        MemoryScope theirs = filled();
        for (String table : recordTables()) {
            long all = record.count(ours.tenant(), table);
            assertThat(all).as(table + " has rows").isPositive();
            assertThat(record.count(ours.tenant(), table + " WHERE tenant_id = '" + ours.tenant() + "'"))
                    .as(table)
                    .isEqualTo(all);
            assertThat(record.count(ours.tenant(), table + " WHERE tenant_id = '" + theirs.tenant() + "'"))
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void noRowCanBeMovedToOrChangedInAnotherTenant() {
        MemoryScope ours = filled();
        MemoryScope theirs = filled();
        for (String table : recordTables()) {
            assertThatThrownBy(() -> record.inside(
                            ours.tenant(),
                            sql -> sql.sql("UPDATE " + table + " SET tenant_id = ?")
                                    .param(theirs.tenant())
                                    .update()))
                    .as(table)
                    .hasStackTraceContaining("row-level security");
            assertThat(record.<Integer>inside(
                            ours.tenant(),
                            sql -> sql.sql("DELETE FROM " + table + " WHERE tenant_id = ?")
                                    .param(theirs.tenant())
                                    .update()))
                    .as(table)
                    .isZero();
        }
        assertThatThrownBy(() -> record.inside(
                        ours.tenant(),
                        sql -> sql.sql("INSERT INTO entity VALUES (?, ?, 'ada', 'k', 'K', 'thing')")
                                .param(Ids.next())
                                .param(theirs.tenant())
                                .update()))
                .hasStackTraceContaining("row-level security");
    }

    @Test
    void withoutATenantThereIsNothing() {
        MemoryScope scope = filled();
        for (String table : tablesWithTenant()) {
            assertThat(record.transactions.<Long>callWithoutTenant(sql -> sql.sql("SELECT count(*) FROM " + table)
                            .query(Long.class)
                            .single()))
                    .as(table)
                    .isZero();
        }
        assertThat(record.count(scope.tenant(), "turn")).isPositive();
    }

    @Test
    void aStatementOutsideATransactionSeesNothing() {
        MemoryScope scope = filled();
        assertThat(record.count(scope.tenant(), "turn")).isPositive();
        assertThat(record.jdbc
                        .sql("SELECT count(*) FROM turn")
                        .query(Long.class)
                        .single())
                .as("the tenant of the transaction before is not left on the connection")
                .isZero();
    }

    @Test
    void withATransactionManagerOfSomethingElseNothingIsSeen() {
        MemoryScope scope = filled();
        TenantTransactions wrong = new TenantTransactions(record.jdbc, new OfSomethingElse());
        assertThat(wrong.<Long>call(
                        scope.tenant(),
                        sql -> sql.sql("SELECT count(*) FROM turn")
                                .query(Long.class)
                                .single()))
                .isZero();
    }

    @Test
    void theApplicationOwnsNothingAndCannotLiftTheGuard() {
        assertThat(strings("SELECT current_user::text")).containsExactly("everknown_app");
        assertThat(strings("SELECT relname FROM pg_class WHERE relowner = 'everknown_app'::regrole"))
                .isEmpty();
        assertThat(strings("SELECT rolname FROM pg_roles WHERE rolname IN (current_user, session_user)"
                        + " AND (rolsuper OR rolbypassrls)"))
                .isEmpty();
        for (String statement : List.of(
                "ALTER TABLE turn DISABLE ROW LEVEL SECURITY",
                "DROP POLICY tenant ON turn",
                "TRUNCATE turn",
                "ALTER ROLE everknown_app BYPASSRLS",
                "CREATE TABLE mine (id int)")) {
            assertThatThrownBy(() -> record.jdbc.sql(statement).update())
                    .as(statement)
                    .hasStackTraceContaining("ERROR:");
        }
        MemoryScope scope = filled();
        assertThatThrownBy(() -> record.inside(scope.tenant(), sql -> {
                    sql.sql("SET LOCAL row_security = off").update();
                    return sql.sql("SELECT count(*) FROM turn")
                            .query(Long.class)
                            .single();
                }))
                .hasStackTraceContaining("row-level security");
    }

    /** A user of a new tenant, with a row in every table of the record. */
    private static MemoryScope filled() {
        MemoryScope scope = TestRecord.someone();
        List<Turn> turns = record.take(scope, "talk", "I live in Lisbon");
        Fact lisbon = TestFacts.fact(
                "Ada lives in Lisbon",
                "lives_in",
                "Lisbon",
                Validity.since(TestFacts.START),
                TestFacts.START,
                null,
                TrustLevel.USER,
                null,
                turns);
        record.write(scope, List.of(lisbon));
        record.ledger.serially(scope, Visibility.PRIVATE, held -> {
            Fact again = lisbon.confirmed(null, TrustLevel.USER, TestFacts.START.plusSeconds(60));
            held.record(new Derived(
                    List.of(),
                    List.of(new WrittenFact(again, null)),
                    List.of(),
                    "test",
                    "test",
                    DecisionThresholds.DEFAULTS));
            EntityMerging.decide(
                    held.entities(),
                    List.of(new EntityMerging.Said(
                            turns.getFirst().id(), NameClaims.read("My sister Anna is here.", "Ada"))),
                    TestFacts.START);
            held.rest(lisbon.id(), List.of(Ids.next()));
            return true;
        });
        record.upkeep.keep(
                scope,
                Visibility.PRIVATE,
                List.of(new Essential(
                        record.catalogue.load(scope, List.of(lisbon.id()), null).getFirst(), FactKind.IDENTITY, 1)),
                TestFacts.START);
        List<UUID> waiting =
                record
                        .turns
                        .append(scope, Visibility.PRIVATE, "talk", List.of(TestRecord.said("I like tea")), true)
                        .stream()
                        .map(Turn::id)
                        .toList();
        record.turnJobs.open(scope, "talk", waiting).orElseThrow();
        record.feedback.add(
                scope, new NewFeedback("Where does Ada live?", List.of(), List.of(lisbon.id()), List.of(), null, null));
        consolidated(scope, lisbon);
        record.spending.reserve(scope, LocalDate.EPOCH, ModelUsage.NONE, new ModelSpending.Limit(0, BigDecimal.ZERO));
        return scope;
    }

    /** A merge, a summary and an insight. */
    private static void consolidated(MemoryScope scope, Fact fact) {
        Fact same = TestFacts.fact("Ada is at home in Lisbon");
        Instant now = TestFacts.START;
        record.write(scope, List.of(same));
        record.factMerges.enter(
                scope,
                Visibility.PRIVATE,
                List.of(new FactMerge(
                        Ids.next(), fact.id(), same.id(), "same", 1, 1, new FactMerge.Base(now, now), now, null)));
        new PostgresCompactionLog(record.transactions)
                .keep(
                        scope,
                        scope.audience(Visibility.PRIVATE),
                        new CompactionLog.Made("key", "request", fact.id(), 2, 1, now));
        new PostgresReflectionLog(record.transactions, record.ledger.rows())
                .keep(
                        scope,
                        Visibility.PRIVATE,
                        fact.id(),
                        new Insight("topic", "What?", "This.", "Ada", List.of(), List.of(fact.id()), 1),
                        now);
    }

    private static List<String> tablesWithTenant() {
        return strings("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id'
                WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity
                  AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid) ORDER BY 1
                """);
    }

    /** Those that the memory stores fill; the others belong to accounts. */
    private static List<String> recordTables() {
        return strings("""
                SELECT DISTINCT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid
                WHERE p.polname = 'tenant' ORDER BY 1
                """);
    }

    private static List<String> strings(String query) {
        return record.jdbc.sql(query).query(String.class).list();
    }

    /** Begins and commits, but nothing of Postgres. */
    private static final class OfSomethingElse extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return UUID.randomUUID();
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}

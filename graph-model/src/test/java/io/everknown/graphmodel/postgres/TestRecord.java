package io.everknown.graphmodel.postgres;

import com.zaxxer.hikari.HikariDataSource;
import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.decision.Decision;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.SubjectLedger.Derived;
import io.everknown.memory.decision.SubjectLedger.EmbeddedTurn;
import io.everknown.memory.decision.SubjectLedger.LoggedDecision;
import io.everknown.memory.decision.SubjectLedger.WrittenFact;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.entity.EntityMergeLog;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.GraphRecord;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Every store of the record over one real Postgres, as the application has them. */
public final class TestRecord implements AutoCloseable {

    /** Words in lower case. */
    public static final LexicalAnalyzer WORDS =
            text -> Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                    .filter(word -> !word.isEmpty())
                    .toList();

    public static final InstantSource CLOCK = () -> Instant.now().truncatedTo(ChronoUnit.MICROS);

    final HikariDataSource pool;
    final JdbcClient jdbc;
    public final TenantTransactions transactions;
    public final Embedder embedder = new HashEmbedder();
    public final PostgresTurnLog turns;
    public final PostgresFactLedger ledger;
    final PostgresJobLog jobs;
    final PostgresJobQueue queue;
    final PostgresTurnJobs turnJobs;
    final PostgresModelSpending spending;
    public final PostgresCatalogue catalogue;
    public final PostgresEraser eraser;
    final PostgresUserEraser users;
    final PostgresFeedbackLog feedback;
    public final PostgresGraphOutbox outbox;
    public final GraphRecord graphRecord;
    public final PostgresMemoryIndex index;
    public final PostgresAudienceSource source;
    public final EntityMergeLog merges;
    final PostgresUpkeepLedger upkeep;
    final PostgresModelRegistry models;
    final PostgresSignalLog signals;
    final PostgresFactMergeLog factMerges;

    private TestRecord(HikariDataSource pool) {
        ObjectMapper mapper = JsonMapper.builder().build();
        this.pool = pool;
        this.jdbc = JdbcClient.create(pool);
        this.transactions = new TenantTransactions(jdbc, new JdbcTransactionManager(pool));
        this.turns = new PostgresTurnLog(transactions, CLOCK);
        this.ledger = new PostgresFactLedger(transactions, mapper, WORDS, embedder, CLOCK);
        this.jobs = new PostgresJobLog(transactions, mapper, CLOCK);
        this.queue = new PostgresJobQueue(transactions, mapper);
        this.turnJobs = new PostgresTurnJobs(transactions, jobs);
        this.spending = new PostgresModelSpending(transactions);
        this.catalogue = new PostgresCatalogue(transactions, mapper);
        this.eraser = new PostgresEraser(transactions, WORDS, CLOCK, ledger);
        this.users = new PostgresUserEraser(transactions, CLOCK);
        this.feedback = new PostgresFeedbackLog(transactions, CLOCK);
        this.outbox = new PostgresGraphOutbox(transactions, mapper);
        this.graphRecord = new PostgresGraphRecord(transactions, mapper);
        this.merges = new PostgresEntityMergeLog(transactions, CLOCK);
        this.factMerges = new PostgresFactMergeLog(transactions, ledger.rows());
        this.upkeep = new PostgresUpkeepLedger(transactions, mapper);
        this.models = new PostgresModelRegistry(transactions, mapper);
        this.signals = new PostgresSignalLog(transactions);
        this.source = new PostgresAudienceSource(transactions, mapper, WORDS);
        this.index = new PostgresMemoryIndex(transactions, mapper, WORDS);
    }

    /** On the servers that all tests share. */
    public static TestRecord shared() {
        return shared(16);
    }

    static TestRecord shared(int connections) {
        StackAddresses stack = TestStack.shared().addresses();
        Flyway.configure()
                .dataSource(stack.postgresUrl(), stack.postgresOwnerUser(), stack.postgresOwnerPassword())
                .load()
                .migrate();
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(stack.postgresUrl());
        pool.setUsername(stack.postgresUser());
        pool.setPassword(stack.postgresPassword());
        pool.setMaximumPoolSize(connections);
        pool.setConnectionInitSql("SET ROLE everknown_app");
        return new TestRecord(pool);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** A statement as the owner of the tables, for what the application may not do. */
    static void asOwner(String statement) {
        StackAddresses stack = TestStack.shared().addresses();
        JdbcClient.create(new DriverManagerDataSource(
                        stack.postgresUrl(), stack.postgresOwnerUser(), stack.postgresOwnerPassword()))
                .sql(statement)
                .update();
    }

    /** A user of a tenant that nobody else has. */
    public static MemoryScope someone() {
        return new MemoryScope(Ids.next(), "ada");
    }

    static NewTurn said(String content) {
        return said(content, null, null);
    }

    static NewTurn said(String content, @Nullable Instant at, @Nullable String key) {
        return new NewTurn("user", content, "Ada", at, null, null, TrustLevel.USER, key);
    }

    /** Stores turns and counts them as derived, with no facts. */
    List<Turn> take(MemoryScope scope, String conversation, String... contents) {
        TurnLog log = turns;
        List<Turn> stored = log.append(
                scope,
                Visibility.PRIVATE,
                conversation,
                Arrays.stream(contents).map(TestRecord::said).toList(),
                true);
        derive(scope, stored, List.of());
        return stored;
    }

    /** Counts turns as derived and writes facts, new ones with the vector of their text. */
    void derive(MemoryScope scope, List<Turn> done, List<Fact> facts) {
        Visibility visibility =
                done.isEmpty() ? facts.getFirst().visibility() : done.getFirst().visibility();
        ledger.serially(scope, visibility, held -> {
            held.record(new Derived(
                    done.stream()
                            .map(turn -> new EmbeddedTurn(
                                    turn,
                                    embedder.embedQuery(turn.searchText()),
                                    List.of(new EntityMention("Lisbon", EntityType.PLACE))))
                            .toList(),
                    facts.stream()
                            .map(fact -> new WrittenFact(fact, embedder.embedQuery(fact.text())))
                            .toList(),
                    facts.stream()
                            .map(fact -> new LoggedDecision(
                                    Ids.next(),
                                    fact.sources().isEmpty()
                                            ? null
                                            : fact.sources().getFirst().turn(),
                                    new Decision.Add(fact, List.of(), "new: " + fact.text(), 1),
                                    List.of()))
                            .toList(),
                    "test",
                    "test",
                    DecisionThresholds.DEFAULTS));
            return true;
        });
    }

    void write(MemoryScope scope, List<Fact> facts) {
        derive(scope, List.of(), facts);
    }

    long count(UUID tenant, String from) {
        return inside(
                tenant,
                sql -> sql.sql("SELECT count(*) FROM " + from).query(Long.class).single());
    }

    /** Empties the outbox. */
    void drain(MemoryScope scope) {
        while (outbox.relay(scope, 100, projection -> {}) > 0) {}
    }

    /** Tables of a tenant whose rows hold a text anywhere, in any column. */
    List<String> tablesWith(UUID tenant, String text) {
        return inside(tenant, sql -> {
            List<String> tables = sql.sql("SELECT table_name::text FROM information_schema.columns"
                            + " WHERE table_schema = 'public' AND column_name = 'tenant_id' ORDER BY 1")
                    .query(String.class)
                    .list();
            return tables.stream()
                    .filter(table -> sql.sql("SELECT count(*) FROM " + table + " t WHERE t::text ILIKE ?")
                                    .param("%" + text + "%")
                                    .query(Long.class)
                                    .single()
                            > 0)
                    .toList();
        });
    }

    /** Runs work, whose own transactions join, in one that commits or not. */
    void together(boolean commits, Work work) {
        new TransactionTemplate(new JdbcTransactionManager(pool)).executeWithoutResult(status -> {
            try {
                work.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            if (!commits) {
                status.setRollbackOnly();
            }
        });
    }

    /** What may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    public <T> T inside(UUID tenant, Function<JdbcClient, T> work) {
        return transactions.call(tenant, work);
    }
}

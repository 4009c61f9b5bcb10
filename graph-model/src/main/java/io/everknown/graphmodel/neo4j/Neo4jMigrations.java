package io.everknown.graphmodel.neo4j;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the graph's schema up to date on the first contact with the server, which need not be there when the process
 * starts. Applied versions stand in {@code (:GraphMigration)} nodes with the checksum of their text.
 */
public final class Neo4jMigrations {

    private static final Logger LOG = LoggerFactory.getLogger(Neo4jMigrations.class);

    private static final List<String> LEDGER = List.of("""
            CREATE CONSTRAINT graph_migration_version IF NOT EXISTS
            FOR (m:GraphMigration) REQUIRE m.version IS UNIQUE""", """
            CREATE CONSTRAINT graph_migration_lock IF NOT EXISTS
            FOR (l:GraphMigrationLock) REQUIRE l.name IS UNIQUE""");

    private static final String APPLIED = """
            UNWIND $versions AS version
            MATCH (m:GraphMigration {version: version})
            RETURN m.version AS version, m.checksum AS checksum""";

    private static final String LOCK = """
            MERGE (l:GraphMigrationLock {name: 'schema'})
            SET l.taken_at = datetime()""";

    private static final String RECORD = """
            MERGE (m:GraphMigration {version: $version})
            SET m.name = $name, m.checksum = $checksum, m.applied_at = datetime($at)""";

    private final Driver driver;
    private final SessionConfig config;
    private final List<CypherMigration> migrations;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean done;

    /**
     * Migrations found on the class path under {@code neo4j/migrations}.
     *
     * @param database name of the database, or null for the server's default
     */
    public Neo4jMigrations(Driver driver, @Nullable String database, InstantSource clock) {
        this(driver, database, clock, CypherMigration.onClassPath());
    }

    Neo4jMigrations(Driver driver, @Nullable String database, InstantSource clock, List<CypherMigration> migrations) {
        Set<Integer> versions = new HashSet<>();
        for (CypherMigration migration : migrations) {
            if (!versions.add(migration.version())) {
                throw new IllegalArgumentException("two migrations have version " + migration.version());
            }
        }
        this.driver = driver;
        this.config = database == null ? SessionConfig.defaultConfig() : SessionConfig.forDatabase(database);
        this.migrations = List.copyOf(migrations);
        this.clock = clock;
    }

    /**
     * Applies what is missing; once that went well, further calls cost nothing.
     *
     * @throws IllegalStateException when an applied migration reads otherwise than it did then
     * @throws org.neo4j.driver.exceptions.Neo4jException when the server can't be reached; the next call tries again
     */
    public void apply() {
        if (done) {
            return;
        }
        lock.lock();
        try {
            if (!done) {
                migrate();
                done = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether this process has seen the schema up to date. */
    public boolean isApplied() {
        return done;
    }

    private void migrate() {
        try (Session session = driver.session(config)) {
            if (!isLedgerReady(session)) {
                LEDGER.forEach(statement -> session.run(statement).consume());
            }
            if (missing(session).isEmpty()) {
                return;
            }
        }
        // The lock is a node written by a transaction that stays open meanwhile. A second process waits for it here,
        // and if this one dies, the server lets go of it.
        try (Session locking = driver.session(config);
                Transaction held = locking.beginTransaction();
                Session session = driver.session(config)) {
            held.run(LOCK).consume();
            for (CypherMigration migration : missing(session)) {
                LOG.info("Applying graph migration {} ({})", migration.version(), migration.name());
                migration
                        .statements()
                        .forEach(statement -> session.run(statement).consume());
                session.run("CALL db.awaitIndexes(300)").consume();
                session.run(RECORD, record(migration)).consume();
            }
            held.commit();
        }
    }

    private static boolean isLedgerReady(Session session) {
        return session.run("SHOW CONSTRAINTS YIELD name WHERE name STARTS WITH 'graph_migration_' RETURN count(*) AS n")
                        .single()
                        .get("n")
                        .asInt()
                == LEDGER.size();
    }

    private List<CypherMigration> missing(Session session) {
        Map<Integer, String> applied = new HashMap<>();
        List<Integer> versions =
                migrations.stream().map(CypherMigration::version).toList();
        for (Record row : session.run(APPLIED, Map.of("versions", versions)).list()) {
            applied.put(row.get("version").asInt(), row.get("checksum").asString());
        }
        for (CypherMigration migration : migrations) {
            String checksum = applied.get(migration.version());
            if (checksum != null && !checksum.equals(migration.checksum())) {
                throw new IllegalStateException("graph migration " + migration.version() + " (" + migration.name()
                        + ") was changed after it had been applied; add a new one instead");
            }
        }
        return migrations.stream()
                .filter(migration -> !applied.containsKey(migration.version()))
                .toList();
    }

    private Map<String, Object> record(CypherMigration migration) {
        return Map.of(
                "version",
                migration.version(),
                "name",
                migration.name(),
                "checksum",
                migration.checksum(),
                "at",
                clock.instant().toString());
    }
}

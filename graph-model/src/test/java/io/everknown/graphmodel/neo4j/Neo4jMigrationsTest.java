package io.everknown.graphmodel.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;

class Neo4jMigrationsTest {

    /** Far from the versions that the store uses, so that other tests on the same server are not disturbed. */
    private static final String FILE = "9001__migration_test.cypher";

    private static final String TEXT = """
            // Each run leaves a node behind, so that runs can be counted.
            CREATE INDEX migration_test IF NOT EXISTS FOR (n:MigrationTest) ON (n.run);
            CREATE (:MigrationTest {run: randomUUID()});
            """;

    private static GraphContext context;

    @BeforeAll
    static void start() {
        context = GraphContext.shared();
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @AfterEach
    void forget() {
        try (Session session = context.driver().session()) {
            session.run("MATCH (n:MigrationTest) DELETE n").consume();
            session.run("MATCH (m:GraphMigration {version: 9001}) DELETE m").consume();
            session.run("DROP INDEX migration_test IF EXISTS").consume();
        }
    }

    @Test
    void processesThatStartAtOnceApplyEachVersionOnce() throws Exception {
        List<Callable<Boolean>> starts = new ArrayList<>();
        for (int process = 0; process < 4; process++) {
            Neo4jMigrations migrations = migrations(TEXT);
            starts.add(() -> {
                migrations.apply();
                return migrations.isApplied();
            });
        }
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> start : processes.invokeAll(starts)) {
                assertThat(start.get()).isTrue();
            }
        }
        assertThat(count("MATCH (n:MigrationTest) RETURN count(n) AS n")).isOne();
        assertThat(count("MATCH (m:GraphMigration {version: 9001}) RETURN count(m) AS n"))
                .isOne();
    }

    @Test
    void aChangedMigrationIsRefusedAndAChangedCommentIsNot() {
        migrations(TEXT).apply();
        migrations("// another remark\n" + TEXT).apply();
        Neo4jMigrations changed = migrations(TEXT + "CREATE (:MigrationTest);\n");
        assertThatThrownBy(changed::apply)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("9001");
        assertThat(changed.isApplied()).isFalse();
        assertThat(count("MATCH (n:MigrationTest) RETURN count(n) AS n")).isOne();
    }

    @Test
    void theStoresOwnMigrationsAreAppliedByTheFirstCall() {
        context.store().ping();
        assertThat(context.bean(Neo4jMigrations.class).isApplied()).isTrue();
        assertThat(count("SHOW INDEXES YIELD name, state WHERE name IN ['entity_id', 'fact_id', 'turn_id', 'name_key',"
                        + " 'entity_page', 'mention_newest', 'relation_fact'] AND state = 'ONLINE'"
                        + " RETURN count(*) AS n"))
                .isEqualTo(7);
    }

    @Test
    void aFileWithoutANumberIsRefused() {
        assertThatThrownBy(() -> CypherMigration.of("graph.cypher", "RETURN 1;"))
                .isInstanceOf(IllegalArgumentException.class);
        CypherMigration one = CypherMigration.of("007__one.cypher", "RETURN 1;\nRETURN 2");
        assertThat(one.version()).isEqualTo(7);
        assertThat(one.statements()).containsExactly("RETURN 1", "RETURN 2");
        assertThatThrownBy(() -> new Neo4jMigrations(context.driver(), null, InstantSource.system(), List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Neo4jMigrations migrations(String text) {
        return new Neo4jMigrations(
                context.driver(), null, InstantSource.system(), List.of(CypherMigration.of(FILE, text)));
    }

    private static int count(String statement) {
        try (Session session = context.driver().session()) {
            return session.run(statement).single().get("n").asInt();
        }
    }
}

package io.everknown.graphmodel.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.graph.GraphDifference.Kind;
import io.everknown.memory.graph.GraphReconciliation;
import io.everknown.memory.graph.GraphReconciliation.Report;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.Session;
import org.neo4j.driver.Values;

/** What differs between graph and record is found, told and repaired, and nothing else. */
class ReconciledGraphTest {

    private static TestRecord record;
    private static TestGraph drawn;
    private static Neo4jGraphStore graph;
    private static GraphReconciliation reconciliation;

    private final MemoryScope ada = TestRecord.someone();
    private final MemoryScope stranger = TestRecord.someone();
    private final GraphRelay relay = new GraphRelay(record.outbox, graph);

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        drawn = TestGraph.open();
        graph = drawn.graph();
        reconciliation = new GraphReconciliation(record.graphRecord, drawn.inspection());
    }

    @AfterAll
    static void close() {
        drawn.close();
        record.close();
    }

    private void bulk(MemoryScope scope) {
        BulkRecord.write(record, scope, 30, 10, 8, 2);
        relay.relay(scope);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MATCH (n:Turn {tenant: $t}) WITH n ORDER BY n.id LIMIT 3 DETACH DELETE n | {MISSING=3}",
                "MATCH (n:Fact {tenant: $t}) WITH n ORDER BY n.id LIMIT 2 SET n.text = 'another' | {PROPERTIES=2}",
                "MATCH (n:Fact {tenant: $t}) WITH n LIMIT 1 SET n.valid_from = datetime('2001-01-01T00:00:00Z') | {PROPERTIES=1}",
                "MATCH (n:Fact {tenant: $t}) WITH n LIMIT 1 SET n.scope = $t + '/bob' | {PROPERTIES=1}",
                "MATCH (:Turn {tenant: $t})-[r:MENTIONS]->() WITH r LIMIT 1 DELETE r | {LINKS=1}",
                "MATCH (:Turn {tenant: $t})-[r:MENTIONS]->() WITH r LIMIT 1 SET r.at = datetime() | {LINKS=1}",
                "MATCH ()-[r:RELATED {tenant: $t}]->() WITH r LIMIT 1 DELETE r | {LINKS=1}",
                "MATCH (a:Fact {tenant: $t})-[:MENTIONS]->(b) WITH a, b LIMIT 1 CREATE (a)-[:MENTIONS]->(b) | {LINKS=1}",
                "MATCH (a:Entity {tenant: $t}) WITH a LIMIT 1 CREATE (a)-[:RELATED {tenant: $t, fact: $id, type: 'x'}]->(a) | {STRAY=1}",
                "CREATE (:Fact {tenant: $t, id: $id, scope: $t + '/ada'}) | {STRAY=1}",
                "MATCH (a:Entity {tenant: $t}) WITH a LIMIT 1 CREATE (:Turn {tenant: $t, id: $id, scope: $t + '/ada'})-[:MENTIONS]->(a) | {STRAY=1}",
                "CREATE (:Turn {tenant: $t, id: $id}) | {ORPHAN=1}",
                "CREATE (:Entity {tenant: $t, id: $id, scope: $t + '/ada', key: 'x', name: 'X', type: 'THING'}) | {ORPHAN=1}",
                "CREATE (:Name {scope: $t + '/ada', key: 'nobody'}) | {ORPHAN=1}",
                "MATCH (n:Entity {tenant: $t, key: 'hub'}) SET n.name = 'another' | {ENTITY=1}",
                "MATCH (n:Name {scope: $t + '/ada', key: 'hub'}) DETACH DELETE n | {ENTITY=1}"
            })
    void eachDamageIsFoundRepairedAndGone(String damage, String found) {
        bulk(ada);
        bulk(stranger);
        GraphSnapshot whole = graph.snapshot(ada.tenant());
        assertThat(reconcile(ada).found()).isEmpty();
        run(damage, ada.tenant());
        run("MATCH (n:Entity {tenant: $t, key: 'hub'}) SET n.name = 'another'", stranger.tenant());
        GraphSnapshot others = graph.snapshot(stranger.tenant());

        Report report = reconcile(ada);
        assertThat(report.found()).hasToString(found);
        assertThat(report.memories()).isEqualTo(40);
        assertThat(reconcile(ada).found()).isEmpty();
        assertThat(graph.snapshot(ada.tenant())).isEqualTo(whole);
        assertThat(graph.snapshot(stranger.tenant()))
                .as("a run through one tenant touches no other")
                .isEqualTo(others);
    }

    @Test
    void everyTenantHasItsTurn() {
        bulk(ada);
        bulk(stranger);
        for (MemoryScope scope : List.of(ada, stranger)) {
            run("MATCH (n:Fact {tenant: $t}) WITH n LIMIT 1 SET n.text = 'another'", scope.tenant());
        }
        assertThat(reconciliation.run(() -> false).found(Kind.PROPERTIES)).isEqualTo(2);
        assertThat(reconciliation.run(() -> false).found()).isEqualTo(Map.of());
    }

    @Test
    void whatWaitsInTheOutboxIsNoDifference() {
        RandomWriter writer = new RandomWriter(record, new Random(5));
        writer.say(ada, Visibility.PRIVATE);
        relay.relay(ada);
        for (int i = 0; i < 10; i++) {
            writer.write(ada);
        }
        GraphSnapshot before = graph.snapshot(ada.tenant());
        assertThat(reconcile(ada).found()).isEmpty();
        assertThat(graph.snapshot(ada.tenant())).isEqualTo(before);
        relay.relay(ada);
        assertThat(graph.snapshot(ada.tenant())).isNotEqualTo(before);
        assertThat(reconcile(ada).found()).isEmpty();
    }

    @Test
    void whileOthersWriteNothingIsFoundThatIsNot() throws Exception {
        RandomWriter writer = new RandomWriter(record, new Random(8));
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int write = 0; write < 8; write++) {
                writer.write(ada);
                relay.relay(ada);
            }
        });
        int runs = 0;
        do {
            assertThat(reconcile(ada).found()).as("run " + runs).isEmpty();
            runs++;
        } while (!writing.isDone());
        writing.get();
        assertThat(runs).isGreaterThan(1);
    }

    private static Report reconcile(MemoryScope scope) {
        return reconciliation.run(scope.tenant(), () -> false);
    }

    private static void run(String statement, UUID tenant) {
        try (Session session = drawn.driver().session()) {
            session.run(
                            statement,
                            Values.parameters(
                                    "t", tenant.toString(), "id", Ids.next().toString()))
                    .consume();
        }
    }
}

package io.everknown.graphmodel.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.graph.GraphInspection;
import io.everknown.memory.graph.GraphRedraw;
import io.everknown.memory.graph.GraphRedraw.Redrawn;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.job.JobStoppedException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.neo4j.driver.Session;
import org.neo4j.driver.Values;

/** Whatever happened to the graph, drawn anew it is what the record says, and nobody else's is touched. */
class RedrawnGraphTest {

    private static TestRecord record;
    private static TestGraph drawn;
    private static Neo4jGraphStore graph;
    private static GraphInspection inspection;

    private final MemoryScope ada = new MemoryScope(Ids.next(), "ada");
    private final MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
    private final MemoryScope stranger = new MemoryScope(Ids.next(), "ada");
    private final GraphRelay relay = new GraphRelay(record.outbox, graph);
    private final GraphRedraw redraw = new GraphRedraw(record.graphRecord, inspection);

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        drawn = TestGraph.open();
        graph = drawn.graph();
        inspection = drawn.inspection();
    }

    @AfterAll
    static void close() {
        drawn.close();
        record.close();
    }

    @BeforeEach
    void write() {
        RandomWriter writer = new RandomWriter(record, new Random(11));
        writer.say(stranger, Visibility.PRIVATE);
        writer.say(stranger, Visibility.TEAM);
        relayAll();
    }

    private void relayAll() {
        List.of(ada, bob, stranger).forEach(relay::relay);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aWipedOrDamagedGraphIsDrawnAnewWhileOthersWrite(int seed) throws Exception {
        Random random = new Random(seed);
        RandomWriter writer = new RandomWriter(record, random);
        for (int step = 0; step < 25; step++) {
            writer.write(random.nextBoolean() ? ada : bob);
        }
        relayAll();
        GraphSnapshot others = graph.snapshot(stranger.tenant());
        if (seed == 1) {
            graph.clear(ada.tenant());
        } else {
            damage(ada.tenant());
        }

        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Integer> meanwhile = CompletableFuture.supplyAsync(() -> {
            RandomWriter another = new RandomWriter(record, new Random(seed + 100));
            int written = 0;
            while (!ended.get() || written < 6) {
                another.write(written % 2 == 0 ? ada : bob);
                relay.relay(written % 2 == 0 ? ada : bob);
                written++;
            }
            return written;
        });
        Redrawn done = redraw.redraw(ada.tenant(), memories -> {});
        redraw.redraw(ada.tenant(), memories -> {});
        ended.set(true);
        assertThat(meanwhile.get()).isGreaterThanOrEqualTo(6);
        assertThat(done.memories()).isPositive();
        relayAll();

        GraphSnapshot repaired = graph.snapshot(ada.tenant());
        assertThat(graph.snapshot(stranger.tenant())).isEqualTo(others);
        assertThat(record.graphRecord.count(ada.tenant())).isGreaterThan(20);
        assertThat(repaired).isEqualTo(rebuilt());
    }

    @Test
    void oneThatWasStoppedInTheMiddleIsDoneByTheNext() {
        BulkRecord.write(record, ada, 700, 600, 30, 5);
        relayAll();
        GraphSnapshot before = graph.snapshot(ada.tenant());
        graph.clear(ada.tenant());
        assertThatThrownBy(() -> redraw.redraw(ada.tenant(), memories -> {
                    throw new JobStoppedException();
                }))
                .isInstanceOf(JobStoppedException.class);
        assertThat(graph.snapshot(ada.tenant()).nodes())
                .isNotEmpty()
                .hasSizeLessThan(before.nodes().size());
        Redrawn done = redraw.redraw(ada.tenant(), memories -> {});
        assertThat(done).isEqualTo(new Redrawn(1300, 0, 0));
        assertThat(graph.snapshot(ada.tenant())).isEqualTo(before);
        assertThat(record.outbox.waiting(1000)).extracting(MemoryScope::tenant).doesNotContain(ada.tenant());
    }

    @Test
    void whoKeepsTheMemoriesAtHandNeedNotReadThemAgain() {
        new RandomWriter(record, new Random(3)).say(ada, Visibility.PRIVATE);
        long version = version();
        redraw.redraw(ada.tenant(), memories -> {});
        assertThat(version()).isEqualTo(version);
        record.outbox.enterAll(ada.tenant());
        assertThat(version()).isGreaterThan(version);
    }

    private long version() {
        return record.inside(
                ada.tenant(),
                sql -> sql.sql("SELECT sum(version) FROM audience_version WHERE tenant_id = ?")
                        .param(ada.tenant())
                        .query(Long.class)
                        .single());
    }

    /** The graph as it is when it is dropped and comes by the outbox alone. */
    private GraphSnapshot rebuilt() {
        graph.clear(ada.tenant());
        record.outbox.enterAll(ada.tenant());
        relayAll();
        return graph.snapshot(ada.tenant());
    }

    /** Deletes, changes and adds nodes and relationships of every kind. */
    private static void damage(UUID tenant) {
        for (String statement : List.of(
                "MATCH (n:Fact {tenant: $t}) WITH n ORDER BY n.id LIMIT 3 DETACH DELETE n",
                "MATCH (n:Turn {tenant: $t}) WITH n ORDER BY n.id LIMIT 3 SET n.conversation = 'another', n.odd = 1",
                "MATCH (n:Entity {tenant: $t}) WITH n ORDER BY n.id LIMIT 1 DETACH DELETE n",
                "MATCH (n:Entity {tenant: $t}) WITH n ORDER BY n.id DESC LIMIT 1 SET n.name = 'another'",
                "MATCH (n:Name) WHERE n.scope STARTS WITH $t WITH n ORDER BY n.key LIMIT 2 DETACH DELETE n",
                "MATCH (:Fact {tenant: $t})-[r:STATED_IN]->() WITH r LIMIT 2 DELETE r",
                "MATCH (a:Fact {tenant: $t})-[r:MENTIONS]->(b) WITH a, b LIMIT 2 CREATE (a)-[:MENTIONS]->(b)",
                "MATCH (a:Fact {tenant: $t}), (b:Turn {tenant: $t}) WITH a, b LIMIT 2 CREATE (a)-[:ODD]->(b)",
                "MATCH (a:Entity {tenant: $t}) WITH a LIMIT 1 CREATE (a)-[:RELATED {tenant: $t, fact: $id, type: 'x'}]->(a)",
                "CREATE (:Entity {tenant: $t, id: $id, scope: $t + '/ada', key: 'x', name: 'X', type: 'THING'})",
                "CREATE (:Name {scope: $t + '/ada', key: 'nobody at all'})",
                "CREATE (:Turn {tenant: $t, id: $id, scope: $t + '/ada', text: 'stray'})")) {
            try (Session session = drawn.driver().session()) {
                session.run(
                                statement,
                                Values.parameters(
                                        "t", tenant.toString(), "id", Ids.next().toString()))
                        .consume();
            }
        }
    }
}

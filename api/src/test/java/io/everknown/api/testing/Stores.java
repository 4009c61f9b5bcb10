package io.everknown.api.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Looks into the stores past the service: as the owner of the tables, and into the whole graph of a tenant. */
public final class Stores {

    private final JdbcClient owner;

    private Stores(StackAddresses addresses) {
        this.owner = JdbcClient.create(new DriverManagerDataSource(
                addresses.postgresUrl(), addresses.postgresOwnerUser(), addresses.postgresOwnerPassword()));
    }

    public static Stores shared() {
        return of(TestStack.shared());
    }

    public static Stores of(TestStack stack) {
        return new Stores(stack.addresses());
    }

    /** Statements as the owner of the tables. */
    public JdbcClient owner() {
        return owner;
    }

    /** How many rows of a tenant each table of the record has. */
    public Map<String, Long> rows(String tenant) {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : tables()) {
            rows.put(
                    table,
                    owner.sql("SELECT count(*) FROM " + table + " WHERE tenant_id = ?")
                            .param(UUID.fromString(tenant))
                            .query(Long.class)
                            .single());
        }
        return rows;
    }

    /** All rows of a tenant that hold a word anywhere, as JSON with the table's name in front. */
    public List<String> mentioning(String tenant, String word) {
        return tables().stream()
                .flatMap(table -> owner
                        .sql("SELECT r FROM (SELECT to_jsonb(t)::text AS r FROM " + table
                                + " t WHERE tenant_id = ?) x WHERE strpos(lower(r), ?) > 0")
                        .param(UUID.fromString(tenant))
                        .param(word.toLowerCase(Locale.ROOT))
                        .query(String.class)
                        .list()
                        .stream()
                        .map(row -> table + ": " + row))
                .toList();
    }

    /** Names of entities that no memory and no relation of the tenant names, and nobody said to be of another. */
    public List<String> orphans(String tenant) {
        return owner.sql("SELECT name FROM entity e WHERE tenant_id = ?"
                        + " AND NOT EXISTS (SELECT FROM mention m WHERE m.entity_id = e.id)"
                        + " AND NOT EXISTS (SELECT FROM relation r WHERE r.subject = e.id OR r.object = e.id)"
                        + " AND NOT EXISTS (SELECT FROM entity_merge c JOIN entity_merge_source s ON s.merge_id = c.id"
                        + " WHERE c.alias_id = e.id OR c.entity_id = e.id)")
                .param(UUID.fromString(tenant))
                .query(String.class)
                .list();
    }

    /** Lines of the tenant's graph that hold a word anywhere. */
    public static List<String> mentioning(GraphStore graph, String tenant, String word) {
        GraphSnapshot snapshot = graph.snapshot(UUID.fromString(tenant));
        return Stream.concat(snapshot.nodes().stream(), snapshot.relationships().stream())
                .filter(line -> line.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** Checks that the tenant's graph is what the record says: drops it, builds it anew, and compares. */
    public static void graphIsWhatTheRecordSays(
            GraphStore graph, GraphOutbox outbox, GraphRelay relay, String tenantId) {
        UUID tenant = UUID.fromString(tenantId);
        carried(outbox);
        GraphSnapshot before = graph.snapshot(tenant);
        graph.clear(tenant);
        outbox.enterAll(tenant);
        relay.relayAll();
        carried(outbox);
        GraphSnapshot rebuilt = graph.snapshot(tenant);
        assertThat(before.nodes()).isEqualTo(rebuilt.nodes());
        assertThat(before.relationships()).isEqualTo(rebuilt.relationships());
    }

    /** The worker beside may hold a part of the outbox that it is just carrying. */
    private static void carried(GraphOutbox outbox) {
        await().atMost(Duration.ofSeconds(30))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> outbox.depth() == 0);
    }

    /** The tables of the record: all that have a tenant and are none of the identities'. */
    private List<String> tables() {
        return owner.sql("""
                        SELECT c.table_name FROM information_schema.columns c
                        JOIN information_schema.tables t USING (table_schema, table_name)
                        WHERE c.table_schema = 'public' AND c.column_name = 'tenant_id'
                          AND t.table_type = 'BASE TABLE'
                          AND c.table_name NOT IN ('account', 'api_key', 'refresh_token')
                        ORDER BY 1
                        """).query(String.class).list();
    }
}

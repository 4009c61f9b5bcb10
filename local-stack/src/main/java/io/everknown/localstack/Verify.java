package io.everknown.localstack;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ./everknown verify}: restores a backup into a stack that is thrown away and sees whether the service works with
 * it: every row, the graph drawn anew, and ten recalls that have to bring back a memory by its own words.
 */
public final class Verify {

    private static final int RECALLS = 10;
    private static final int ITEMS = 10;
    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);
    private static final Duration LONGEST_DRAWING = Duration.ofMinutes(30);

    /** Current facts, one of each user before a second of anybody, always the same ones of the same backup. */
    private static final String CHOSEN = """
            SELECT id, tenant_id, user_id, text FROM (
                SELECT f.id, f.tenant_id, f.user_id, f.text,
                       row_number() OVER (PARTITION BY f.tenant_id, f.user_id ORDER BY md5(f.id::text)) AS place
                  FROM fact f
                 WHERE f.type = 'fact' AND f.valid_to IS NULL AND f.retracted_at IS NULL AND f.superseded_by IS NULL
                   AND f.archived_at IS NULL AND (f.expires_at IS NULL OR f.expires_at > now())
                   AND EXISTS (SELECT FROM account a WHERE a.tenant_id = f.tenant_id)) c
             ORDER BY place, md5(id::text) LIMIT\s""" + RECALLS;

    private static final String ADD_KEY = """
            INSERT INTO api_key (id, tenant_id, name, role, act_for_users, secret_hash, created_by, created_at)
            SELECT ?, a.tenant_id, 'verify', 'READER', true, ?, a.id, now() FROM account a WHERE a.tenant_id = ? LIMIT 1
            """;

    private final LocalStack stack;

    private Verify(LocalStack stack) {
        this.stack = stack;
    }

    /**
     * Runs it and ends with 0 when all is well, or with 1 and what is not.
     *
     * @param words {@code FILE}
     */
    public static void main(String[] words) {
        try {
            verify(BackupOptions.read("verify", words, System.getenv()).requiredFile("verify"));
            System.exit(0);
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void verify(Path file) {
        System.out.println("starting a stack of its own, whose data is thrown away");
        LocalStack stack = TestStack.startThrowAway();
        try {
            BackupFile.Manifest manifest = Restore.into(stack.database(), file);
            System.out.printf(
                    Locale.ROOT,
                    "rows    %,d of %d tables, as of %s: each table has the count and the hash it had%n",
                    manifest.tables().values().stream()
                            .mapToLong(BackupFile.TableState::rows)
                            .sum(),
                    manifest.tables().size(),
                    manifest.createdAt());
            new Verify(stack).use();
        } catch (SQLException e) {
            throw new StackException("Postgres could not be asked: " + e.getMessage(), e);
        } finally {
            TestStack.throwAway(stack);
        }
    }

    private void use() throws SQLException {
        List<Probe> probes = probes();
        int port = Waiting.freePort();
        Map<String, String> variables = new HashMap<>(stack.addresses().asEnvironment());
        variables.put("EVERKNOWN_WARM_UP", "0s");
        ServiceProcess service = ServiceProcess.start(
                variables, port, stack.folder().resolve("logs/api.log"), death -> System.err.println(death.message()));
        stack.stopFirst(service::stop);
        awaitGraph();
        recall(URI.create("http://127.0.0.1:" + port), probes);
    }

    private void awaitGraph() throws SQLException {
        try (Connection connection = stack.database().connect()) {
            long began = System.nanoTime();
            boolean drawn = Waiting.until(LONGEST_DRAWING, () -> count(connection, "graph_outbox") == 0);
            if (!drawn) {
                throw new StackException(count(connection, "graph_outbox")
                        + " memories did not get into the graph within " + LONGEST_DRAWING.toMinutes() + " minutes");
            }
            System.out.printf(
                    Locale.ROOT,
                    "graph   %,d turns and %,d facts drawn anew in %.1f s%n",
                    count(connection, "turn"),
                    count(connection, "fact"),
                    (System.nanoTime() - began) / 1e9);
        }
    }

    private static long count(Connection connection, String table) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new StackException("Postgres could not be asked: " + e.getMessage(), e);
        }
    }

    private static void recall(URI address, List<Probe> probes) {
        int found = 0;
        for (Probe probe : probes) {
            if (isFound(address, probe)) {
                found++;
            } else {
                System.out.println("recall  the fact " + probe.fact() + " was not found by its own words");
            }
        }
        System.out.println("recall  " + found + " of " + probes.size() + " facts found by their own words");
        if (found < probes.size()) {
            throw new StackException("The backup is whole, and recall does not bring back what is in it");
        }
    }

    /** Asks again where the answer is an error: a busy machine may take its time after a start. */
    private static boolean isFound(URI address, Probe probe) {
        StackException failure = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (DemoClient client = new DemoClient(address)) {
                return client.recalls(probe.key(), probe.user(), probe.text(), probe.fact(), ITEMS);
            } catch (StackException e) {
                failure = e;
                LockSupport.parkNanos(BETWEEN_ATTEMPTS.toNanos());
            }
        }
        throw failure == null ? new StackException("No recall was asked") : failure;
    }

    /** A fact to be recalled, by a credential that this copy of the data alone knows. */
    private record Probe(UUID fact, String user, String text, String key) {}

    private List<Probe> probes() throws SQLException {
        List<Probe> probes = new ArrayList<>();
        Map<UUID, String> keys = new HashMap<>();
        try (Connection connection = stack.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CHOSEN)) {
            while (rows.next()) {
                UUID tenant = rows.getObject(2, UUID.class);
                String key = keys.get(tenant);
                if (key == null) {
                    key = addKey(connection, tenant);
                    keys.put(tenant, key);
                }
                probes.add(new Probe(rows.getObject(1, UUID.class), rows.getString(3), rows.getString(4), key));
            }
        }
        return probes;
    }

    private static String addKey(Connection connection, UUID tenant) throws SQLException {
        UUID id = UUID.randomUUID();
        String secret = Credentials.bearerSecret();
        try (PreparedStatement insert = connection.prepareStatement(ADD_KEY)) {
            insert.setObject(1, id);
            insert.setString(2, sha256(secret));
            insert.setObject(3, tenant);
            insert.executeUpdate();
        }
        return "ek_" + id.toString().replace("-", "") + "_" + secret;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

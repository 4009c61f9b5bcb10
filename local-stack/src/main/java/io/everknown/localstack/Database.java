package io.everknown.localstack;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A whole database, seen by a role for which row level security doesn't hold: what is dumped, restored and compared.
 *
 * @param url JDBC address
 * @param user a superuser's, or that of a role with BYPASSRLS that may read all tables
 */
record Database(String url, String user, String password) {

    /** Its private parts are in no backup; what the manifest holds of it takes its place. */
    static final String KEYS = "signing_key";

    /** What seals receipts of recalls; a restored service makes one of its own. */
    static final String SECRETS = "service_secret";

    private static final int POSTGRES_PORT = 5432;
    private static final Path NOTHING = Path.of("/dev/null");

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        Connection connection = DriverManager.getConnection(url, properties);
        try (Statement statement = connection.createStatement()) {
            // A row's text, and so its hash, depends on these.
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SET DateStyle = 'ISO'");
            statement.execute("SET IntervalStyle = 'postgres'");
            statement.execute("SET extra_float_digits = 1");
            statement.execute("SET bytea_output = 'hex'");
        }
        return connection;
    }

    /** Rows and hash of each table but {@link #KEYS} and {@link #SECRETS}, as the connection's transaction sees them. */
    static Map<String, BackupFile.TableState> states(Connection connection) throws SQLException {
        Map<String, BackupFile.TableState> states = new TreeMap<>();
        for (String table : tables(connection)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT count(*),"
                            + " coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM \"" + table
                            + "\" t")) {
                row.next();
                states.put(table, new BackupFile.TableState(row.getLong(1), row.getString(2)));
            }
        }
        return states;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")) {
            while (rows.next()) {
                if (!KEYS.equals(rows.getString(1)) && !SECRETS.equals(rows.getString(1))) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** The role that owns the tables. */
    static String owner(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'fact'")) {
            if (!rows.next()) {
                throw new StackException("There is nothing to back up: this database holds no memories yet");
            }
            return rows.getString(1);
        }
    }

    /** The public parts of the signing keys; the private ones are left where they are. */
    static List<BackupFile.PublicKey> publicKeys(Connection connection) throws SQLException {
        List<BackupFile.PublicKey> keys = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT kid, algorithm, (jwk::jsonb - 'd')::text, created_at FROM "
                                + KEYS + " ORDER BY created_at, kid")) {
            while (rows.next()) {
                keys.add(new BackupFile.PublicKey(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getObject(4, OffsetDateTime.class).toInstant()));
            }
        }
        return keys;
    }

    /**
     * Dumps what a snapshot shows, except signing keys and secrets.
     *
     * @param snapshot its name, from a transaction that is still open
     * @param dump file to write
     */
    void dump(Path programs, String snapshot, Path dump) {
        run(
                programs,
                List.of(
                        "pg_dump",
                        "--format=custom",
                        "--snapshot=" + snapshot,
                        "--exclude-table-data=public." + KEYS,
                        "--exclude-table-data=public." + SECRETS),
                NOTHING,
                dump);
    }

    /** Fills this empty database from a dump, wholly or not at all. */
    void restore(Path programs, Path dump) {
        run(programs, List.of("pg_restore", "--exit-on-error", "--single-transaction"), dump, NOTHING);
    }

    private void run(Path programs, List<String> command, Path input, Path output) {
        URI address = URI.create(url.substring("jdbc:".length()));
        Account account = Account.current();
        List<String> words = new ArrayList<>(EmbeddedPostgres.withLibraries(programs));
        words.add(programs.resolve(command.getFirst()).toString());
        words.addAll(command.subList(1, command.size()));
        words.addAll(List.of(
                "--host=" + address.getHost(),
                "--port=" + (address.getPort() < 0 ? POSTGRES_PORT : address.getPort()),
                "--username=" + user,
                "--no-password",
                "--dbname=" + address.getPath().substring(1)));
        ProcessBuilder builder = new ProcessBuilder(account.command(words))
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .directory(Path.of("/").toFile());
        builder.environment().put("PGPASSWORD", password);
        try {
            Path errors = Files.createTempFile("everknown-", ".err");
            try {
                int code = builder.redirectError(errors.toFile()).start().waitFor();
                if (code != 0) {
                    throw new StackException(command.getFirst() + " failed:\n"
                            + Files.readString(errors, StandardCharsets.UTF_8).strip());
                }
            } finally {
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new StackException(command.getFirst() + " could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for " + command.getFirst(), e);
        }
    }

    @Override
    public String toString() {
        return "Database[" + url + "]";
    }
}

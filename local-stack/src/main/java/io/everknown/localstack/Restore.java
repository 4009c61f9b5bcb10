package io.everknown.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.function.BiConsumer;

/**
 * {@code ./everknown restore}: puts a backup into a new data folder, from which {@code up} then starts.
 *
 * <p>Everything is entered into the outbox, so that the worker draws the graph anew once the service runs.
 */
public final class Restore {

    private static final String REDRAW = """
            INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
            SELECT tenant_id, user_id, id, now() FROM turn WHERE state = 'processed'
            UNION ALL SELECT tenant_id, user_id, id, now() FROM fact
            ON CONFLICT (tenant_id, memory_id) DO NOTHING
            """;

    private Restore() {}

    /**
     * Runs it and ends with 0, or with 1 and one clear sentence.
     *
     * @param words {@code FILE [--data DIR]}
     */
    public static void main(String[] words) {
        try {
            BackupOptions options = BackupOptions.read("restore", words, System.getenv());
            Path file = options.requiredFile("restore");
            if (Files.exists(options.data().resolve(Credentials.FILE_NAME))) {
                throw new StackException(options.data()
                        + " holds data already: name a new folder with --data, or remove" + " that one first");
            }
            BackupFile.Manifest manifest = intoFolder(options.data(), file);
            System.out.println("restored as of " + manifest.createdAt() + " into " + options.data()
                    + "; ./everknown up --data " + options.data() + " starts from it and draws the graph");
            System.exit(0);
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    /**
     * Makes the folder; takes it away again when the backup can't be restored.
     *
     * @throws StackException in one clear sentence when the file is no backup, or what came out is not what went in
     */
    static BackupFile.Manifest intoFolder(Path folder, Path file) {
        return withDump(file, (manifest, dump) -> {
            boolean fresh = !Files.exists(folder);
            try (LocalStack stack = LocalStack.start(LocalStack.Settings.postgresAlone(folder))) {
                fill(stack.database(), manifest, dump);
            } catch (StackException e) {
                if (fresh) {
                    TestStack.delete(folder);
                }
                throw e;
            }
        });
    }

    /**
     * Fills an empty database.
     *
     * @throws StackException as {@link #intoFolder}
     */
    static BackupFile.Manifest into(Database database, Path file) {
        return withDump(file, (manifest, dump) -> fill(database, manifest, dump));
    }

    /** Reads the backup before anything is made, so that what is none leaves nothing behind. */
    private static BackupFile.Manifest withDump(Path file, BiConsumer<BackupFile.Manifest, Path> use) {
        try {
            Path dump = Files.createTempFile("everknown-", ".dump");
            try {
                BackupFile.Manifest manifest = BackupFile.read(file, dump);
                if (!manifest.owner().equals(PostgresSetup.OWNER)) {
                    throw new StackException("The tables of this backup belong to the role " + manifest.owner()
                            + ", and those of the embedded Postgres to " + PostgresSetup.OWNER
                            + ": restore it into a Postgres of your own, see docs/operations.md");
                }
                use.accept(manifest, dump);
                return manifest;
            } finally {
                Files.deleteIfExists(dump);
            }
        } catch (IOException e) {
            throw new StackException("The backup can't be laid out (" + e.getMessage() + ")", e);
        }
    }

    private static void fill(Database database, BackupFile.Manifest manifest, Path dump) {
        database.restore(PostgresBinaries.locate(Account.current(), System.out::println), dump);
        try {
            check(database, manifest);
            finish(database, manifest);
        } catch (SQLException e) {
            throw new StackException("The backup could not be restored: " + e.getMessage(), e);
        }
    }

    private static void check(Database database, BackupFile.Manifest manifest) throws SQLException {
        try (Connection connection = database.connect()) {
            var found = Database.states(connection);
            manifest.tables().forEach((table, state) -> {
                if (!state.equals(found.get(table))) {
                    throw new StackException("The table " + table + " came out of the backup as " + found.get(table)
                            + ", not as " + state);
                }
            });
        }
    }

    private static void finish(Database database, BackupFile.Manifest manifest) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + Database.KEYS + " (kid, algorithm, jwk, created_at) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (BackupFile.PublicKey key : manifest.publicKeys()) {
                insert.setString(1, key.id());
                insert.setString(2, key.algorithm());
                insert.setString(3, key.jwk());
                insert.setObject(4, key.createdAt().atOffset(ZoneOffset.UTC));
                insert.executeUpdate();
            }
            statement.execute(REDRAW);
            connection.commit();
        }
    }
}

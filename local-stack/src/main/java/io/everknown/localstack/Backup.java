package io.everknown.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code ./everknown backup}: writes what Postgres holds at one moment into one file, while the service runs or not.
 *
 * <p>The graph is not in it, since it is drawn from Postgres; neither are the private parts of the keys that sign tokens.
 */
public final class Backup {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Backup() {}

    /**
     * Runs it and ends with 0, or with 1 and one clear sentence.
     *
     * @param words {@code [FILE] [--data DIR]}
     */
    public static void main(String[] words) {
        try {
            BackupOptions options = BackupOptions.read("backup", words, System.getenv());
            Path file = options.file() == null
                    ? Path.of("everknown-" + STAMP.format(Instant.now()) + ".backup")
                            .toAbsolutePath()
                    : options.file();
            BackupFile.Manifest manifest = write(options, System.getenv(), file);
            long rows = manifest.tables().values().stream()
                    .mapToLong(BackupFile.TableState::rows)
                    .sum();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %,d rows of %d tables, %.1f MB, as of %s%n",
                    file,
                    rows,
                    manifest.tables().size(),
                    Files.size(file) / 1e6,
                    manifest.createdAt());
            System.exit(0);
        } catch (StackException | IOException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    private static BackupFile.Manifest write(BackupOptions options, Map<String, String> environment, Path file) {
        if (Files.exists(file)) {
            throw new StackException(file + " is there already: name another file");
        }
        if (file.getParent() == null || !Files.isWritable(file.getParent())) {
            throw new StackException("The folder of " + file + " is missing or can't be written");
        }
        Database own = BackupOptions.ownDatabase(environment);
        if (own != null) {
            return write(own, file);
        }
        Path data = options.data();
        if (!Files.exists(data.resolve(Credentials.FILE_NAME))) {
            throw new StackException("There is no data in " + data + ": name its folder with --data");
        }
        OptionalInt port = Postmaster.runningOn(data.resolve("postgres/data"));
        if (port.isPresent()) {
            return write(
                    new Database(
                            EmbeddedPostgres.url(port.getAsInt(), PostgresSetup.DATABASE),
                            PostgresSetup.SUPERUSER,
                            Credentials.inFolder(data).superuser()),
                    file);
        }
        try (LocalStack stack = LocalStack.start(LocalStack.Settings.postgresAlone(data))) {
            return write(stack.database(), file);
        }
    }

    /** Writes the backup; the manifest and the dump show one and the same moment. */
    static BackupFile.Manifest write(Database database, Path file) {
        Path programs = PostgresBinaries.locate(Account.current(), System.out::println);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            String snapshot;
            Instant moment;
            try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
                row.next();
                snapshot = row.getString(1);
                moment = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            }
            BackupFile.Manifest manifest = new BackupFile.Manifest(
                    moment, Database.owner(connection), Database.states(connection), Database.publicKeys(connection));
            Path dump = Files.createTempFile("everknown-", ".dump");
            try {
                database.dump(programs, snapshot, dump);
                BackupFile.write(file, manifest, dump);
            } finally {
                Files.deleteIfExists(dump);
            }
            return manifest;
        } catch (SQLException e) {
            throw new StackException("Postgres could not be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StackException("The backup " + file + " can't be written (" + e.getMessage() + ")", e);
        }
    }
}

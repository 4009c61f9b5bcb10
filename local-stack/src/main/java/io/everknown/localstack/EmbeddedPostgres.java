package io.everknown.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server over one folder, on loopback, as a child of this JVM.
 *
 * <p>Not thread-safe; {@link LocalStack} guards it.
 */
final class EmbeddedPostgres {

    static final String NAME = "Postgres";

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Account account;
    private final Path folder;
    private final Path log;
    private final int port;
    private final Credentials credentials;
    private final boolean durable;
    private final Consumer<String> progress;
    private final Consumer<ServerDeath> onDeath;
    private @Nullable ServerProcess server;

    /**
     * @param folder holds the data; made if absent
     * @param durable false for throw-away data: nothing is flushed to disk
     */
    EmbeddedPostgres(
            Path folder,
            Path log,
            int port,
            Credentials credentials,
            boolean durable,
            Consumer<String> progress,
            Consumer<ServerDeath> onDeath) {
        this.account = Account.current();
        this.folder = folder.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.credentials = credentials;
        this.durable = durable;
        this.progress = progress;
        this.onDeath = onDeath;
    }

    /** Starts the server and comes back when it answers and the database, its roles and extensions are there. */
    void start() {
        Path programs = PostgresBinaries.locate(account, progress);
        try {
            account.createOwnFolder(folder);
            if (!Files.exists(data().resolve("PG_VERSION"))) {
                initialise(programs);
            }
        } catch (IOException e) {
            throw new StackException("The Postgres data folder can't be made: " + folder + " (" + e + ")", e);
        }
        Postmaster.stopLeftover(data());
        ServerProcess started = ServerProcess.start(NAME, command(programs), log);
        server = started;
        awaitAnswer(started);
        started.reportDeath(onDeath);
        try (Connection connection = connectAsSuperuser("postgres")) {
            PostgresSetup.ensureRoles(connection, credentials);
            PostgresSetup.ensureDatabase(connection, PostgresSetup.DATABASE);
        } catch (SQLException e) {
            throw new StackException("The Postgres roles and database could not be made: " + e.getMessage(), e);
        }
        try (Connection connection = connectAsSuperuser(PostgresSetup.DATABASE)) {
            PostgresSetup.ensureExtensions(connection);
        } catch (SQLException e) {
            throw new StackException("The Postgres extensions could not be made: " + e.getMessage(), e);
        }
    }

    String url(String database) {
        return url(port, database);
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    boolean isAlive() {
        return server != null && server.isAlive();
    }

    /** Ends every process of the server at once, as a power cut would, and comes back when they are gone. */
    void kill() {
        ServerProcess running = running();
        running.expectEnd();
        List<ProcessHandle> children = running.process().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        running.process().destroyForcibly();
        Waiting.until(STOP, () -> !running.isAlive() && children.stream().noneMatch(ProcessHandle::isAlive));
        server = null;
    }

    /** The postmaster's process id, for tests that kill it behind the stack's back. */
    long pid() {
        return Postmaster.pid(data()).orElseThrow(() -> new StackException(NAME + " is not running"));
    }

    void stop() {
        if (server != null) {
            server.stop(STOP);
            server = null;
        }
    }

    private ServerProcess running() {
        if (server == null) {
            throw new StackException(NAME + " is not running");
        }
        return server;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** initdb works in a folder of another name, so that a folder called data is always a whole one. */
    private void initialise(Path programs) throws IOException {
        progress.accept("making the Postgres data folder");
        Path draft = folder.resolve("data.draft");
        Folders.delete(draft);
        Path passwordFile = folder.resolve("superuser.draft");
        Files.deleteIfExists(passwordFile);
        Files.createFile(
                passwordFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, credentials.superuser());
        account.giveAway(passwordFile);
        try {
            List<String> words = new ArrayList<>(withLibraries(programs));
            words.addAll(List.of(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + draft,
                    "--username=" + PostgresSetup.SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
            if (!durable) {
                words.add("--no-sync");
            }
            Program.Result made = Program.run(account.command(words));
            if (made.code() != 0) {
                throw new StackException("The Postgres data folder could not be made:\n" + made.output());
            }
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(draft, data());
    }

    private ProcessBuilder command(Path programs) {
        List<String> words = new ArrayList<>(withLibraries(programs));
        words.addAll(ServerProcess.guarded("INT"));
        words.addAll(List.of(
                programs.resolve("postgres").toString(), "-D", data().toString(), "-p", Integer.toString(port)));
        for (String setting : settings()) {
            words.add("-c");
            words.add(setting);
        }
        ProcessBuilder builder = new ProcessBuilder(account.command(words));
        builder.directory(Path.of("/").toFile());
        builder.environment().put("HOME", folder.toString());
        builder.environment().remove("PGDATA");
        return builder;
    }

    /** The installation brings libraries (ICU) of its own, which the system's loader doesn't look for there. */
    static List<String> withLibraries(Path programs) {
        Path libraries = programs.resolveSibling("lib");
        return List.of("env", "LD_LIBRARY_PATH=" + libraries, "DYLD_LIBRARY_PATH=" + libraries);
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=160MB",
                "work_mem=16MB",
                "maintenance_work_mem=128MB",
                "effective_cache_size=1GB",
                "max_wal_size=512MB",
                "wal_level=minimal",
                "max_wal_senders=0",
                "io_method=sync",
                "jit=off",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_min_messages=warning"));
        if (!durable) {
            settings.addAll(List.of("fsync=off", "full_page_writes=off"));
        }
        return settings;
    }

    private void awaitAnswer(ServerProcess started) {
        boolean answered = Waiting.until(START, () -> !started.isAlive() || answers());
        if (!answered || !started.isAlive()) {
            String obituary = started.obituary();
            stop();
            throw new StackException(
                    obituary.toLowerCase(Locale.ROOT).contains("address already in use")
                            ? "Port " + port + " for Postgres is in use"
                            : obituary);
        }
    }

    private boolean answers() {
        try (Connection connection = connectAsSuperuser("postgres")) {
            return connection.isValid(5);
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                stop();
                throw new StackException("Postgres in " + folder + " does not take the password in "
                        + Credentials.FILE_NAME + ": the file and the data are not of one kind");
            }
            return false;
        }
    }

    private Connection connectAsSuperuser(String database) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", PostgresSetup.SUPERUSER);
        properties.setProperty("password", credentials.superuser());
        properties.setProperty("connectTimeout", "5");
        return DriverManager.getConnection(url(database), properties);
    }
}

package io.everknown.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Postgres and Neo4j over one data folder, started side by side and stopped together.
 *
 * <p>The folder holds {@code credentials.properties} (readable by its owner alone), {@code postgres/}, {@code neo4j/}
 * and {@code logs/}. One stack at a time owns it. Both servers listen on loopback only. They stop when the stack is
 * closed, when this JVM ends, and when it is killed.
 */
public final class LocalStack implements AutoCloseable {

    static final String LOCK_NAME = "stack.lock";

    private final Path folder;
    private final FileChannel lock;
    private final Credentials credentials;
    private final EmbeddedPostgres postgres;
    private final EmbeddedNeo4j neo4j;
    private final Thread shutdownHook;
    private final List<Runnable> stopFirst = new CopyOnWriteArrayList<>();
    private boolean closed;

    private LocalStack(Settings settings, FileChannel lock) {
        this.folder = settings.folder();
        this.lock = lock;
        this.credentials = Credentials.inFolder(folder);
        int postgresPort = settings.postgresPort() > 0 ? settings.postgresPort() : Waiting.freePort();
        int neo4jPort = settings.neo4jPort() > 0 ? settings.neo4jPort() : Waiting.freePort();
        this.postgres = new EmbeddedPostgres(
                folder.resolve("postgres"),
                folder.resolve("logs/postgres.log"),
                postgresPort,
                credentials,
                settings.durable(),
                settings.progress(),
                settings.onDeath());
        this.neo4j = new EmbeddedNeo4j(
                folder.resolve("neo4j"),
                folder.resolve("logs/neo4j.log"),
                neo4jPort,
                credentials,
                settings.jvm(),
                settings.onDeath());
        this.shutdownHook = new Thread(this::stopServers, "everknown-stack-shutdown");
    }

    /**
     * How a stack is started.
     *
     * @param folder holds everything the stack keeps; made if absent
     * @param postgresPort port on loopback, 0 for any free one
     * @param neo4jPort Bolt port on loopback, 0 for any free one
     * @param durable false for throw-away data, which is then never flushed to disk
     * @param jvm how long Neo4j is meant to live
     * @param startPostgres false when a Postgres of the user's own is used
     * @param startNeo4j false when a Neo4j of the user's own is used
     * @param progress told in a few words what takes a while
     * @param onDeath told, in one sentence with the end of its log, when a server ends although nobody stopped it;
     *     called on another thread
     */
    record Settings(
            Path folder,
            int postgresPort,
            int neo4jPort,
            boolean durable,
            EmbeddedNeo4j.Jvm jvm,
            boolean startPostgres,
            boolean startNeo4j,
            Consumer<String> progress,
            Consumer<ServerDeath> onDeath) {

        Settings {
            folder = folder.toAbsolutePath().normalize();
        }

        /** Free ports and nothing flushed: for data that is thrown away. */
        static Settings throwAway(Path folder, Consumer<ServerDeath> onDeath) {
            return new Settings(folder, 0, 0, false, EmbeddedNeo4j.Jvm.SHORT_LIVED, true, true, words -> {}, onDeath);
        }

        /** Postgres over data that is kept, for what needs no graph. */
        static Settings postgresAlone(Path folder) {
            return new Settings(
                    folder,
                    0,
                    0,
                    true,
                    EmbeddedNeo4j.Jvm.SHORT_LIVED,
                    true,
                    false,
                    System.out::println,
                    death -> System.err.println(death.message()));
        }

        /** As {@link #throwAway}, for a start at whose end Neo4j's JVM keeps what it learnt. */
        static Settings rehearsal(Path folder, Consumer<ServerDeath> onDeath) {
            return new Settings(folder, 0, 0, false, EmbeddedNeo4j.Jvm.REHEARSING, true, true, words -> {}, onDeath);
        }
    }

    /**
     * Starts the servers and comes back when both answer.
     *
     * @throws StackException in one clear sentence when one can't be started; nothing is left running then
     */
    static LocalStack start(Settings settings) {
        FileChannel lock = claim(settings.folder());
        LocalStack stack;
        try {
            stack = new LocalStack(settings, lock);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(stack.shutdownHook);
        try {
            stack.startServers(settings);
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Where both servers are reached; a part that this stack does not run is meaningless. */
    StackAddresses addresses() {
        return addresses(PostgresSetup.DATABASE);
    }

    StackAddresses addresses(String database) {
        return new StackAddresses(
                postgres.url(database),
                PostgresSetup.OWNER,
                credentials.owner(),
                PostgresSetup.APP,
                credentials.app(),
                neo4j.uri(),
                "neo4j",
                credentials.neo4j());
    }

    /** Names something that uses the servers and is to be stopped before them, also when this JVM is told to end. */
    void stopFirst(Runnable user) {
        stopFirst.add(user);
    }

    /** Starts a server again that died, on the same port and data; does nothing once the stack is closed. */
    synchronized void restart(String server) {
        if (closed) {
            return;
        }
        switch (server) {
            case EmbeddedPostgres.NAME -> postgres.start();
            case EmbeddedNeo4j.NAME -> neo4j.start();
            default -> throw new IllegalArgumentException("This stack runs no " + server);
        }
    }

    Path folder() {
        return folder;
    }

    /** The whole database, as the superuser sees it. */
    Database database() {
        return new Database(postgres.url(PostgresSetup.DATABASE), PostgresSetup.SUPERUSER, credentials.superuser());
    }

    String superuserPassword() {
        return credentials.superuser();
    }

    EmbeddedPostgres postgres() {
        return postgres;
    }

    EmbeddedNeo4j neo4j() {
        return neo4j;
    }

    /** Stops both servers; calling it again does nothing. */
    @Override
    public void close() {
        stopServers();
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM is going down and runs the hook itself, which finds the servers stopped.
        }
    }

    private void startServers(Settings settings) {
        CompletableFuture<Void> graph = CompletableFuture.runAsync(() -> {
            if (settings.startNeo4j()) {
                neo4j.start();
            }
        });
        RuntimeException failure = null;
        try {
            if (settings.startPostgres()) {
                postgres.start();
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        try {
            graph.join();
        } catch (CompletionException e) {
            failure = e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void stopServers() {
        if (closed) {
            return;
        }
        closed = true;
        stopFirst.forEach(Runnable::run);
        CompletableFuture<Void> graph = CompletableFuture.runAsync(neo4j::stop);
        postgres.stop();
        graph.join();
        release(lock);
    }

    private static FileChannel claim(Path folder) {
        Account account = Account.current();
        if (holdsOtherThings(folder)) {
            throw new StackException(folder + " holds other things than Everknown's data: name a new or an empty folder"
                    + " with --data");
        }
        if (folder.getParent() == null || !account.canReach(folder.getParent())) {
            throw new StackException("Postgres does not run as root, and the unprivileged account it gets instead can't"
                    + " enter " + folder + ": name a data folder outside of private homes with --data");
        }
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(
                    folder, PosixFilePermissions.fromString(account.isRoot() ? "rwx--x--x" : "rwx------"));
            FileChannel channel =
                    FileChannel.open(folder.resolve(LOCK_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw inUse(folder);
            }
            for (String part : List.of("logs", "neo4j")) {
                Files.createDirectories(folder.resolve(part));
                Files.setPosixFilePermissions(folder.resolve(part), PosixFilePermissions.fromString("rwx------"));
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            throw inUse(folder);
        } catch (IOException e) {
            throw new StackException("The data folder can't be made or written: " + folder + " (" + e + ")", e);
        }
    }

    /** Permissions of the data folder get changed, so a folder that was not made for it must not become one. */
    private static boolean holdsOtherThings(Path folder) {
        if (!Files.exists(folder) || Files.exists(folder.resolve(LOCK_NAME))) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    private static StackException inUse(Path folder) {
        return new StackException("The data folder " + folder + " is in use by another running Everknown: stop that"
                + " one, or name another folder with --data");
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with this JVM at the latest.
        }
    }
}

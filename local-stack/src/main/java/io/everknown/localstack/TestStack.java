package io.everknown.localstack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The real Postgres and the real Neo4j for tests, with throw-away data.
 *
 * <p>{@link #shared()} is one stack per JVM, in a Postgres database of its own. When the environment variable
 * {@code EVERKNOWN_TEST_STACK} (or the system property {@code everknown.test.stack}) names a file that
 * {@link WithTestStack} wrote, its running servers are used, so that a whole build starts them once; Neo4j Community
 * has one database, so tests keep apart by tenant there. {@link #fresh()} is for tests that kill servers.
 */
public final class TestStack implements AutoCloseable {

    static final String ADDRESS_FILE_VARIABLE = "EVERKNOWN_TEST_STACK";
    static final String ADDRESS_FILE_PROPERTY = "everknown.test.stack";

    private static final Object SHARED_LOCK = new Object();
    private static @Nullable TestStack shared;

    private final StackAddresses addresses;
    private final @Nullable LocalStack own;

    private TestStack(StackAddresses addresses, @Nullable LocalStack own) {
        this.addresses = addresses;
        this.own = own;
    }

    /**
     * Returns this JVM's stack, started by the first call; it ends with the JVM, and closing it does nothing.
     *
     * @throws StackException when it can't be started
     */
    public static TestStack shared() {
        synchronized (SHARED_LOCK) {
            TestStack known = shared;
            if (known == null) {
                known = addressFile() == null ? startShared() : joinRunning(Path.of(addressFile()));
                shared = known;
            }
            return known;
        }
    }

    /**
     * Starts a stack that belongs to the caller alone, who closes it.
     *
     * @throws StackException when it can't be started
     */
    public static TestStack fresh() {
        LocalStack stack = startThrowAway();
        return new TestStack(stack.addresses(), stack);
    }

    /** Where the servers are reached; they stay the same over kills and restarts. */
    public StackAddresses addresses() {
        return addresses;
    }

    /** Ends Neo4j at once, as a power cut would. Only for {@link #fresh()} stacks. */
    public void killNeo4j() {
        own().neo4j().kill();
    }

    /** Starts the killed Neo4j again on the same port and data. Only for {@link #fresh()} stacks. */
    public void startNeo4j() {
        own().neo4j().start();
    }

    /** Ends Postgres at once, as a power cut would. Only for {@link #fresh()} stacks. */
    public void killPostgres() {
        own().postgres().kill();
    }

    /** Starts the killed Postgres again on the same port and data. Only for {@link #fresh()} stacks. */
    public void startPostgres() {
        own().postgres().start();
    }

    /** Stops a {@link #fresh()} stack and deletes its data; does nothing to the shared one. */
    @Override
    public void close() {
        if (own != null && this != shared) {
            throwAway(own);
        }
    }

    private LocalStack own() {
        if (own == null || this == shared) {
            throw new IllegalStateException("Other tests use the shared stack: kill servers of a fresh() one");
        }
        return own;
    }

    private static @Nullable String addressFile() {
        String property = System.getProperty(ADDRESS_FILE_PROPERTY);
        String name = property != null ? property : System.getenv(ADDRESS_FILE_VARIABLE);
        return name == null || name.isBlank() ? null : name;
    }

    private static TestStack startShared() {
        LocalStack stack = startThrowAway();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> throwAway(stack), "everknown-test-stack"));
        return new TestStack(stack.addresses(), stack);
    }

    static LocalStack startThrowAway() {
        Path folder = temporaryFolder();
        try {
            return LocalStack.start(LocalStack.Settings.throwAway(folder, TestStack::report));
        } catch (StackException e) {
            delete(folder);
            throw e;
        }
    }

    static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("everknown-test-");
        } catch (IOException e) {
            throw new StackException("No folder for a throw-away stack could be made", e);
        }
    }

    private static void report(ServerDeath death) {
        System.err.println(death.message());
    }

    static void throwAway(LocalStack stack) {
        stack.close();
        delete(stack.folder());
    }

    static void delete(Path folder) {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            System.err.println("The throw-away data could not be deleted: " + folder);
        }
    }

    private static TestStack joinRunning(Path file) {
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        } catch (IOException e) {
            throw new StackException("The test stack's addresses can't be read: " + file, e);
        }
        TestStackFile running = TestStackFile.of(stored);
        String database = "test_" + UUID.randomUUID().toString().replace("-", "");
        running.createDatabase(database);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> running.dropDatabase(database), "everknown-test-database"));
        return new TestStack(running.addresses(database), null);
    }

    /** What {@link WithTestStack} tells the JVMs of a build about the servers it runs. */
    record TestStackFile(StackAddresses main, String superuserPassword) {

        static TestStackFile of(Properties stored) {
            return new TestStackFile(
                    new StackAddresses(
                            stored.getProperty("postgres.url"),
                            stored.getProperty("postgres.owner.user"),
                            stored.getProperty("postgres.owner.password"),
                            stored.getProperty("postgres.user"),
                            stored.getProperty("postgres.password"),
                            stored.getProperty("neo4j.uri"),
                            stored.getProperty("neo4j.user"),
                            stored.getProperty("neo4j.password")),
                    stored.getProperty("postgres.superuser.password"));
        }

        Properties asProperties() {
            Properties stored = new Properties();
            stored.setProperty("postgres.url", main.postgresUrl());
            stored.setProperty("postgres.owner.user", main.postgresOwnerUser());
            stored.setProperty("postgres.owner.password", main.postgresOwnerPassword());
            stored.setProperty("postgres.user", main.postgresUser());
            stored.setProperty("postgres.password", main.postgresPassword());
            stored.setProperty("neo4j.uri", main.neo4jUri());
            stored.setProperty("neo4j.user", main.neo4jUser());
            stored.setProperty("neo4j.password", main.neo4jPassword());
            stored.setProperty("postgres.superuser.password", superuserPassword);
            return stored;
        }

        StackAddresses addresses(String database) {
            return new StackAddresses(
                    urlOf(database),
                    main.postgresOwnerUser(),
                    main.postgresOwnerPassword(),
                    main.postgresUser(),
                    main.postgresPassword(),
                    main.neo4jUri(),
                    main.neo4jUser(),
                    main.neo4jPassword());
        }

        void createDatabase(String database) {
            try (Connection server = connect("postgres")) {
                PostgresSetup.ensureDatabase(server, database);
            } catch (SQLException e) {
                throw new StackException("The test database could not be made: " + e.getMessage(), e);
            }
            try (Connection inside = connect(database)) {
                PostgresSetup.ensureExtensions(inside);
            } catch (SQLException e) {
                throw new StackException("The test database's extensions could not be made: " + e.getMessage(), e);
            }
        }

        void dropDatabase(String database) {
            try (Connection server = connect("postgres")) {
                PostgresSetup.dropDatabase(server, database);
            } catch (SQLException e) {
                // The whole server is thrown away soon after.
            }
        }

        private Connection connect(String database) throws SQLException {
            return DriverManager.getConnection(urlOf(database), PostgresSetup.SUPERUSER, superuserPassword);
        }

        private String urlOf(String database) {
            return main.postgresUrl().substring(0, main.postgresUrl().lastIndexOf('/') + 1) + database;
        }
    }
}

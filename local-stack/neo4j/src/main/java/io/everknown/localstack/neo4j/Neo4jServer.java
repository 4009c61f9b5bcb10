package io.everknown.localstack.neo4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.neo4j.cli.ExecutionContext;
import org.neo4j.commandline.admin.security.SetInitialPasswordCommand;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.GraphDatabaseSettings.LogQueryLevel;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;
import org.neo4j.io.fs.DefaultFileSystemAbstraction;
import picocli.CommandLine;

/**
 * Runs Neo4j Community in this JVM with Bolt on loopback until its standard input ends or it gets SIGTERM.
 *
 * <p>Arguments: the home folder, the Bolt port, and the page cache in MiB. The first line of standard input is the
 * password that the user {@code neo4j} gets at the first start: on a command line everyone on the machine could read it. Whoever starts this
 * program keeps the other end of standard input open; when that process dies in whatever way, the input ends and the
 * database closes cleanly. Prints {@code everknown-neo4j ready} once Bolt answers, and exits with 1 and the reason on
 * standard error when it can't start.
 */
public final class Neo4jServer {

    private static final String LOOPBACK = "127.0.0.1";

    private Neo4jServer() {}

    /**
     * Starts the server and blocks until it is told to stop.
     *
     * @param arguments home folder, Bolt port, page cache in MiB
     * @throws IOException when standard input or the home folder can't be read
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 3) {
            System.err.println("usage: Neo4jServer HOME BOLT_PORT PAGE_CACHE_MIB   (the password comes on stdin)");
            System.exit(2);
        }
        Path home = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        long pageCacheMiB = Long.parseLong(arguments[2]);
        String password = readLine(System.in);

        try {
            DatabaseManagementService server = open(home, port, pageCacheMiB, password);
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "neo4j-shutdown"));
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.err.println("Neo4j could not start: " + rootCause(e));
            System.exit(1);
        }
        System.out.println("everknown-neo4j ready bolt://" + LOOPBACK + ":" + port);
        System.out.flush();
        awaitEnd(System.in);
        System.exit(0);
    }

    private static DatabaseManagementService open(Path home, int port, long pageCacheMiB, String password)
            throws IOException {
        if (!Files.isDirectory(home.resolve("data/databases/system"))) {
            setInitialPassword(home, password);
        }
        return start(home, port, pageCacheMiB);
    }

    private static String rootCause(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return deepest.toString();
    }

    private static DatabaseManagementService start(Path home, int port, long pageCacheMiB) {
        return new DatabaseManagementServiceBuilder(home)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, new SocketAddress(LOOPBACK, port))
                .setConfig(BoltConnector.advertised_address, new SocketAddress(LOOPBACK, port))
                .setConfig(BoltConnector.server_bolt_telemetry_enabled, false)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.auth_minimum_password_length, 8)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(pageCacheMiB))
                .setConfig(GraphDatabaseSettings.memory_transaction_global_max_size, ByteUnit.mebiBytes(192))
                .setConfig(GraphDatabaseSettings.preallocate_logical_logs, false)
                .setConfig(GraphDatabaseSettings.logical_log_rotation_threshold, ByteUnit.mebiBytes(32))
                .setConfig(GraphDatabaseSettings.keep_logical_logs, "1 files")
                .setConfig(GraphDatabaseSettings.check_point_interval_time, Duration.ofMinutes(5))
                .setConfig(GraphDatabaseSettings.log_queries, LogQueryLevel.OFF)
                .setConfig(GraphDatabaseSettings.debug_log_enabled, false)
                .setConfig(GraphDatabaseSettings.udc_enabled, false)
                .setConfig(GraphDatabaseSettings.shutdown_transaction_end_timeout, Duration.ofSeconds(2))
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ZERO)
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_timeout, Duration.ofSeconds(2))
                .setConfig(GraphDatabaseInternalSettings.dump_diagnostics, false)
                .build();
    }

    /** Before the first start the password is laid down in a file, so that Bolt never opens with the default one. */
    private static void setInitialPassword(Path home, String password) throws IOException {
        Files.createDirectories(home.resolve("conf"));
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
                DefaultFileSystemAbstraction files = new DefaultFileSystemAbstraction()) {
            ExecutionContext context = new ExecutionContext(home, home.resolve("conf"), silent, System.err, files);
            int code = new CommandLine(new SetInitialPasswordCommand(context))
                    .setExpandAtFiles(false)
                    .execute("--", password);
            if (code != 0) {
                throw new IOException("Neo4j refused the initial password (code " + code + ")");
            }
        }
    }

    private static String readLine(InputStream input) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = input.read(); c >= 0 && c != '\n'; c = input.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static void awaitEnd(InputStream input) throws IOException {
        while (input.read() >= 0) {
            // Whatever is said after the password is ignored; only the end matters.
        }
    }
}

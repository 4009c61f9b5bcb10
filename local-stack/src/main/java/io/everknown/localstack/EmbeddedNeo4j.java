package io.everknown.localstack;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A Neo4j server over one folder, on loopback, in a JVM of its own.
 *
 * <p>Not thread-safe; {@link LocalStack} guards it.
 */
final class EmbeddedNeo4j {

    static final String NAME = "Neo4j";

    private static final String MAIN_CLASS = "io.everknown.localstack.neo4j.Neo4jServer";
    private static final String READY = "everknown-neo4j ready";
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int PAGE_CACHE_MIB = 64;

    private final Path folder;
    private final Path log;
    private final int port;
    private final Credentials credentials;
    private final boolean durable;
    private final Consumer<ServerDeath> onDeath;
    private @Nullable ServerProcess server;

    /**
     * @param folder holds the data; made if absent
     * @param durable false for throw-away data, of a server that does not live long
     */
    EmbeddedNeo4j(
            Path folder, Path log, int port, Credentials credentials, boolean durable, Consumer<ServerDeath> onDeath) {
        this.folder = folder.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.credentials = credentials;
        this.durable = durable;
        this.onDeath = onDeath;
    }

    /** Starts the server and comes back when it answers on Bolt. */
    void start() {
        stopLeftover();
        ServerProcess started = ServerProcess.start(NAME, command(), log);
        server = started;
        notePid(started);
        sendPassword(started);
        boolean ready = Waiting.until(
                START, () -> !started.isAlive() || started.logText().contains(READY));
        if (!ready || !started.isAlive()) {
            String obituary = started.obituary();
            stop();
            throw new StackException(
                    obituary.contains("Address already in use") ? "Port " + port + " for Neo4j is in use" : obituary);
        }
        started.reportDeath(onDeath);
    }

    String uri() {
        return "bolt://127.0.0.1:" + port;
    }

    boolean isAlive() {
        return server != null && server.isAlive();
    }

    long pid() {
        return running().process().pid();
    }

    /** Ends the server at once, as a power cut would, and comes back when it is gone. */
    void kill() {
        ServerProcess running = running();
        running.expectEnd();
        running.process().destroyForcibly();
        running.awaitEnd(STOP);
        server = null;
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

    private ProcessBuilder command() {
        List<String> words = new ArrayList<>(ServerProcess.ctrlCProof());
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!durable) {
            // The optimising compiler costs more in the first minute than it gives back.
            words.add("-XX:TieredStopAtLevel=1");
        } else {
            words.addAll(ServerProcess.SPARING_COMPILER);
        }
        words.addAll(List.of(
                "-Xms64m",
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:MaxDirectMemorySize=128m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                MAIN_CLASS,
                folder.toString(),
                Integer.toString(port),
                Integer.toString(PAGE_CACHE_MIB)));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("CLASSPATH", classPath());
        builder.environment().keySet().removeIf(name -> name.startsWith("NEO4J_"));
        return builder;
    }

    private static String classPath() {
        Path target = ProjectFolder.locate().resolve("local-stack/neo4j/target");
        Path list = target.resolve("neo4j.classpath");
        try {
            return target.resolve("classes")
                    + File.pathSeparator
                    + Files.readString(list).strip();
        } catch (IOException e) {
            throw new StackException("Neo4j is not built yet (" + list + " is missing): run ./everknown build", e);
        }
    }

    private void sendPassword(ServerProcess started) {
        try {
            OutputStream input = started.process().getOutputStream();
            input.write((credentials.neo4j() + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new StackException(started.obituary(), e);
        }
    }

    private Path pidFile() {
        return folder.resolve("neo4j.pid");
    }

    private void notePid(ServerProcess started) {
        try {
            Files.createDirectories(folder);
            Files.writeString(pidFile(), started.process().pid() + "\n");
        } catch (IOException e) {
            throw new StackException("The Neo4j folder can't be written: " + folder, e);
        }
    }

    /** A server whose stack was killed ends by itself; until it has, it holds the lock of the store. */
    private void stopLeftover() {
        leftover().ifPresent(process -> {
            if (!Waiting.until(STOP, () -> !process.isAlive())) {
                process.destroyForcibly();
                Waiting.until(STOP, () -> !process.isAlive());
            }
        });
    }

    private Optional<ProcessHandle> leftover() {
        try {
            long pid = Long.parseLong(Files.readString(pidFile()).strip());
            return ProcessHandle.of(pid).filter(this::isServerOfThisFolder);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private boolean isServerOfThisFolder(ProcessHandle process) {
        List<String> words = List.of(process.info().arguments().orElse(new String[0]));
        return words.contains(MAIN_CLASS) && words.contains(folder.toString());
    }
}

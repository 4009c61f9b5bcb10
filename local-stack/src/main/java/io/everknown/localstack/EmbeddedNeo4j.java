package io.everknown.localstack;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

    /** What the JVM is tuned for. */
    enum Jvm {
        LONG_LIVED(StartCache.Use.READ, STOP),
        /** The optimising compiler costs more in the first minute than it gives back. */
        SHORT_LIVED(StartCache.Use.READ, STOP),
        /** Writes down at its end what it learnt, which takes a while. */
        REHEARSING(StartCache.Use.WRITE, Duration.ofMinutes(3));

        private final StartCache.Use cache;
        private final Duration stop;

        Jvm(StartCache.Use cache, Duration stop) {
            this.cache = cache;
            this.stop = stop;
        }
    }

    private final Path folder;
    private final Path log;
    private final int port;
    private final Credentials credentials;
    private final Jvm jvm;
    private final Consumer<ServerDeath> onDeath;
    private @Nullable ServerProcess server;

    /**
     * @param folder holds the data; made if absent
     * @param jvm what its JVM is tuned for
     */
    EmbeddedNeo4j(Path folder, Path log, int port, Credentials credentials, Jvm jvm, Consumer<ServerDeath> onDeath) {
        this.folder = folder.toAbsolutePath();
        this.log = log;
        this.port = port;
        this.credentials = credentials;
        this.jvm = jvm;
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
            server.stop(jvm.stop);
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
        if (jvm == Jvm.SHORT_LIVED) {
            words.add("-XX:TieredStopAtLevel=1");
        } else {
            words.addAll(ServerProcess.SPARING_COMPILER);
        }
        words.addAll(startCache().map(cache -> cache.options(jvm.cache)).orElse(List.of()));
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
        Path list = target().resolve("neo4j.classpath");
        try {
            return jar().orElse(target().resolve("classes"))
                    + File.pathSeparator
                    + Files.readString(list).strip();
        } catch (IOException e) {
            throw new StackException("Neo4j is not built yet (" + list + " is missing): run ./everknown build", e);
        }
    }

    private static Path target() {
        return ProjectFolder.locate().resolve("local-stack/neo4j/target");
    }

    /** Absent while there is none, or an older one than what was compiled since. */
    private static Optional<Path> jar() {
        Path compiled = target().resolve("classes").resolve(MAIN_CLASS.replace('.', '/') + ".class");
        try (Stream<Path> files = Files.list(target())) {
            FileTime newest = Files.getLastModifiedTime(compiled);
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("everknown-local-neo4j-[0-9][^-]*(-SNAPSHOT)?\\.jar")
                        && Files.getLastModifiedTime(file).compareTo(newest) >= 0) {
                    return Optional.of(file);
                }
            }
        } catch (IOException e) {
            // Not built yet, which the class path tells in better words.
        }
        return Optional.empty();
    }

    /** Where a rehearsal of this build of the server is kept. */
    static Optional<StartCache> startCache() {
        return jar().map(StartCache::of);
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

package io.everknown.localstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The Everknown service (the api with the worker inside) as a child of this JVM. */
final class ServiceProcess {

    static final String NAME = "The Everknown service";

    private static final String ANALYSER = "EVERKNOWN_EXTRACTION_ANALYSER";
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final ServerProcess process;
    private final int port;

    private static final String TRAINING = "EVERKNOWN_TRAINING_CONVERSATIONS";
    private static final String BENCHMARK = "EVERKNOWN_BENCHMARK_MANIFEST";

    private ServiceProcess(ServerProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the service and comes back when it says it is healthy.
     *
     * @param environment variables of the servers' addresses; the service inherits this JVM's own besides
     * @throws StackException when it was not built, ends, or isn't healthy in time; it is stopped then
     */
    static ServiceProcess start(Map<String, String> environment, int port, Path log, Consumer<ServerDeath> onDeath) {
        ServiceProcess service = launch(environment, port, log);
        service.awaitHealthy();
        service.process.reportDeath(onDeath);
        return service;
    }

    /**
     * Starts the service for one rehearsal, at whose end it writes its {@link #startCache}.
     *
     * @throws StackException as {@link #start}
     */
    static ServiceProcess rehearse(Map<String, String> environment, int port, Path log) {
        ServiceProcess service = launch(environment, port, log, StartCache.Use.WRITE);
        service.awaitHealthy();
        return service;
    }

    /**
     * Where a rehearsal of this build of the service is kept.
     *
     * @throws StackException when it was not built
     */
    static StartCache startCache() {
        return StartCache.of(layOut());
    }

    /**
     * Starts the service and does not wait for it.
     *
     * @param environment as for {@link #start}
     * @throws StackException when it was not built
     */
    static ServiceProcess launch(Map<String, String> environment, int port, Path log) {
        return launch(environment, port, log, StartCache.Use.READ);
    }

    private static ServiceProcess launch(Map<String, String> environment, int port, Path log, StartCache.Use cache) {
        Path jar = layOut();
        List<String> words = new ArrayList<>(ServerProcess.guarded("TERM"));
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A rehearsal is short: what it doesn't get compiled well, later starts would not compile well for long.
        if (cache == StartCache.Use.READ) {
            words.addAll(ServerProcess.SPARING_COMPILER);
        }
        words.addAll(StartCache.of(jar).options(cache));
        words.addAll(List.of(
                "-Xms64m",
                heap(environment, System.getenv()),
                // What stays must fit into the old generation, which is two thirds of the heap if nothing is said.
                "-XX:MaxNewSize=192m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                // So that what loads in the background at the least priority gets the processor that is left over.
                "-XX:ThreadPriorityPolicy=1",
                "-XX:JavaPriority1_To_OSPriority=15",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        return new ServiceProcess(ServerProcess.start(NAME, builder, log), port);
    }

    /** The language analyser takes 1 GB, see {@code docs/local-stack.md}; training and measuring keep more besides. */
    static String heap(Map<String, String> environment, Map<String, String> inherited) {
        if (inherited.containsKey(TRAINING)) {
            return "-Xmx4g";
        }
        if (inherited.containsKey(BENCHMARK)) {
            return "-Xmx2g";
        }
        String analyser = environment.getOrDefault(ANALYSER, inherited.getOrDefault(ANALYSER, "full"));
        return analyser.strip().equalsIgnoreCase("light") ? "-Xmx512m" : "-Xmx1536m";
    }

    void stop() {
        stop(STOP);
    }

    /** Asks it to end, and ends it when it has not done so in time. */
    void stop(Duration patience) {
        process.stop(patience);
    }

    /** One sentence on how it ended, and the last lines it wrote. */
    String obituary() {
        return process.obituary();
    }

    /** Blocks until the service has ended; its exit code. */
    int awaitEnd() throws InterruptedException {
        return process.process().waitFor();
    }

    /** Whether a service at this address says that it is healthy. */
    static boolean isHealthy(HttpClient client, URI address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address.resolve("/health"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void awaitHealthy() {
        URI address = URI.create("http://127.0.0.1:" + port);
        boolean healthy;
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            healthy = Waiting.until(START, () -> !process.isAlive() || isHealthy(client, address));
        }
        if (!healthy || !process.isAlive()) {
            String obituary = process.obituary();
            stop();
            throw new StackException(obituary);
        }
    }

    /** Starting from the packed jar takes 3 s longer than from its laid-out form, which is made once after a build. */
    private static Path layOut() {
        Path target = ProjectFolder.locate().resolve("api/target");
        Path packed = packedJar(target);
        Path folder = target.resolve("laid-out");
        Path laidOut = folder.resolve(packed.getFileName());
        try {
            FileTime built = Files.getLastModifiedTime(packed);
            if (Files.exists(laidOut) && Files.getLastModifiedTime(laidOut).compareTo(built) >= 0) {
                return laidOut;
            }
            Folders.delete(folder);
            Path draft = target.resolve("laid-out.draft");
            Folders.delete(draft);
            Program.Result extracted = Program.run(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Djarmode=tools",
                    "-jar",
                    packed.toString(),
                    "extract",
                    "--destination",
                    draft.toString()));
            if (extracted.code() != 0) {
                return packed;
            }
            Files.setLastModifiedTime(draft.resolve(packed.getFileName()), built);
            Files.move(draft, folder);
            return laidOut;
        } catch (IOException e) {
            return packed;
        }
    }

    private static Path packedJar(Path target) {
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(
                            file -> file.getFileName().toString().matches("everknown-api-[0-9][^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow(ServiceProcess::notBuilt);
        } catch (IOException e) {
            throw notBuilt();
        }
    }

    private static StackException notBuilt() {
        return new StackException("The service is not built yet (api/target holds no jar): run ./everknown build");
    }
}

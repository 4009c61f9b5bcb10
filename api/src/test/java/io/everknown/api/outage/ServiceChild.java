package io.everknown.api.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.EverknownApi;
import io.everknown.api.testing.ApiClient;
import io.everknown.localstack.TestStack;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service as a process of its own, which can be killed as a power cut would. */
final class ServiceChild implements AutoCloseable {

    private final TestStack stack;
    private final Map<String, String> more;
    private final File log;
    private final int port;
    private Process process;

    ServiceChild(TestStack stack, Path folder) {
        this(stack, folder, Map.of());
    }

    /** With further variables in its environment. */
    ServiceChild(TestStack stack, Path folder, Map<String, String> more) {
        this.stack = stack;
        this.more = Map.copyOf(more);
        this.log = folder.resolve("service.log").toFile();
        this.port = freePort();
    }

    ApiClient api() {
        return new ApiClient("http://127.0.0.1:" + port);
    }

    /** Starts it on the port it has had before, and comes back when it answers. */
    void start() {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EverknownApi.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(stack.addresses().asEnvironment());
        builder.environment().put("EVERKNOWN_WARM_UP", "1s");
        builder.environment().putAll(more);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("EVERKNOWN_EXTRACTION_ANALYSER", "light");
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the service could not be started", e);
        }
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .failFast("the service ended: see " + log, () -> !process.isAlive())
                .until(() -> api().get("/health").status() == 200);
    }

    /** What it has logged so far. */
    String logged() {
        try {
            return Files.readString(log.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once. */
    void kill() {
        process.destroyForcibly();
        assertThat(process.onExit()
                        .orTimeout(30, java.util.concurrent.TimeUnit.SECONDS)
                        .join()
                        .isAlive())
                .isFalse();
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }
}

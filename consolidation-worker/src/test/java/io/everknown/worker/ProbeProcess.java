package io.everknown.worker;

import io.everknown.localstack.StackAddresses;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A worker as a process of its own, which can be killed as a power cut would. */
final class ProbeProcess implements AutoCloseable {

    private final List<String> command = new ArrayList<>();
    private final File log;
    private Process process;

    ProbeProcess(StackAddresses stack, Path folder, String name, String... settings) {
        this.log = folder.resolve(name + ".log").toFile();
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ProbeWorker.class.getName()));
        command.addAll(List.of(ProbeWorker.arguments(stack, settings)));
    }

    void start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("a worker could not be started", e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Ends it at once, by SIGKILL. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}

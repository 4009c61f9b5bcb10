package io.everknown.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One server program that this JVM started: its log, its end, and who is told when it ends unasked.
 *
 * <p>The child lives no longer than this JVM: its standard input is a pipe from here, and either the child itself or
 * the {@link #guarded guardian} in front of it stops when that pipe ends, even if this JVM was killed.
 */
final class ServerProcess {

    /**
     * A shell in front of a program that doesn't watch its parent: it sends the stop signal when standard input ends.
     * Job control gives the program a process group of its own, so that Ctrl-C at the terminal reaches only the JVM in
     * front, which then stops everything in order.
     */
    private static final String GUARDIAN = """
            set -m
            signal=$1
            shift
            exec 3<&0
            "$@" </dev/null 3<&- &
            child=$!
            exec 1>/dev/null 2>&1
            ( while read -r _ <&3; do :; done; kill -"$signal" "$child" ) &
            watcher=$!
            exec 3<&-
            trap '' INT
            trap 'kill -"$signal" "$child"' TERM HUP
            while :; do
              wait "$child"
              code=$?
              kill -0 "$child" || break
            done
            kill -KILL "$watcher"
            exit "$code"
            """;

    /** Programs that watch standard input themselves only need to be spared the terminal's Ctrl-C. */
    private static final String CTRL_C_PROOF = "trap '' INT; exec \"$@\"";

    /**
     * The optimising compiler takes only what runs five times as often as it would otherwise: in the first minutes it
     * otherwise takes half of the processor time of two cores (docs/local-stack.md has the figures).
     */
    static final List<String> SPARING_COMPILER = List.of(
            "-XX:Tier4InvocationThreshold=25000",
            "-XX:Tier4MinInvocationThreshold=3000",
            "-XX:Tier4CompileThreshold=75000",
            "-XX:Tier4BackEdgeThreshold=200000");

    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean stopping;

    private ServerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static List<String> guarded(String stopSignal) {
        return List.of("bash", "-c", GUARDIAN, "everknown-guardian", stopSignal);
    }

    static List<String> ctrlCProof() {
        return List.of("sh", "-c", CTRL_C_PROOF, "everknown");
    }

    /** Starts the program with its output in a fresh log file. */
    static ServerProcess start(String name, ProcessBuilder command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new ServerProcess(
                    name,
                    command.redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start(),
                    log);
        } catch (IOException e) {
            throw new StackException(name + " could not be started: " + e.getMessage(), e);
        }
    }

    /**
     * From now on, tells when the program ends although nobody stopped it. Called once it answers: an end before that is
     * a failed start, which the starter reports.
     */
    void reportDeath(Consumer<ServerDeath> onDeath) {
        var _ = process.onExit().thenAccept(ended -> {
            if (!stopping) {
                onDeath.accept(new ServerDeath(name, obituary()));
            }
        });
    }

    Process process() {
        return process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Says that the end which comes now was asked for. */
    void expectEnd() {
        stopping = true;
    }

    /** Closes the child's standard input, which asks it to stop, and makes sure that it does. */
    void stop(Duration patience) {
        stopping = true;
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The pipe breaks when the child is gone already, which is what was wanted.
        }
        if (!awaitEnd(patience)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(10));
        }
    }

    boolean awaitEnd(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One sentence on how it ended, and the last lines it wrote. */
    String obituary() {
        String how = process.isAlive() ? "does not answer" : "ended unexpectedly with code " + process.exitValue();
        String tail = logTail(12);
        return name + " " + how + "; the end of its log (" + log + "):\n" + (tail.isBlank() ? "(empty)" : tail);
    }

    String logText() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private String logTail(int lines) {
        List<String> all = logText().lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}

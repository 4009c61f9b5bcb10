package io.everknown.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The main process of a Postgres server, known by the file it leaves in its data folder. */
final class Postmaster {

    private static final String FILE_NAME = "postmaster.pid";
    private static final int PORT_LINE = 3;
    private static final Duration FAST = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private Postmaster() {}

    static OptionalLong pid(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE_NAME));
            return lines.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** The port of the server that runs over this folder; empty when none does. */
    static OptionalInt runningOn(Path data) {
        OptionalLong pid = pid(data);
        if (pid.isEmpty()
                || ProcessHandle.of(pid.getAsLong())
                        .filter(Postmaster::isPostgres)
                        .isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            List<String> lines = Files.readAllLines(data.resolve(FILE_NAME));
            return OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Ends a server that an earlier run left behind over this folder, and forgets a note about one that is gone.
     *
     * <p>The caller holds the lock of the data folder, so no living stack owns that server.
     */
    static void stopLeftover(Path data) {
        OptionalLong pid = pid(data);
        if (pid.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> leftover = ProcessHandle.of(pid.getAsLong()).filter(Postmaster::isPostgres);
        if (leftover.isPresent()) {
            ProcessHandle process = leftover.get();
            List<ProcessHandle> children = process.descendants().toList();
            signal("INT", process.pid());
            if (!Waiting.until(FAST, () -> !process.isAlive())) {
                process.destroyForcibly();
                children.forEach(ProcessHandle::destroyForcibly);
                Waiting.until(AT_ONCE, () -> !process.isAlive());
            }
        } else {
            // The number may belong to another program by now, which Postgres would take for a running server.
            try {
                Files.deleteIfExists(data.resolve(FILE_NAME));
            } catch (IOException e) {
                throw new StackException("The stale file " + data.resolve(FILE_NAME) + " can't be deleted", e);
            }
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> "postgres".equals(Path.of(command).getFileName().toString()))
                .orElse(false);
    }

    private static void signal(String signal, long pid) {
        try {
            Program.run(List.of("kill", "-" + signal, Long.toString(pid)));
        } catch (IOException e) {
            throw new StackException("There is no kill program on the PATH", e);
        }
    }
}

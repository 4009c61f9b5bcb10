package io.everknown.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that runs to its end and says something. */
final class Program {

    private Program() {}

    /**
     * How a program ended.
     *
     * @param code exit code
     * @param output everything it wrote, both streams together
     */
    record Result(int code, String output) {}

    /**
     * Runs the command to its end.
     *
     * @throws IOException when there is no such program
     */
    static Result run(List<String> command) throws IOException {
        // A file and not a pipe: a server that the program leaves behind keeps a pipe open for ever.
        Path output = Files.createTempFile("everknown-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(output.toFile())
                    .start();
            int code = process.waitFor();
            return new Result(code, new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("Interrupted while waiting for " + command.getFirst(), e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}

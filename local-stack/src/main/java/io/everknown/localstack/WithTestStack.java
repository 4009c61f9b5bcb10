package io.everknown.localstack;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Runs a command with one throw-away stack around it, so that all the JVMs of a build share its servers.
 *
 * <p>The command finds the addresses by the environment variable {@code EVERKNOWN_TEST_STACK}; this program ends with
 * the command's exit code.
 */
public final class WithTestStack {

    private WithTestStack() {}

    /**
     * Runs the command.
     *
     * @param command the command's words
     * @throws IOException when the command can't be started or the address file not be written
     * @throws InterruptedException when the wait for the command is interrupted
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        if (command.length == 0) {
            System.err.println("usage: WithTestStack COMMAND...");
            System.exit(2);
        }
        System.exit(run(List.of(command)));
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        LocalStack stack;
        try {
            stack = TestStack.startThrowAway();
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            return 1;
        }
        try {
            Path file = stack.folder().resolve("test-stack.properties");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Writer writer = Files.newBufferedWriter(file)) {
                new TestStack.TestStackFile(stack.addresses(), stack.superuserPassword())
                        .asProperties()
                        .store(writer, "A running test stack");
            }
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().put(TestStack.ADDRESS_FILE_VARIABLE, file.toString());
            return builder.start().waitFor();
        } finally {
            TestStack.throwAway(stack);
        }
    }
}

package io.everknown.localstack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operating system's account that Postgres runs under.
 *
 * <p>Postgres refuses to run as root. A root user is dropped to an unprivileged account for that one program; everyone
 * else runs it as themselves.
 */
final class Account {

    /** The account "nobody" (65534 on Linux by convention) owns nothing else on the machine. */
    private static final int UNPRIVILEGED_ID = 65534;

    private final boolean root;

    private Account(boolean root) {
        this.root = root;
    }

    static Account current() {
        return new Account("root".equals(System.getProperty("user.name")));
    }

    boolean isRoot() {
        return root;
    }

    /** The words to put in front of a command so that it runs under this account. */
    List<String> prefix() {
        if (!root) {
            return List.of();
        }
        String id = Integer.toString(UNPRIVILEGED_ID);
        if (onPath("setpriv").isPresent()) {
            return List.of("setpriv", "--reuid=" + id, "--regid=" + id, "--clear-groups");
        }
        if (onPath("runuser").isPresent()) {
            return List.of("runuser", "-u", "nobody", "--");
        }
        if (onPath("su").isPresent()) {
            return List.of("su", "-s", "/bin/sh", "nobody", "-c", "exec \"$0\" \"$@\"", "--");
        }
        throw new StackException("Postgres refuses to run as root and none of setpriv, runuser and su is on the PATH:"
                + " install util-linux, or run as an ordinary user");
    }

    List<String> command(List<String> words) {
        List<String> whole = new ArrayList<>(prefix());
        whole.addAll(words);
        return whole;
    }

    /** Creates the folder, closed to all but this account. */
    void createOwnFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (root) {
            giveAway(folder);
        }
        Files.setPosixFilePermissions(
                folder,
                java.util.Set.of(
                        PosixFilePermission.OWNER_READ,
                        PosixFilePermission.OWNER_WRITE,
                        PosixFilePermission.OWNER_EXECUTE));
    }

    /** Hands a file or folder that root made to this account. */
    void giveAway(Path path) throws IOException {
        if (root) {
            Files.setAttribute(path, "unix:uid", UNPRIVILEGED_ID, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", UNPRIVILEGED_ID, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Whether this account can walk down to the folder; of a path that doesn't exist yet, the existing part counts. */
    boolean canReach(Path folder) {
        if (!root) {
            return true;
        }
        for (Path step = folder.toAbsolutePath().normalize(); step != null; step = step.getParent()) {
            if (Files.exists(step) && !isOpen(step)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpen(Path folder) {
        try {
            return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)
                    || Integer.valueOf(UNPRIVILEGED_ID).equals(Files.getAttribute(folder, "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<Path> onPath(String program) {
        String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}

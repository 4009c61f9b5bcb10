package io.everknown.localstack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where things that are fetched once are kept: {@code EVERKNOWN_CACHE}, or {@code ~/.cache/everknown}.
 *
 * <p>For root, whose home is usually closed to the account that Postgres runs under, it is {@code /var/cache/everknown}
 * when that account can't walk into the home.
 */
final class CacheFolder {

    /** A file lock holds between processes; between the threads of one JVM it would throw instead of wait. */
    private static final ReentrantLock IN_THIS_JVM = new ReentrantLock();

    private CacheFolder() {}

    static Path locate(Account account) {
        String named = System.getenv("EVERKNOWN_CACHE");
        if (named != null && !named.isBlank()) {
            Path folder = Path.of(named).toAbsolutePath();
            if (!account.canReach(folder)) {
                throw new StackException("EVERKNOWN_CACHE=" + folder + " can't be entered by the unprivileged account"
                        + " that Postgres runs under: name a folder outside of private homes");
            }
            return open(folder);
        }
        Path inHome = Path.of(System.getProperty("user.home"), ".cache", "everknown");
        return open(account.canReach(inHome) ? inHome : Path.of("/var/cache/everknown"));
    }

    /** Runs the work while no other process of this machine does it in the same cache. */
    static <T> T exclusively(Path cache, Supplier<T> work) {
        IN_THIS_JVM.lock();
        try (FileChannel channel =
                        FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new StackException("The cache folder can't be locked: " + cache);
            }
            return work.get();
        } catch (IOException e) {
            throw new StackException("The cache folder can't be written: " + cache, e);
        } finally {
            IN_THIS_JVM.unlock();
        }
    }

    private static Path open(Path folder) {
        try {
            Files.createDirectories(folder);
            if (Account.current().isRoot()) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return folder;
        } catch (IOException e) {
            throw new StackException("The cache folder can't be made: " + folder, e);
        }
    }
}

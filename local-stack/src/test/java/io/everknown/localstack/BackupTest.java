package io.everknown.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** On the real Postgres, with the tables that the service's own migrations make. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupTest {

    private static final String TENANT = "00000000-0000-4000-8000-00000000000a";
    private static final String FACT = "00000000-0000-4000-8000-0000000000fa";

    private Path folder;
    private LocalStack source;
    private Path backup;
    private BackupFile.Manifest manifest;

    @BeforeAll
    void backUp(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Path data = TestStack.temporaryFolder();
        source = LocalStack.start(new LocalStack.Settings(
                data, 0, 0, false, EmbeddedNeo4j.Jvm.SHORT_LIVED, true, false, words -> {}, death -> {}));
        StackAddresses addresses = source.addresses();
        // The scripts hold bodies of functions, which the driver would cut at their semicolons.
        try (Connection owner = DriverManager.getConnection(
                addresses.postgresUrl() + "?preferQueryMode=simple",
                addresses.postgresOwnerUser(),
                addresses.postgresOwnerPassword())) {
            for (String script : migrations()) {
                Servers.execute(owner, script);
            }
        }
        try (Connection all = source.database().connect()) {
            fill(all);
        }
        backup = folder.resolve("first.backup");
        manifest = Backup.write(source.database(), backup);
    }

    @AfterAll
    void stop() {
        TestStack.throwAway(source);
    }

    @Test
    void whatWasKeptComesBackAndTheGraphIsToBeDrawn() throws SQLException {
        Path fresh = newFolder();
        assertThat(Restore.intoFolder(fresh, backup)).isEqualTo(manifest);

        try (LocalStack restored = LocalStack.start(LocalStack.Settings.postgresAlone(fresh));
                Connection all = restored.database().connect();
                Connection app = Servers.asApp(restored.addresses())) {
            Map<String, BackupFile.TableState> states = Database.states(all);
            // Entering memories into the outbox tells those who keep an audience at hand.
            assertThat(states).containsAllEntriesOf(without("graph_outbox", "audience_change", "audience_version"));
            assertThat(Servers.answer(all, "SELECT jwk FROM signing_key"))
                    .contains("\"x\"")
                    .doesNotContain("hidden");
            assertThat(manifest.tables().get("account").rows()).isEqualTo(1);
            assertThat(Servers.answer(all, "SELECT count(*) FROM service_secret"))
                    .isEqualTo("0");
            assertThat(Servers.answer(all, "SELECT string_agg(memory_id::text, ',') FROM graph_outbox"))
                    .isEqualTo(FACT);
            assertThat(Servers.answer(app, "SELECT count(*) FROM fact")).isEqualTo("0");
            Servers.answer(app, "SELECT set_config('app.tenant', '" + TENANT + "', false)");
            assertThat(Servers.answer(app, "SELECT text FROM fact")).isEqualTo("Ann lives in Bergen.");
            assertThat(Servers.answer(all, "SELECT tableowner FROM pg_tables WHERE tablename = 'fact'"))
                    .isEqualTo(PostgresSetup.OWNER);
        } finally {
            TestStack.delete(fresh);
        }
    }

    @Test
    void privateKeysStayWhereTheyAre() throws IOException, SQLException {
        assertThat(manifest.publicKeys())
                .singleElement()
                .satisfies(key -> assertThat(key.jwk()).contains("\"x\"").doesNotContain("\"d\"", "hidden"));
        Path dump = folder.resolve("read.dump");
        BackupFile.read(backup, dump);
        assertThat(new String(Files.readAllBytes(backup), StandardCharsets.ISO_8859_1))
                .doesNotContain("hidden");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsNoWholeBackupIsRefusedAndLeavesNothing() throws IOException {
        Path cut = folder.resolve("cut.backup");
        byte[] whole = Files.readAllBytes(backup);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        Path other = folder.resolve("other.backup");
        Files.writeString(other, "not a backup");
        Path fresh = newFolder();

        for (Path file : List.of(cut, other)) {
            assertThatThrownBy(() -> Restore.intoFolder(fresh, file))
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("is not a whole backup");
            assertThat(fresh).doesNotExist();
        }
        assertThatThrownBy(() -> BackupFile.read(folder.resolve("none.backup"), folder.resolve("d")))
                .hasMessageStartingWith("There is no backup");
    }

    @Test
    void aDumpThatIsNotWhatTheManifestSaysIsRefused() throws IOException {
        Path dump = folder.resolve("true.dump");
        BackupFile.Manifest read = BackupFile.read(backup, dump);
        assertThat(read).isEqualTo(manifest);
        Path forged = folder.resolve("forged.backup");
        BackupFile.TableState more =
                new BackupFile.TableState(2, read.tables().get("fact").hash());
        Map<String, BackupFile.TableState> tables = new TreeMap<>(read.tables());
        tables.put("fact", more);
        BackupFile.write(forged, new BackupFile.Manifest(Instant.EPOCH, read.owner(), tables, read.publicKeys()), dump);
        Path fresh = newFolder();

        assertThatThrownBy(() -> Restore.intoFolder(fresh, forged)).hasMessageContaining("The table fact came out");
        assertThat(fresh).doesNotExist();
    }

    private Map<String, BackupFile.TableState> without(String... names) {
        Map<String, BackupFile.TableState> tables = new TreeMap<>(manifest.tables());
        List.of(names).forEach(tables::remove);
        return tables;
    }

    /** Beside the other throw-away data, where Postgres' account can walk. */
    private static Path newFolder() {
        Path made = TestStack.temporaryFolder();
        TestStack.delete(made);
        return made;
    }

    private static List<String> migrations() throws IOException {
        Path scripts = ProjectFolder.locate().resolve("graph-model/src/main/resources/db/migration");
        try (Stream<Path> files = Files.list(scripts)) {
            return files.sorted(Comparator.comparingInt(BackupTest::version))
                    .map(BackupTest::text)
                    .toList();
        }
    }

    private static int version(Path script) {
        String name = script.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    private static String text(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Connection all) throws SQLException {
        Servers.execute(all, "INSERT INTO service_secret VALUES ('recall', 'sealed')");
        Servers.execute(all, "INSERT INTO tenant VALUES ('" + TENANT + "', now())");
        Servers.execute(
                all,
                "INSERT INTO account (id, tenant_id, username, email, role, password_hash, created_at)"
                        + " VALUES (gen_random_uuid(), '" + TENANT
                        + "', 'ann', 'ann@example.org', 'ADMIN', 'x', now())");
        Servers.execute(
                all,
                "INSERT INTO signing_key VALUES ('k1', 'ES256', '{\"kty\":\"EC\",\"x\":\"seen\",\"d\":\"hidden\"}', now())");
        Servers.execute(
                all,
                "INSERT INTO fact (id, tenant_id, user_id, audience, visibility, type, text, text_hash, subject,"
                        + " subject_key, valid_from, recorded_at, known_since, trust, confidence, importance, support,"
                        + " last_refreshed_at, model, vector) SELECT '" + FACT + "', '" + TENANT
                        + "', 'ann', 'ann', 'private', 'fact', 'Ann lives in Bergen.', '\\x01', 'Ann', 'ann', now(),"
                        + " now(), now(), 3, 0.9, 0.5, 1, now(), 'bge', array_fill(0.25, ARRAY[384])::halfvec");
    }
}

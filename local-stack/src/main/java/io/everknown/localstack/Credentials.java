package io.everknown.localstack;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The passwords of one data folder, generated at its first start and found again at the next.
 *
 * @param superuser of the Postgres superuser, which only this module uses
 * @param owner of the role that owns the database
 * @param app of the application's role
 * @param neo4j of the Neo4j user
 */
record Credentials(String superuser, String owner, String app, String neo4j) {

    static final String FILE_NAME = "credentials.properties";

    /** Reads the folder's file, or writes a new one that only its owner can read. */
    static Credentials inFolder(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            Credentials fresh = generate();
            fresh.write(file);
            return fresh;
        } catch (IOException e) {
            throw new StackException("The passwords of this data folder can't be read or written: " + file, e);
        }
    }

    static Credentials generate() {
        return new Credentials(password(), password(), password(), password());
    }

    private static Credentials read(Path file) throws IOException {
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
        }
        return new Credentials(
                required(stored, "postgres.superuser", file),
                required(stored, "postgres.owner", file),
                required(stored, "postgres.app", file),
                required(stored, "neo4j", file));
    }

    private static String required(Properties stored, String key, Path file) {
        String value = stored.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new StackException("The password of " + key + " is missing in " + file
                    + ": put the file back, or name another data folder");
        }
        return value;
    }

    /** A half-written file would lock the owner out of the data, so it appears whole or not at all. */
    private void write(Path file) throws IOException {
        Properties values = new Properties();
        values.setProperty("postgres.superuser", superuser);
        values.setProperty("postgres.owner", owner);
        values.setProperty("postgres.app", app);
        values.setProperty("neo4j", neo4j);
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                FILE_NAME,
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (Writer writer = Files.newBufferedWriter(draft)) {
            values.store(writer, "Generated passwords of this Everknown data folder");
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A secret in the form that the service's API keys have: 256 random bits, 43 characters. */
    static String bearerSecret() {
        return random(32);
    }

    private static String password() {
        return random(24);
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}

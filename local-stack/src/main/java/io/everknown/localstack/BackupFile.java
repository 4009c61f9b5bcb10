package io.everknown.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A backup as one file: a zip of {@code manifest.json}, which says what is in it, and {@code postgres.dump}, which
 * {@code pg_restore} reads.
 */
final class BackupFile {

    private static final String FORMAT = "everknown-backup";
    private static final int VERSION = 1;
    private static final String MANIFEST = "manifest.json";
    private static final String DUMP = "postgres.dump";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private BackupFile() {}

    /**
     * What a backup says of itself.
     *
     * @param createdAt the moment whose state it holds
     * @param owner the role that owns the tables
     * @param tables rows and hash of each table, by name
     * @param publicKeys the public parts of the keys that signed access tokens, in the order they were made
     */
    record Manifest(Instant createdAt, String owner, Map<String, TableState> tables, List<PublicKey> publicKeys) {
        Manifest {
            tables = new TreeMap<>(tables);
            publicKeys = List.copyOf(publicKeys);
        }
    }

    /**
     * What a table holds, whatever the order of its rows.
     *
     * @param rows how many
     * @param hash sum of the rows' hashes
     */
    record TableState(long rows, String hash) {}

    /**
     * What checks the tokens that a key signed.
     *
     * @param jwk the public key as a JSON Web Key
     */
    record PublicKey(String id, String algorithm, String jwk, Instant createdAt) {}

    /** Writes the file, readable by its owner alone; it is there whole or not at all. */
    static void write(Path file, Manifest manifest, Path dump) throws IOException {
        Path draft = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                file.getFileName().toString(),
                ".draft",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (OutputStream out = Files.newOutputStream(draft);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry(MANIFEST));
                zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(toJson(manifest)));
                zip.closeEntry();
                zip.setLevel(0); // the dump is compressed already
                zip.putNextEntry(new ZipEntry(DUMP));
                Files.copy(dump, zip);
                zip.closeEntry();
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Reads a backup and lays its dump out.
     *
     * @param dump where the dump is to be
     * @throws StackException in one clear sentence when it is no backup, or one of another version
     */
    static Manifest read(Path file, Path dump) {
        if (!Files.isRegularFile(file)) {
            throw new StackException("There is no backup " + file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest;
            try (InputStream in = entry(zip, file, MANIFEST)) {
                manifest = fromJson(JSON.readTree(in.readAllBytes()), file);
            }
            try (InputStream in = entry(zip, file, DUMP)) {
                Files.copy(in, dump, StandardCopyOption.REPLACE_EXISTING);
            }
            return manifest;
        } catch (IOException | JacksonException e) {
            throw new StackException(file + " is not a whole backup (" + e.getMessage() + ")", e);
        }
    }

    private static InputStream entry(ZipFile zip, Path file, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new StackException(file + " is not a backup of Everknown: it holds no " + name);
        }
        return zip.getInputStream(entry);
    }

    private static JsonNode toJson(Manifest manifest) {
        ObjectNode json = JSON.createObjectNode()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("created_at", manifest.createdAt().toString())
                .put("owner", manifest.owner());
        ObjectNode tables = json.putObject("tables");
        manifest.tables()
                .forEach((name, state) ->
                        tables.putObject(name).put("rows", state.rows()).put("hash", state.hash()));
        var keys = json.putArray("public_keys");
        for (PublicKey key : manifest.publicKeys()) {
            keys.addObject()
                    .put("id", key.id())
                    .put("algorithm", key.algorithm())
                    .put("jwk", key.jwk())
                    .put("created_at", key.createdAt().toString());
        }
        return json;
    }

    private static Manifest fromJson(JsonNode json, Path file) {
        if (!FORMAT.equals(json.path("format").asString(""))
                || json.path("version").asInt(0) != VERSION) {
            throw new StackException(file + " is not a backup of a version that this Everknown knows");
        }
        Map<String, TableState> tables = new TreeMap<>();
        json.path("tables")
                .properties()
                .forEach(table -> tables.put(
                        table.getKey(),
                        new TableState(
                                table.getValue().path("rows").asLong(),
                                table.getValue().path("hash").asString())));
        List<PublicKey> keys = new ArrayList<>();
        for (JsonNode key : json.path("public_keys")) {
            keys.add(new PublicKey(
                    key.path("id").asString(),
                    key.path("algorithm").asString(),
                    key.path("jwk").asString(),
                    Instant.parse(key.path("created_at").asString())));
        }
        return new Manifest(
                Instant.parse(json.path("created_at").asString()),
                json.path("owner").asString(),
                tables,
                keys);
    }
}

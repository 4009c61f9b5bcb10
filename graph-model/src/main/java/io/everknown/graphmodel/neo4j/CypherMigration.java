package io.everknown.graphmodel.neo4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One step of the graph's schema. Each statement must be safe to run again, because a process may end between two.
 *
 * @param version its place in the order, from 1
 * @param name what it does
 * @param checksum SHA-256 of its statements, without comments and blanks at the ends
 * @param statements what to run, in order
 */
record CypherMigration(int version, String name, String checksum, List<String> statements) {

    private static final String FOLDER = "classpath*:neo4j/migrations/*.cypher";

    private static final Pattern FILE = Pattern.compile("(\\d+)__(\\w+)\\.cypher");

    /** Reads a migration from the name of its file, such as {@code 001__graph.cypher}, and its text. */
    static CypherMigration of(String file, String text) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a migration is called NUMBER__NAME.cypher, not " + file);
        }
        List<String> statements = Arrays.stream(text.lines()
                        .filter(line -> !line.strip().startsWith("//"))
                        .collect(Collectors.joining("\n"))
                        .split(";\\s*(\\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
        return new CypherMigration(
                Integer.parseInt(matcher.group(1)), matcher.group(2), checksum(statements), statements);
    }

    /** All migrations on the class path, in order. */
    static List<CypherMigration> onClassPath() {
        try {
            Resource[] resources = new PathMatchingResourcePatternResolver().getResources(FOLDER);
            return Arrays.stream(resources)
                    .map(CypherMigration::read)
                    .sorted(Comparator.comparingInt(CypherMigration::version))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CypherMigration read(Resource resource) {
        try {
            return of(String.valueOf(resource.getFilename()), resource.getContentAsString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checksum(List<String> statements) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(";\n", statements).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.everknown.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * What a JVM learnt in a rehearsal: its loaded and linked classes and how often their methods ran, in a file beside the
 * jar that it runs (JEP 483, 514 and 515). A JVM that starts with it has less to load and knows what to compile.
 *
 * <p>It holds for one build of the jar and one build of Java. A JVM that can't use it says so in its log and starts as
 * without it.
 */
final class StartCache {

    /** What a start does with the cache. */
    enum Use {
        /** Starts from it if it is there. */
        READ,
        /** Leaves a draft behind, written when the JVM ends, which then takes some ten seconds longer. */
        WRITE
    }

    private final Path jar;
    private final Path file;
    private final Path draft;

    private StartCache(Path jar) {
        this.jar = jar;
        String java = Runtime.version().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
        this.file = jar.resolveSibling(jar.getFileName() + "." + java + ".aot");
        this.draft = file.resolveSibling(file.getFileName() + ".draft");
    }

    static StartCache of(Path jar) {
        return new StartCache(jar);
    }

    /** Whether there is one, and it was made after the jar. */
    boolean isThere() {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar)) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes the draft of a JVM that came to its end the cache; without a draft nothing changes. */
    void keep() {
        try {
            if (Files.exists(draft)) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new StackException("The cache " + file + " can't be written (" + e + ")", e);
        }
    }

    /** The options for a JVM whose class path begins with the jar; none if there is nothing to read. */
    List<String> options(Use use) {
        return switch (use) {
            case WRITE -> List.of("-XX:AOTCacheOutput=" + draft);
            case READ -> isThere() ? List.of("-XX:AOTCache=" + file) : List.of();
        };
    }
}

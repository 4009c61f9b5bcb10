package io.everknown.localstack;

import java.nio.file.Files;
import java.nio.file.Path;

/** The root folder of the checkout, where the built parts are found. */
final class ProjectFolder {

    private ProjectFolder() {}

    /** The system property {@code everknown.root} (the build and the launcher set it), else the nearest parent. */
    static Path locate() {
        String named = System.getProperty("everknown.root");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("local-stack/neo4j"))) {
                return folder;
            }
        }
        throw new StackException("Everknown's root folder is not known: start it with ./everknown");
    }
}

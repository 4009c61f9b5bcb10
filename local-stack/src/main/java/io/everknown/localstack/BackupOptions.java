package io.everknown.localstack;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./everknown backup}, {@code restore} and {@code verify} were asked for.
 *
 * @param file the backup; absent when none was named
 * @param data the data folder
 */
record BackupOptions(@Nullable Path file, Path data) {

    private static final String URL = "EVERKNOWN_POSTGRES_URL";
    private static final String USER = "EVERKNOWN_POSTGRES_BACKUP_USER";
    private static final String PASSWORD = "EVERKNOWN_POSTGRES_BACKUP_PASSWORD";

    /**
     * Reads the command line, and the data folder as {@code up} does.
     *
     * @throws StackException in one clear sentence when a word makes no sense
     */
    static BackupOptions read(String command, String[] words, Map<String, String> environment) {
        Path file = null;
        String data = environment.getOrDefault("EVERKNOWN_DATA", "");
        for (int i = 0; i < words.length; i++) {
            if ("--data".equals(words[i]) && i + 1 < words.length) {
                data = words[++i];
            } else if (file == null && !words[i].startsWith("-")) {
                file = Path.of(words[i]).toAbsolutePath().normalize();
            } else {
                throw new StackException(command + " knows one FILE and --data DIR, not " + words[i]);
            }
        }
        return new BackupOptions(file, UpOptions.dataFolder(data));
    }

    /**
     * The named backup.
     *
     * @throws StackException when none was named
     */
    Path requiredFile(String command) {
        if (file == null) {
            throw new StackException(command + " needs the FILE that ./everknown backup wrote");
        }
        return file;
    }

    /** A Postgres of the user's own, if one is named; its backup needs a login that sees every row. */
    static @Nullable Database ownDatabase(Map<String, String> environment) {
        String url = environment.getOrDefault(URL, "");
        if (url.isBlank()) {
            return null;
        }
        String user = environment.getOrDefault(USER, "");
        if (user.isBlank()) {
            throw new StackException(
                    "A backup of a Postgres of your own needs a superuser, or a role with BYPASSRLS that"
                            + " may read every table: name it with " + USER + " and " + PASSWORD);
        }
        return new Database(url, user, environment.getOrDefault(PASSWORD, ""));
    }
}

package io.everknown.localstack;

import java.nio.file.Path;
import java.util.Map;

/**
 * What {@code ./everknown up} was asked for.
 *
 * @param data folder of everything that is kept
 * @param port of the service
 * @param postgresPort port of the embedded Postgres, 0 for any free one
 * @param neo4jPort Bolt port of the embedded Neo4j, 0 for any free one
 * @param ownPostgres whether the user names a Postgres of their own
 * @param ownNeo4j whether the user names a Neo4j of their own
 */
record UpOptions(Path data, int port, int postgresPort, int neo4jPort, boolean ownPostgres, boolean ownNeo4j) {

    static final int DEFAULT_PORT = 8080;

    private static final int DEFAULT_POSTGRES_PORT = 15432;
    private static final int DEFAULT_NEO4J_PORT = 17687;

    /**
     * Reads the command line and the environment; the command line wins.
     *
     * @throws StackException in one clear sentence when a word or a number makes no sense
     */
    static UpOptions read(String[] words, Map<String, String> environment) {
        String data = environment.getOrDefault("EVERKNOWN_DATA", "");
        String port = environment.getOrDefault("EVERKNOWN_PORT", "");
        for (int i = 0; i < words.length; i++) {
            switch (words[i]) {
                case "--data" -> data = valueAfter(words, i++);
                case "--port" -> port = valueAfter(words, i++);
                default -> throw new StackException("up knows --data DIR and --port N, not " + words[i]);
            }
        }
        return new UpOptions(
                dataFolder(data),
                port.isBlank() ? DEFAULT_PORT : number(port),
                serverPort(environment.getOrDefault("EVERKNOWN_POSTGRES_PORT", ""), DEFAULT_POSTGRES_PORT),
                serverPort(environment.getOrDefault("EVERKNOWN_NEO4J_PORT", ""), DEFAULT_NEO4J_PORT),
                !environment.getOrDefault("EVERKNOWN_POSTGRES_URL", "").isBlank(),
                !environment.getOrDefault("EVERKNOWN_NEO4J_URI", "").isBlank());
    }

    /** The named folder, or the default one. */
    static Path dataFolder(String named) {
        return named.isBlank() ? defaultData() : Path.of(named).toAbsolutePath().normalize();
    }

    /** The checkout's own folder; for root, if Postgres' account can't walk into the checkout, one under /var/lib. */
    private static Path defaultData() {
        Path inCheckout = ProjectFolder.locate().resolve(".everknown/data");
        return Account.current().canReach(inCheckout) ? inCheckout : Path.of("/var/lib/everknown/data");
    }

    /** A port the user named is kept even if it's taken, so that they hear of it; the default one gives way. */
    private static int serverPort(String named, int preferred) {
        if (!named.isBlank()) {
            return number(named);
        }
        return Waiting.isListening(preferred) ? 0 : preferred;
    }

    private static String valueAfter(String[] words, int index) {
        if (index + 1 >= words.length) {
            throw new StackException(words[index] + " needs a value");
        }
        return words[index + 1];
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number > 0 && number < 65536) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same sentence as a number that is out of range.
        }
        throw new StackException("A port is a number from 1 to 65535, not " + text);
    }
}

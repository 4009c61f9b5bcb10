package io.everknown.localstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code ./everknown rehearse}: one start over data that is thrown away, in which Neo4j's and the service's JVM write
 * down what they learn ({@link StartCache}), so that all later starts of the same build are faster.
 */
public final class Rehearsal {

    private static final String WARM_UP = "20s";
    private static final int ROUNDS_OF_QUESTIONS = 40;
    private static final int ITEMS = 10;

    /** A JVM that writes its cache down takes that long to end, on a machine that does other things besides. */
    private static final Duration LONGEST_END = Duration.ofMinutes(3);

    private Rehearsal() {}

    /**
     * Holds one and ends with 0, or with 1 and one clear sentence.
     *
     * @param words none
     */
    public static void main(String[] words) {
        try {
            if (words.length > 0) {
                throw new StackException("rehearse takes no words, and not " + words[0]);
            }
            System.out.println("rehearsing a start over data that is thrown away; this takes some minutes");
            hold();
            System.out.println("rehearsed: the next starts of this build are faster");
            System.exit(0);
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void hold() {
        Path folder = TestStack.temporaryFolder();
        LocalStack stack;
        try {
            stack = LocalStack.start(LocalStack.Settings.rehearsal(folder, death -> {}));
        } catch (StackException e) {
            TestStack.delete(folder);
            throw e;
        }
        try {
            int port = Waiting.freePort();
            Map<String, String> variables = new HashMap<>(stack.addresses().asEnvironment());
            variables.put("EVERKNOWN_WARM_UP", WARM_UP);
            ServiceProcess service =
                    ServiceProcess.rehearse(variables, port, stack.folder().resolve("logs/api.log"));
            AtomicBoolean played = new AtomicBoolean();
            stack.stopFirst(() -> {
                if (played.get()) {
                    service.stop(LONGEST_END);
                } else {
                    // Whoever wants it to stop now doesn't want to wait for what is written down at the end.
                    service.stop(Duration.ZERO);
                    stack.neo4j().kill();
                }
            });
            play(URI.create("http://127.0.0.1:" + port));
            played.set(true);
        } finally {
            TestStack.throwAway(stack);
        }
        ServiceProcess.startCache().keep();
        EmbeddedNeo4j.startCache().ifPresent(StartCache::keep);
    }

    /** The sample conversation over REST, as a new user. */
    private static void play(URI service) {
        DemoScript script = DemoScript.load();
        try (DemoClient client = new DemoClient(service)) {
            client.registerAndLogin();
            for (DemoScript.Session session : script.sessions()) {
                session.turns().forEach(turn -> client.processTurn(script.conversationId(), session.id(), turn));
            }
            for (int round = 0; round < ROUNDS_OF_QUESTIONS; round++) {
                script.questions().forEach(question -> client.recall(question, ITEMS));
            }
        }
    }
}

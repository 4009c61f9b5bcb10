package io.everknown.localstack;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * {@code ./everknown demo}: plays a sample conversation to a service and shows what it decides and recalls.
 *
 * <p>Talks to the service at {@code --url} (by default the local one); when none answers there and none was named, it
 * starts one over data that is thrown away. Colours are left out with {@code --plain}, {@code NO_COLOR} or when the
 * launcher sees no terminal.
 */
public final class Demo {

    private static final int ITEMS_SHOWN = 3;

    private final DemoPrinter printer;
    private final DemoScript script = DemoScript.load();

    private Demo(DemoPrinter printer) {
        this.printer = printer;
    }

    /**
     * Plays the demo once; ends with 1 and one clear sentence when it can't.
     *
     * @param words {@code --url URL} and {@code --plain}
     */
    public static void main(String[] words) {
        try {
            String url = "";
            boolean plain = false;
            for (int i = 0; i < words.length; i++) {
                if ("--plain".equals(words[i])) {
                    plain = true;
                } else if ("--url".equals(words[i]) && i + 1 < words.length) {
                    url = words[++i];
                } else {
                    throw new StackException("demo knows --url URL and --plain, not " + words[i]);
                }
            }
            boolean coloured = !plain && System.getenv("NO_COLOR") == null && Boolean.getBoolean("everknown.terminal");
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            new Demo(new DemoPrinter(out, coloured)).run(url);
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private void run(String url) {
        String port = System.getenv().getOrDefault("EVERKNOWN_PORT", Integer.toString(UpOptions.DEFAULT_PORT));
        URI service = URI.create(url.isEmpty() ? "http://localhost:" + port : url);
        try (DemoClient client = new DemoClient(service)) {
            if (client.isServiceHealthy()) {
                play(client, service);
                return;
            }
        }
        if (!url.isEmpty()) {
            throw new StackException("No healthy service answers at " + url);
        }
        playOnThrowAwayStack();
    }

    private void playOnThrowAwayStack() {
        printer.line("No service answers yet: starting one over data that is thrown away afterwards.");
        LocalStack stack = TestStack.startThrowAway();
        try {
            int port = Waiting.freePort();
            Map<String, String> variables = new HashMap<>(stack.addresses().asEnvironment());
            variables.put("EVERKNOWN_WARM_UP", "0s");
            ServiceProcess started = ServiceProcess.start(
                    variables, port, stack.folder().resolve("logs/api.log"), death -> printer.line(death.message()));
            stack.stopFirst(started::stop);
            URI service = URI.create("http://localhost:" + port);
            try (DemoClient client = new DemoClient(service)) {
                play(client, service);
            }
        } finally {
            TestStack.throwAway(stack);
        }
    }

    private void play(DemoClient client, URI service) {
        String user = client.registerAndLogin();
        printer.line("Playing a conversation at " + service + " as the new user " + user + ".");
        long began = System.nanoTime();
        int turns = 0;
        for (DemoScript.Session session : script.sessions()) {
            printer.session(session);
            for (DemoScript.Turn turn : session.turns()) {
                printer.turn(turn, client.processTurn(script.conversationId(), session.id(), turn));
                turns++;
            }
        }
        printer.counts(turns, (System.nanoTime() - began) / 1e9);
        for (DemoScript.Question question : script.questions()) {
            JsonNode answer = client.recall(question, ITEMS_SHOWN);
            printer.recall(question, answer);
        }
    }
}

package io.everknown.localstack;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code ./everknown up}: starts Postgres, Neo4j and the service, says where they are, and stops them at Ctrl-C. */
public final class Up {

    /** A server that dies more often than this has a reason that restarting doesn't remove. */
    private static final int MOST_RESTARTS = 5;

    private final UpOptions options;
    private final long began = System.nanoTime();
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable LocalStack stack;

    private Up(UpOptions options) {
        this.options = options;
    }

    /**
     * Runs until Ctrl-C, SIGTERM or the end of the service.
     *
     * @param words {@code --data DIR} and {@code --port N}
     * @throws InterruptedException when the wait for the service is interrupted
     */
    public static void main(String[] words) throws InterruptedException {
        try {
            new Up(UpOptions.read(words, System.getenv())).run();
        } catch (StackException e) {
            System.err.println("everknown: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws InterruptedException {
        requireFreePort(options.port());
        say("data folder " + options.data());
        LocalStack running = LocalStack.start(new LocalStack.Settings(
                options.data(),
                options.postgresPort(),
                options.neo4jPort(),
                true,
                EmbeddedNeo4j.Jvm.LONG_LIVED,
                !options.ownPostgres(),
                !options.ownNeo4j(),
                this::say,
                this::onServerDeath));
        stack = running;
        say("Postgres "
                + (options.ownPostgres()
                        ? "is yours"
                        : "answers at " + address(running.addresses().postgresUrl())));
        say("Neo4j "
                + (options.ownNeo4j()
                        ? "is yours"
                        : "answers at " + address(running.addresses().neo4jUri())));
        say("starting the service");
        ServiceProcess service;
        try {
            service = ServiceProcess.start(
                    environment(running),
                    options.port(),
                    running.folder().resolve("logs/api.log"),
                    this::onServiceDeath);
        } catch (StackException e) {
            running.close();
            throw e;
        }
        running.stopFirst(service::stop);
        say("ready");
        System.out.println(Greeting.text(options.port(), running.folder()));
        System.out.flush();
        int code = service.awaitEnd();
        running.close();
        System.exit(code == 0 ? 0 : 1);
    }

    static void requireFreePort(int port) {
        if (Waiting.isListening(port)) {
            throw new StackException("Port " + port + " is in use by another program; take another one: EVERKNOWN_PORT="
                    + (port < 65535 ? port + 1 : port - 1) + " ./everknown up");
        }
    }

    /** What the user set for servers of their own wins over the embedded ones' addresses. */
    private Map<String, String> environment(LocalStack running) {
        Map<String, String> variables = new LinkedHashMap<>(running.addresses().asEnvironment());
        variables
                .keySet()
                .removeIf(name -> (options.ownPostgres() && name.startsWith("EVERKNOWN_POSTGRES_"))
                        || (options.ownNeo4j() && name.startsWith("EVERKNOWN_NEO4J_")));
        return variables;
    }

    private void onServerDeath(ServerDeath death) {
        say(death.message());
        LocalStack running = stack;
        if (running == null) {
            return;
        }
        if (restarts.incrementAndGet() > MOST_RESTARTS) {
            say(death.server() + " keeps dying; stopping everything");
            System.exit(1);
        }
        var _ = CompletableFuture.runAsync(() -> {
            try {
                running.restart(death.server());
                say(death.server() + " is running again");
            } catch (StackException e) {
                say(String.valueOf(e.getMessage()));
                System.exit(1);
            }
        });
    }

    private void onServiceDeath(ServerDeath death) {
        say(death.message());
    }

    private void say(String words) {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds, words));
        System.out.flush();
    }

    private static String address(String url) {
        return url.replaceFirst("^[a-z:]+//", "");
    }

    /** What a newcomer needs to know once everything runs. */
    static final class Greeting {

        private Greeting() {}

        static String text(int port, Path folder) {
            return """

                    Everknown answers at http://localhost:PORT
                      docs    http://localhost:PORT/docs
                      health  http://localhost:PORT/health/detailed
                      data    FOLDER (logs are in its folder logs)

                    A first conversation, ready to paste:

                      curl -s localhost:PORT/v1/auth/register -H 'content-type: application/json' \\
                        -d '{"username":"ann","email":"ann@example.org","password":"correct-horse-battery"}'
                      TOKEN=$(curl -s localhost:PORT/v1/auth/login -d username=ann -d password=correct-horse-battery \\
                        | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
                      curl -s localhost:PORT/v1/memory/process-turn -H "authorization: Bearer $TOKEN" \\
                        -H 'content-type: application/json' -d '{"conversation_id":"first","turns":[
                          {"role":"user","content":"I live in Oslo and work as a baker."},
                          {"role":"user","content":"I just moved to Bergen."}]}'
                      curl -s localhost:PORT/v1/memory/recall -H "authorization: Bearer $TOKEN" \\
                        -H 'content-type: application/json' -d '{"query":"Where do I live?"}'

                    Ctrl-C stops everything.""".replace("PORT", Integer.toString(port)).replace("FOLDER", folder.toString());
        }
    }
}

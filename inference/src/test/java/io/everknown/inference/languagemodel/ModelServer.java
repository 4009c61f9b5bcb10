package io.everknown.inference.languagemodel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that speaks the protocols of model providers: refuses requests of another form and answers as told. */
final class ModelServer implements AutoCloseable {

    static final JsonMapper JSON = JsonMapper.shared();

    /** What it answers next. */
    record Reply(int status, String text, Duration after, boolean raw) {

        static Reply facts(String json) {
            return new Reply(200, json, Duration.ZERO, false);
        }

        static Reply error(int status) {
            return new Reply(status, "{\"error\":{\"message\":\"sorry\",\"type\":\"trouble\"}}", Duration.ZERO, true);
        }

        Reply late(Duration by) {
            return new Reply(status, text, by, raw);
        }
    }

    /** A request as it came. */
    record Request(String path, String key, JsonNode body, String system, String user, JsonNode schema) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private volatile Function<Integer, Reply> replies = n -> Reply.facts("{\"facts\":[]}");

    ModelServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers the requests from now on, counted from 0. */
    void replies(Function<Integer, Reply> by) {
        requests.clear();
        refused.clear();
        replies = by;
    }

    void replies(Reply always) {
        replies(n -> always);
    }

    List<Request> requests() {
        return requests;
    }

    /** Why requests were not of their protocol's form. */
    List<String> refused() {
        return refused;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String path = exchange.getRequestURI().getPath();
            Reply reply;
            String answer;
            try {
                Protocol protocol = Protocol.of(path);
                Request request = protocol.read(exchange, path, body);
                int number = requests.size();
                requests.add(request);
                reply = replies.apply(number);
                answer = reply.raw() ? reply.text() : protocol.answer(reply.text());
            } catch (IllegalArgumentException e) {
                refused.add(path + ": " + e.getMessage());
                reply = Reply.error(400);
                answer = reply.text();
            }
            pause(reply.after());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

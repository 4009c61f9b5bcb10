package io.everknown.api.outage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server of OpenAI's protocol that calls every sentence a fact; it fails and hangs where sentences tell it to. */
final class FakeLanguageModel implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** Sentences with the word "slowly" wait for it. */
    final CountDownLatch gate = new CountDownLatch(1);

    FakeLanguageModel() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The first sentences of all turns it was asked about, in order. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode document =
                    JSON.readTree(JSON.readTree(exchange.getRequestBody().readAllBytes())
                            .at("/messages/1/content")
                            .asString());
            List<Object> facts = new ArrayList<>();
            String speaker = document.path("speaker").asString();
            document.path("sentences")
                    .properties()
                    .forEach(entry -> facts.add(fact(
                            Integer.parseInt(entry.getKey()), entry.getValue().asString(), speaker)));
            String first = document.at("/sentences/1").asString();
            asked.add(first);
            if (first.contains("slowly")) {
                gate.await();
            }
            byte[] body = JSON.writeValueAsBytes(Map.of(
                    "id",
                    "1",
                    "object",
                    "chat.completion",
                    "created",
                    1,
                    "model",
                    "fake",
                    "choices",
                    List.of(Map.of(
                            "index",
                            0,
                            "finish_reason",
                            "stop",
                            "message",
                            Map.of("role", "assistant", "content", JSON.writeValueAsString(Map.of("facts", facts))))),
                    "usage",
                    Map.of("prompt_tokens", 100, "completion_tokens", 10, "total_tokens", 110)));
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(first.contains("fails") ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> fact(int number, String sentence, String speaker) {
        return Map.ofEntries(
                Map.entry("sentence", number),
                Map.entry("quote", sentence),
                Map.entry("text", sentence),
                Map.entry("subject", speaker),
                Map.entry("slot", ""),
                Map.entry("value", ""),
                Map.entry("intent", "assert"),
                Map.entry("when", ""),
                Map.entry("valid_from", ""),
                Map.entry("entities", List.of()),
                Map.entry("relations", List.of()));
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
    }
}

package io.everknown.inference.languagemodel;

import com.sun.net.httpserver.HttpExchange;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How a provider's requests and answers look; each answer says 120 tokens were read and 30 written. */
enum Protocol {
    OPENAI {
        @Override
        ModelServer.Request read(HttpExchange exchange, String path, JsonNode body) {
            text(body, "/model");
            JsonNode format = body.path("response_format");
            require(format.path("type").asString("").equals("json_schema"), "response_format is no json_schema");
            require(format.at("/json_schema/strict").asBoolean(false), "the schema is not strict");
            text(format, "/json_schema/name");
            require(
                    body.path("max_tokens").asInt(0) > 0
                            || body.path("max_completion_tokens").asInt(0) > 0,
                    "no bound of output");
            require(!body.path("stream").asBoolean(false), "streams");
            require(text(body, "/messages/0/role").equals("system"), "no system message first");
            require(text(body, "/messages/1/role").equals("user"), "no user message second");
            return new ModelServer.Request(
                    path,
                    header(exchange, "authorization").replace("Bearer ", ""),
                    body,
                    content(body.at("/messages/0/content")),
                    content(body.at("/messages/1/content")),
                    format.at("/json_schema/schema"));
        }

        @Override
        String answer(String text) {
            return json(Map.of(
                    "id",
                    "chatcmpl-1",
                    "object",
                    "chat.completion",
                    "created",
                    1767225600,
                    "model",
                    "test",
                    "choices",
                    new Object[] {
                        Map.of(
                                "index",
                                0,
                                "finish_reason",
                                "stop",
                                "message",
                                Map.of("role", "assistant", "content", text))
                    },
                    "usage",
                    Map.of("prompt_tokens", 120, "completion_tokens", 30, "total_tokens", 150)));
        }
    },

    ANTHROPIC {
        @Override
        ModelServer.Request read(HttpExchange exchange, String path, JsonNode body) {
            text(body, "/model");
            require(!header(exchange, "anthropic-version").isEmpty(), "no anthropic-version");
            require(body.path("max_tokens").asInt(0) > 0, "no bound of output");
            require(text(body, "/output_config/format/type").equals("json_schema"), "no json_schema");
            require(text(body, "/messages/0/role").equals("user"), "no user message");
            return new ModelServer.Request(
                    path,
                    header(exchange, "x-api-key"),
                    body,
                    content(body.path("system")),
                    content(body.at("/messages/0/content")),
                    body.at("/output_config/format/schema"));
        }

        @Override
        String answer(String text) {
            return json(Map.of(
                    "id", "msg_1",
                    "type", "message",
                    "role", "assistant",
                    "model", "test",
                    "content", new Object[] {Map.of("type", "text", "text", text)},
                    "stop_reason", "end_turn",
                    "usage", Map.of("input_tokens", 120, "output_tokens", 30)));
        }
    },

    OLLAMA {
        @Override
        ModelServer.Request read(HttpExchange exchange, String path, JsonNode body) {
            text(body, "/model");
            require(body.path("format").isObject(), "format is no schema");
            require(!body.path("stream").asBoolean(true), "streams");
            require(body.at("/options/num_predict").asInt(0) > 0, "no bound of output");
            require(body.at("/options/num_ctx").asInt(0) > 0, "no length of context");
            require(text(body, "/messages/0/role").equals("system"), "no system message first");
            return new ModelServer.Request(
                    path,
                    header(exchange, "authorization").replace("Bearer ", ""),
                    body,
                    text(body, "/messages/0/content"),
                    text(body, "/messages/1/content"),
                    body.path("format"));
        }

        @Override
        String answer(String text) {
            return json(Map.of(
                    "model",
                    "test",
                    "created_at",
                    "2026-05-01T00:00:00.000Z",
                    "message",
                    Map.of("role", "assistant", "content", text),
                    "done",
                    true,
                    "done_reason",
                    "stop",
                    "prompt_eval_count",
                    120,
                    "eval_count",
                    30));
        }
    },

    GEMINI {
        @Override
        ModelServer.Request read(HttpExchange exchange, String path, JsonNode body) {
            JsonNode config = body.path("generationConfig");
            require(path.endsWith(":generateContent"), "another method");
            require(config.path("responseMimeType").asString("").equals("application/json"), "no JSON wanted");
            require(config.path("maxOutputTokens").asInt(0) > 0, "no bound of output");
            JsonNode schema = config.has("responseJsonSchema")
                    ? config.path("responseJsonSchema")
                    : config.path("responseSchema");
            return new ModelServer.Request(
                    path,
                    header(exchange, "x-goog-api-key"),
                    body,
                    text(body, "/systemInstruction/parts/0/text"),
                    text(body, "/contents/0/parts/0/text"),
                    schema);
        }

        @Override
        String answer(String text) {
            return json(Map.of(
                    "candidates",
                    new Object[] {
                        Map.of(
                                "index",
                                0,
                                "finishReason",
                                "STOP",
                                "content",
                                Map.of("role", "model", "parts", new Object[] {Map.of("text", text)}))
                    },
                    "modelVersion",
                    "test",
                    "usageMetadata",
                    Map.of("promptTokenCount", 120, "candidatesTokenCount", 30, "totalTokenCount", 150)));
        }
    };

    static Protocol of(String path) {
        if (path.endsWith("/chat/completions")) {
            return OPENAI;
        }
        if (path.equals("/v1/messages")) {
            return ANTHROPIC;
        }
        if (path.equals("/api/chat")) {
            return OLLAMA;
        }
        if (path.startsWith("/v1beta/models/")) {
            return GEMINI;
        }
        throw new IllegalArgumentException("nobody's path");
    }

    /** Reads a request. @throws IllegalArgumentException when it lacks what the provider insists on */
    abstract ModelServer.Request read(HttpExchange exchange, String path, JsonNode body);

    /** An answer with this text. */
    abstract String answer(String text);

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    /** A text, or the texts of a list of parts. */
    private static String content(JsonNode node) {
        if (node.isString()) {
            return node.asString();
        }
        StringBuilder text = new StringBuilder();
        node.forEach(part -> text.append(part.path("text").asString("")));
        require(!text.isEmpty(), "an empty message");
        return text.toString();
    }

    private static String text(JsonNode node, String at) {
        String text = node.at(at).asString("");
        require(!text.isEmpty(), "nothing at " + at);
        return text;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String json(Object value) {
        return ModelServer.JSON.writeValueAsString(value);
    }
}

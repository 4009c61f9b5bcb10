package io.everknown.inference.languagemodel;

import com.google.genai.Client;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import io.everknown.inference.languagemodel.LanguageModelSettings.Model;
import io.micrometer.observation.ObservationRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.ai.anthropic.AnthropicChatModel;
import org.springframework.ai.anthropic.AnthropicChatOptions;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatModel;
import org.springframework.ai.google.genai.GoogleGenAiChatOptions;
import org.springframework.ai.ollama.OllamaChatModel;
import org.springframework.ai.ollama.api.OllamaApi;
import org.springframework.ai.ollama.api.OllamaChatOptions;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/**
 * Makes Spring AI's models. Address and key are always given, so that no client looks for others in the environment,
 * and none tries again by itself: {@link ModelCalls} does.
 */
final class ChatModels {

    private static final String OPENAI = "https://api.openai.com/v1";

    /** Sent where no key is set: clients insist on one, servers that want none ignore it. */
    private static final String NO_KEY = "none";

    private ChatModels() {}

    /** The model, asked to answer in the form of a JSON schema. Reaches out to nobody before its first call. */
    static ChatModel of(Model model, String schema, ObservationRegistry observations) {
        return switch (model.provider()) {
            case OPENAI, OPENROUTER -> openAi(model, schema, observations);
            case ANTHROPIC -> anthropic(model, schema, observations);
            case OLLAMA -> ollama(model, schema, observations);
            case GEMINI -> gemini(model, schema, observations);
            case NONE -> throw new IllegalArgumentException("no provider is set");
        };
    }

    private static ChatModel openAi(Model model, String schema, ObservationRegistry observations) {
        boolean router = model.provider() == LanguageModelSettings.Provider.OPENROUTER;
        String address = address(model, router ? "https://openrouter.ai/api/v1" : OPENAI);
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder()
                .baseUrl(address)
                .apiKey(key(model))
                .model(model.model())
                .timeout(model.timeout())
                .maxRetries(0);
        Map<String, Object> extra = new HashMap<>();
        if (model.answerForm() == LanguageModelSettings.AnswerForm.JSON_SCHEMA) {
            options.outputSchema(schema);
        } else {
            extra.put("response_format", Map.of("type", "json_object", "schema", ModelAnswer.schema()));
        }
        if (model.temperature() != null) {
            options.temperature(model.temperature());
        }
        // OpenAI's newer models refuse the older name; servers that only speak its protocol may know no other.
        if (address.equals(OPENAI)) {
            options.maxCompletionTokens(model.maxOutputTokens());
        } else {
            options.maxTokens(model.maxOutputTokens());
        }
        if (router) {
            // Only to providers that keep to a schema.
            extra.put("provider", Map.of("require_parameters", true));
        }
        options.extraBody(extra);
        return OpenAiChatModel.builder()
                .options(options.build())
                .observationRegistry(observations)
                .build();
    }

    private static ChatModel anthropic(Model model, String schema, ObservationRegistry observations) {
        AnthropicChatOptions.Builder options = AnthropicChatOptions.builder()
                .baseUrl(address(model, "https://api.anthropic.com"))
                .apiKey(key(model))
                .model(model.model())
                .timeout(model.timeout())
                .maxRetries(0)
                .maxTokens(model.maxOutputTokens())
                .outputSchema(schema);
        if (model.temperature() != null) {
            options.temperature(model.temperature());
        }
        return AnthropicChatModel.builder()
                .options(options.build())
                .observationRegistry(observations)
                .build();
    }

    private static ChatModel ollama(Model model, String schema, ObservationRegistry observations) {
        JdkClientHttpRequestFactory http = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(shorter(model.timeout())).build());
        http.setReadTimeout(model.timeout());
        RestClient.Builder rest = RestClient.builder().requestFactory(http);
        if (!model.apiKey().isBlank()) {
            rest.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + model.apiKey());
        }
        OllamaChatOptions.Builder options = OllamaChatOptions.builder()
                .model(model.model())
                // Ollama cuts off the front of what does not fit, without a word.
                .numCtx(model.maxInputTokens() + model.maxOutputTokens())
                .numPredict(model.maxOutputTokens())
                .outputSchema(schema);
        if (model.temperature() != null) {
            options.temperature(model.temperature());
        }
        return OllamaChatModel.builder()
                .ollamaApi(OllamaApi.builder()
                        .baseUrl(address(model, "http://127.0.0.1:11434"))
                        .restClientBuilder(rest)
                        .build())
                .options(options.build())
                .retryTemplate(once())
                .observationRegistry(observations)
                .build();
    }

    private static ChatModel gemini(Model model, String schema, ObservationRegistry observations) {
        Client client = Client.builder()
                .apiKey(key(model))
                .enterprise(false)
                .httpOptions(HttpOptions.builder()
                        .baseUrl(address(model, "https://generativelanguage.googleapis.com"))
                        .timeout(Math.toIntExact(model.timeout().toMillis()))
                        .retryOptions(HttpRetryOptions.builder().attempts(1).build())
                        .build())
                .build();
        GoogleGenAiChatOptions.Builder options = GoogleGenAiChatOptions.builder()
                .model(model.model())
                .maxOutputTokens(model.maxOutputTokens())
                .outputSchema(schema);
        if (model.temperature() != null) {
            options.temperature(model.temperature());
        }
        return GoogleGenAiChatModel.builder()
                .genAiClient(client)
                .options(options.build())
                .retryTemplate(once())
                .observationRegistry(observations)
                .build();
    }

    private static RetryTemplate once() {
        return new RetryTemplate(RetryPolicy.withMaxRetries(0));
    }

    private static String address(Model model, String usual) {
        return model.baseUrl().isBlank() ? usual : model.baseUrl();
    }

    private static String key(Model model) {
        return model.apiKey().isBlank() ? NO_KEY : model.apiKey();
    }

    private static Duration shorter(Duration timeout) {
        Duration most = Duration.ofSeconds(5);
        return timeout.compareTo(most) < 0 ? timeout : most;
    }
}

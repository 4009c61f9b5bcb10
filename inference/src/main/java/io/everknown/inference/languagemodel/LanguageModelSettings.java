package io.everknown.inference.languagemodel;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of extraction by language models, {@code everknown.language-model.*}.
 *
 * @param use name of the model that reads everybody's turns; a model without a provider means none
 * @param models the models by name
 * @param tenants tenants read by another model: {@code <tenant id>=<model name>}, or {@code =none}
 * @param freeSlots whether a model may name slots that the catalogue does not know
 * @param budget what may be spent
 */
@ConfigurationProperties("everknown.language-model")
record LanguageModelSettings(
        @DefaultValue("default") String use,
        @DefaultValue Map<String, Model> models,
        @DefaultValue List<String> tenants,
        @DefaultValue("false") boolean freeSlots,
        @DefaultValue Budget budget) {

    private static final String NONE = "none";

    public LanguageModelSettings {
        models = Map.copyOf(models);
        tenants = tenants.stream().filter(entry -> !entry.isBlank()).toList();
    }

    /** Whether any model may ever be asked. */
    public boolean any() {
        return model(use) != null || choices().values().stream().anyMatch(name -> model(name) != null);
    }

    /** The settings of a model, or null where its name stands for none. */
    @Nullable
    Model model(String name) {
        Model model = models.get(name);
        if (model == null && !name.equals(NONE) && !name.equals("default")) {
            throw new IllegalArgumentException("everknown.language-model names the model '" + name
                    + "', but everknown.language-model.models has only " + models.keySet());
        }
        return model == null || model.provider() == Provider.NONE ? null : model;
    }

    /** Names of models by tenant. */
    Map<UUID, String> choices() {
        Map<UUID, String> choices = new HashMap<>();
        for (String entry : tenants) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException(
                        "everknown.language-model.tenants has '" + entry + "'; it needs <tenant id>=<model name>");
            }
            choices.put(
                    UUID.fromString(entry.substring(0, equals).strip()),
                    entry.substring(equals + 1).strip());
        }
        return choices;
    }

    /** Whose protocol a model speaks. */
    public enum Provider {
        NONE,
        OPENAI,
        OPENROUTER,
        OLLAMA,
        ANTHROPIC,
        GEMINI
    }

    /** Ways of OpenAI's protocol to ask for JSON. */
    public enum AnswerForm {
        /** The protocol's own. */
        JSON_SCHEMA,
        /** Its older form with the schema beside it, as llama-cpp-python's server reads it. */
        JSON_OBJECT
    }

    /**
     * One model.
     *
     * @param provider whose protocol it speaks
     * @param model the provider's name of it
     * @param baseUrl where it is; empty for the provider's own address
     * @param apiKey what the provider knows us by; empty where it wants none
     * @param inputPrice US dollars for a million tokens read
     * @param outputPrice US dollars for a million tokens written
     * @param maxInputTokens the longest question; longer turns are read by the local extractor
     * @param maxOutputTokens the longest answer
     * @param timeout how long one call may take
     * @param attempts calls for one turn when the first fails for a passing reason or is answered with nonsense
     * @param concurrency calls of one process at once
     * @param temperature 0 for the likeliest answer; empty for models that refuse to be told
     * @param answerForm how a server of OpenAI's protocol is asked for the form of its answer
     */
    public record Model(
            @DefaultValue("none") Provider provider,
            @DefaultValue("") String model,
            @DefaultValue("") String baseUrl,
            @DefaultValue("") String apiKey,
            @DefaultValue("0") BigDecimal inputPrice,
            @DefaultValue("0") BigDecimal outputPrice,
            @DefaultValue("8000") int maxInputTokens,
            @DefaultValue("2000") int maxOutputTokens,
            @DefaultValue("30s") Duration timeout,
            @DefaultValue("2") int attempts,
            @DefaultValue("4") int concurrency,
            @Nullable Double temperature,
            @DefaultValue("json_schema") AnswerForm answerForm) {

        public Model {
            if (provider != Provider.NONE && model.isBlank()) {
                throw new IllegalArgumentException("a language model of " + provider + " needs the model's name");
            }
        }

        /** How decisions name it. */
        String id() {
            return provider.name().toLowerCase(java.util.Locale.ROOT) + ":" + model;
        }

        /** Without the key, which must get into no log. */
        @Override
        public String toString() {
            return "Model[" + id() + " at " + (baseUrl.isBlank() ? "its provider's address" : baseUrl) + "]";
        }
    }

    /**
     * What may be spent; a turn that would go over is read by the local extractor.
     *
     * @param tokensPerRequest read and written for one request
     * @param usdPerRequest US dollars for one request
     * @param tokensPerTenantAndDay read and written for one tenant on one day (UTC)
     * @param usdPerTenantAndDay US dollars for one tenant on one day
     */
    public record Budget(
            @DefaultValue("200000") long tokensPerRequest,
            @DefaultValue("1") BigDecimal usdPerRequest,
            @DefaultValue("2000000") long tokensPerTenantAndDay,
            @DefaultValue("10") BigDecimal usdPerTenantAndDay) {}
}

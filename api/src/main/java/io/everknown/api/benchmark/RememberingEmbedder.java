package io.everknown.api.benchmark;

import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Embeds each question once, however many variants ask it. */
final class RememberingEmbedder implements Embedder {

    private final Embedder model;
    private final Map<String, Embedding> known = new ConcurrentHashMap<>();

    RememberingEmbedder(Embedder model) {
        this.model = model;
    }

    @Override
    public String model() {
        return model.model();
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public List<Embedding> embed(List<String> passages) {
        return model.embed(passages);
    }

    @Override
    public int tokens(List<String> passages) {
        return model.tokens(passages);
    }

    @Override
    public Embedding embedQuery(String question) {
        return known.computeIfAbsent(question, model::embedQuery);
    }
}

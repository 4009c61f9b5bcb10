package io.everknown.api.benchmark;

import io.everknown.api.labelled.PatientRecall;
import io.everknown.memory.attention.AttentionReranker;
import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.FusionReranker.Weights;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallSettings;
import io.everknown.memory.recall.TokenCounter;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/** The recall use case as the service has it, once for each variant, with ports and rankings that leave a part out. */
class VariantRecalls {

    private static final Weights OWN = Weights.DEFAULTS;

    private final Embedder embedder;
    private final LexicalAnalyzer lexical;
    private final MemoryIndex index;
    private final GraphStore graph;
    private final Reranker reranker;
    private final TokenCounter tokens;

    VariantRecalls(
            Embedder embedder,
            LexicalAnalyzer lexical,
            MemoryIndex index,
            GraphStore graph,
            Reranker reranker,
            TokenCounter tokens) {
        this.embedder = embedder;
        this.lexical = lexical;
        this.index = index;
        this.graph = graph;
        this.reranker = reranker;
        this.tokens = tokens;
    }

    /**
     * A recall for each variant; they share what they learned of a question, so that it is embedded once.
     *
     * @throws IllegalStateException when a part of the network is to be left out and the service has none
     */
    Map<Variant, Recall> of(Collection<Variant> variants) {
        Embedder remembered = new RememberingEmbedder(embedder);
        Map<Variant, Recall> recalls = new EnumMap<>(Variant.class);
        for (Variant variant : variants) {
            recalls.put(
                    variant,
                    new Recall(
                            remembered,
                            lexical,
                            new PartialIndex(index, variant.vector(), variant.lexical(), variant.graph()),
                            graph,
                            Rerankers.always(variant.name(), ranking(variant)),
                            tokens,
                            settings(variant)));
        }
        return recalls;
    }

    private static RecallSettings settings(Variant variant) {
        RecallSettings all = PatientRecall.settings();
        return variant.neighbours() ? all : new RecallSettings(all.perChannel(), all.lexicalDepth(), 0, all.deadline());
    }

    private Reranker ranking(Variant variant) {
        return switch (variant.ranking()) {
            case NETWORK -> network(variant);
            case FUSION -> new FusionReranker(OWN);
            case VECTOR -> new FusionReranker(new Weights(1, 0, 0, 0, 0, 0, OWN.factToTurn(), OWN.turnToFact()));
            case LEXICAL -> new FusionReranker(new Weights(0, 1, 0, 0, 0, 0, OWN.factToTurn(), OWN.turnToFact()));
        };
    }

    /** The service's own network, some of its weights at zero. */
    private Reranker network(Variant variant) {
        if (variant == Variant.ALL) {
            return reranker;
        }
        if (!(reranker instanceof AttentionReranker attention)) {
            throw new IllegalStateException("the service ranks without a network, so nothing of one can be left out");
        }
        Properties weights = new Properties();
        try {
            weights.load(new StringReader(attention.weights()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        weights.stringPropertyNames().stream()
                .filter(variant::without)
                .forEach(weight -> weights.setProperty(weight, "0"));
        return AttentionReranker.of(weights, new FusionReranker(OWN));
    }
}

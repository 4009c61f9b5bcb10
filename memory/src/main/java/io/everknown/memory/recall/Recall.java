package io.everknown.memory.recall;

import io.everknown.memory.attention.Candidate;
import io.everknown.memory.attention.CandidateList;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.lexical.LexicalAnalyzer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers a question from memory: three channels side by side, their union ranked, the best packed. */
public final class Recall {

    private static final String GRAPH = "graph";

    /** Named as degraded where a version that should have ranked can't be loaded. */
    private static final String MODEL = "model";

    private final Embedder embedder;
    private final LexicalAnalyzer analyzer;
    private final MemoryIndex index;
    private final GraphStore graph;
    private final Rerankers rerankers;
    private final Packing packing;
    private final RecallSettings settings;

    public Recall(
            Embedder embedder,
            LexicalAnalyzer analyzer,
            MemoryIndex index,
            GraphStore graph,
            Rerankers rerankers,
            TokenCounter tokens,
            RecallSettings settings) {
        this.embedder = embedder;
        this.analyzer = analyzer;
        this.index = index;
        this.graph = graph;
        this.rerankers = rerankers;
        this.packing = new Packing(tokens);
        this.settings = settings;
    }

    /**
     * The memories of {@code scope} that answer {@code query} best, inside its budget.
     *
     * @throws RecordUnavailableException when the record can't be searched; without the graph the answer still comes
     */
    public RecallAnswer recall(MemoryScope scope, RecallQuery query) {
        Stopwatch watch = new Stopwatch();
        SearchFilter wanted = new SearchFilter(query.types(), query.frame(), query.minTrust(), query.conversation());
        SearchFilter searched = withTurns(wanted);

        Channels channels = new Channels(settings.deadline());
        Callable<MemoryView> view = Channels.once("open", () -> index.open(scope, searched));
        Channels.Pending<List<Hit>> byWords =
                channels.start("lexical", () -> view.call().match(query.text(), settings.lexicalDepth()));
        Channels.Pending<List<GraphHit>> byGraph = channels.start(GRAPH, () -> expand(view.call(), scope, query));
        Embedding question = watch.time("embed", () -> embed(query));
        Channels.Pending<List<Hit>> byMeaning =
                channels.start("vector", () -> view.call().nearest(question, settings.perChannel()));
        List<Hit> vectorHits = byMeaning.orElse(List.of());
        List<Hit> lexicalHits = byWords.orElse(List.of());
        List<GraphHit> graphHits = byGraph.orElse(List.of());
        channels.requireOneOf("vector", "lexical");

        CandidateList list = watch.time(
                "load", () -> candidates(opened(view), query, searched, question, vectorHits, lexicalHits, graphHits));
        Rerankers.Served served = rerankers.of(scope.tenant());
        Reranker.Ranking ranking = watch.time("rerank", () -> served.reranker().rank(list));
        Packing.Packed packed = watch.time(
                "pack", () -> packing.pack(list.candidates(), ranking.scores(), wanted.types(), query.budget()));

        Map<String, Double> timings = new LinkedHashMap<>(watch.millis());
        channels.reports().forEach(report -> timings.put(report.name(), report.millis()));
        timings.put("total", watch.total());
        return new RecallAnswer(
                packed.items(),
                packed.totalTokens(),
                packed.context(),
                ranking.modelVersion(),
                served.version(),
                served.route(),
                degraded(channels.reports(), served.substituted()),
                timings);
    }

    private List<GraphHit> expand(MemoryView view, MemoryScope scope, RecallQuery query) {
        Set<String> keys = QuestionNames.keys(query.text(), query.context());
        return view.expand(keys, settings.perChannel())
                .orElseGet(() -> graph.expand(scope, keys, query.frame(), settings.perChannel()));
    }

    /** The channels that gave nothing, the graph also where only what is at hand of it answers, and a model stood in for. */
    private List<String> degraded(List<ChannelReport> reports, boolean substituted) {
        Set<String> degraded = reports.stream()
                .filter(report -> report.failure() != null)
                .map(ChannelReport::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (!graph.isReachable()) {
            degraded.add(GRAPH);
        }
        if (substituted) {
            degraded.add(MODEL);
        }
        return List.copyOf(degraded);
    }

    /** The view, which a channel that gave something has opened before. */
    private static MemoryView opened(Callable<MemoryView> view) {
        try {
            return view.call();
        } catch (Exception e) {
            throw new RecordUnavailableException("the record can't be opened: " + e.getMessage());
        }
    }

    /** Turns lend their scores to the facts they state, so they are looked at even where only facts are wanted. */
    private static SearchFilter withTurns(SearchFilter wanted) {
        EnumSet<MemoryType> types = EnumSet.copyOf(wanted.types());
        types.add(MemoryType.TURN);
        return new SearchFilter(types, wanted.frame(), wanted.minTrust(), wanted.conversation());
    }

    private Embedding embed(RecallQuery query) {
        Embedding alone = embedder.embedQuery(query.text());
        if (query.context().isEmpty()) {
            return alone;
        }
        Embedding inContext = embedder.embedQuery(query.context().getLast() + "\n" + query.text());
        float[] mean = alone.toArray();
        float[] other = inContext.toArray();
        for (int i = 0; i < mean.length; i++) {
            mean[i] = 0.7f * mean[i] + 0.3f * other[i];
        }
        return new Embedding(mean, alone.tokens());
    }

    private CandidateList candidates(
            MemoryView view,
            RecallQuery query,
            SearchFilter searched,
            Embedding question,
            List<Hit> vectorHits,
            List<Hit> lexicalHits,
            List<GraphHit> graphHits) {
        Map<UUID, Double> lexicalScores = lexicalHits.stream().collect(Collectors.toMap(Hit::memory, Hit::score));
        Map<UUID, GraphHit> graphScores =
                graphHits.stream().collect(Collectors.toMap(GraphHit::memory, Function.identity(), (a, b) -> a));
        Set<UUID> union = new LinkedHashSet<>();
        vectorHits.forEach(hit -> union.add(hit.memory()));
        lexicalHits.stream().limit(settings.perChannel()).forEach(hit -> union.add(hit.memory()));
        graphHits.forEach(hit -> union.add(hit.memory()));

        Map<UUID, RecalledMemory> memories = new LinkedHashMap<>();
        // The graph knows no trust, conversation or expiry: what it found is held against the whole filter here.
        view.gather(union, searched::passes, settings.neighbourDistance(), question)
                .forEach(memory -> memories.put(memory.id(), memory));

        if (searched.frame().restrictsValidity()) {
            List<UUID> found = memories.values().stream()
                    .filter(memory -> memory.type() == MemoryType.TURN)
                    .map(RecalledMemory::id)
                    .toList();
            memories.keySet().removeAll(view.outdated(found));
        }

        Map<UUID, TokenStates> tokens = view.tokens(memories.keySet());
        List<Candidate> candidates = new ArrayList<>(memories.size());
        for (RecalledMemory memory : memories.values()) {
            GraphHit hit = graphScores.get(memory.id());
            candidates.add(new Candidate(
                    memory,
                    memory.similarity(),
                    lexicalScores.getOrDefault(memory.id(), 0.0),
                    hit == null ? 0 : hit.score(),
                    hit == null ? 0 : hit.hops(),
                    hit == null ? null : hit.path(),
                    tokens.getOrDefault(memory.id(), TokenStates.NONE)));
        }
        return new CandidateList(
                query.text(),
                Set.copyOf(analyzer.terms(query.text())),
                question.tokens(),
                query.frame().asked(),
                candidates);
    }
}

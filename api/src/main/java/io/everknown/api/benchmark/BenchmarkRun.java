package io.everknown.api.benchmark;

import io.everknown.api.labelled.OneShot;
import io.everknown.api.labelled.PatientRecall;
import io.everknown.memory.attention.Reranker;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.extraction.SyntaxAnalyser;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.lexical.LexicalAnalyzer;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.TokenCounter;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

/** {@code ./everknown benchmark}: measures what a manifest names, writes the leaderboard, and ends. */
@Component
@ConditionalOnProperty("everknown.benchmark.manifest")
class BenchmarkRun extends OneShot {

    /** Exit code: the manifest or what it names makes no sense. */
    static final int BAD_MANIFEST = 2;

    /** Exit code: a budget is broken. */
    static final int OVER_BUDGET = 3;

    private static final Logger LOG = LoggerFactory.getLogger(BenchmarkRun.class);

    private final BenchmarkSettings settings;
    private final ConfigurableApplicationContext service;
    private final SyntaxAnalyser analyser;
    private final InstantSource clock;
    private final ObjectMapper mapper;
    private final Benchmark benchmark;

    BenchmarkRun(
            BenchmarkSettings settings,
            ConfigurableApplicationContext service,
            SyntaxAnalyser analyser,
            GraphRelay relay,
            InstantSource clock,
            Embedder embedder,
            LexicalAnalyzer lexical,
            MemoryIndex index,
            GraphStore graph,
            Reranker reranker,
            TokenCounter tokens,
            ObjectMapper mapper) {
        super(service);
        this.settings = settings;
        this.service = service;
        this.analyser = analyser;
        this.clock = clock;
        this.mapper = mapper;
        this.benchmark = new Benchmark(
                new VariantRecalls(embedder, lexical, index, graph, reranker, tokens),
                relay,
                tokens,
                clock,
                mapper,
                LOG::info);
    }

    @Override
    protected int run() throws IOException, InterruptedException {
        Manifest manifest;
        List<LabelledSet> sets;
        try {
            manifest = ManifestReader.read(settings.manifest(), System::getenv);
            sets = LabelledSet.read(mapper, manifest);
        } catch (IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            return BAD_MANIFEST;
        }
        LOG.info("measuring with {}", PatientRecall.awaitAnalyser(analyser, clock));
        Leaderboard board = benchmark.run(manifest.name(), sets, manifest.variants(), address());
        Reports reports = new Reports(board);
        reports.write(settings.out(), mapper);
        for (Table table : new Tables(board).all()) {
            LOG.info("");
            table.lines().forEach(LOG::info);
        }
        LOG.info("");
        LOG.info("{}: {} Written to {}", manifest.name(), reports.sentence(), settings.out());
        return checked(board, manifest);
    }

    private int checked(Leaderboard board, Manifest manifest) {
        List<String> broken = BudgetCheck.broken(board, manifest.budgets());
        broken.forEach(LOG::warn);
        if (broken.isEmpty()) {
            LOG.info("{} budgets kept", manifest.budgets().size());
        }
        return settings.check() && !broken.isEmpty() ? OVER_BUDGET : DONE;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port"));
    }
}

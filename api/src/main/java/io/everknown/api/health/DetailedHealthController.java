package io.everknown.api.health;

import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.inference.embedding.OnnxEmbedder;
import io.everknown.inference.language.BackgroundAnalyser;
import io.everknown.memory.extraction.LightFactExtractor;
import io.everknown.memory.graph.GraphOutbox;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Health")
class DetailedHealthController {

    private static final Logger LOG = LoggerFactory.getLogger(DetailedHealthController.class);

    private final JdbcClient postgres;
    private final Neo4jGraphStore neo4j;
    private final OnnxEmbedder embedder;
    private final GraphOutbox outbox;
    private final BackgroundAnalyser analyser;

    DetailedHealthController(
            JdbcClient postgres,
            Neo4jGraphStore neo4j,
            OnnxEmbedder embedder,
            GraphOutbox outbox,
            BackgroundAnalyser analyser) {
        this.analyser = analyser;
        this.postgres = postgres;
        this.neo4j = neo4j;
        this.embedder = embedder;
        this.outbox = outbox;
    }

    /** Asks each part; a part that is down makes the whole degraded, and only the record makes it down. */
    @GetMapping("/health/detailed")
    @Operation(summary = "Each component with its latency")
    DetailedHealth health() {
        Map<String, Component> components = new LinkedHashMap<>();
        components.put("postgres", ask(() -> {
            String version =
                    postgres.sql("SHOW server_version").query(String.class).single();
            return Map.of("version", version);
        }));
        components.put("neo4j", ask(() -> {
            neo4j.ping();
            return Map.of();
        }));
        components.put("embedding", ask(() -> {
            embedder.embedQuery("health");
            return Map.of("model", embedder.model(), "engine", embedder.engine());
        }));
        components.put("extraction", ask(this::extraction));
        components.put("graph_outbox", ask(() -> Map.of("depth", outbox.depth())));
        boolean all = components.values().stream().allMatch(component -> component.status.equals("UP"));
        Component record = components.get("postgres");
        boolean down = record == null || !record.status.equals("UP");
        return new DetailedHealth(down ? "DOWN" : all ? "UP" : "DEGRADED", components);
    }

    private Map<String, Object> extraction() {
        BackgroundAnalyser.State state = analyser.state();
        boolean ready = state == BackgroundAnalyser.State.READY;
        return Map.of(
                "extractor",
                ready ? LightFactExtractor.FULL_VERSION : LightFactExtractor.VERSION,
                "analyser",
                state.name().toLowerCase(Locale.ROOT));
    }

    private static Component ask(Callable<Map<String, Object>> question) {
        long started = System.nanoTime();
        try {
            Map<String, Object> details = question.call();
            return new Component("UP", since(started), details, null);
        } catch (Exception e) {
            LOG.warn("a component is down: {}", e.toString());
            return new Component("DOWN", since(started), Map.of(), "does not answer");
        }
    }

    private static double since(long started) {
        return Math.round((System.nanoTime() - started) / 1e4) / 100.0;
    }

    /**
     * The service and its parts.
     *
     * @param status UP, DEGRADED (works, but without some part) or DOWN
     * @param components by name
     */
    record DetailedHealth(String status, Map<String, Component> components) {}

    /** One part: UP or DOWN, how long it took to say so, and what else it says. */
    record Component(
            String status,
            double latencyMs,
            Map<String, Object> details,
            @Nullable String error) {}
}

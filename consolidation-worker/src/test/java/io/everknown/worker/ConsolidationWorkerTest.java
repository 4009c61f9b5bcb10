package io.everknown.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.Scheduler;
import io.everknown.localstack.TestStack;
import io.everknown.memory.conversation.ConversationStatus;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.TurnLog;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphOutbox;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.time.TimeFrame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The worker as an application of its own, on the real stores. */
class ConsolidationWorkerTest {

    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start() {
        List<String> arguments = new ArrayList<>();
        TestStack.shared()
                .addresses()
                .asEnvironment()
                .forEach((name, value) -> arguments.add("--" + name + "=" + value));
        arguments.addAll(List.of(
                "--spring.config.name=worker",
                "--server.port=0",
                "--everknown.worker.relay-interval=200ms",
                "--everknown.worker.pending-interval=200ms",
                "--db-scheduler.polling-interval=200ms"));
        worker = SpringApplication.run(ConsolidationWorker.class, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @Test
    void aTurnThatNobodyDerivedFromIsFinishedAndReachesTheGraph() {
        MemoryScope scope = new MemoryScope(Ids.next(), "nora");
        TurnLog log = worker.getBean(TurnLog.class);
        log.append(
                scope,
                Visibility.PRIVATE,
                "cut off",
                List.of(new NewTurn(
                        "user", "I live in Lisbon.", "Nora", Instant.now(), null, null, TrustLevel.USER, null)),
                true);
        assertThat(log.status(scope, "cut off")).isEqualTo(new ConversationStatus(1, 1));

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(log.status(scope, "cut off")).isEqualTo(new ConversationStatus(1, 0)));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(worker.getBean(GraphOutbox.class).depth()).isZero());
        List<GraphHit> hits =
                worker.getBean(GraphStore.class).expand(scope, List.of("lisbon"), TimeFrame.current(Instant.now()), 10);
        assertThat(hits).isNotEmpty();
    }

    @Test
    void itsJobsAreDurableAndItsMetricsCanBeRead() throws Exception {
        List<String> jobs =
                worker.getBean(Scheduler.class).getScheduledExecutions(ScheduledExecutionsFilter.all()).stream()
                        .map(execution -> execution.getTaskInstance().getTaskName())
                        .toList();
        assertThat(jobs)
                .contains(
                        JobConfiguration.RELAY_GRAPH,
                        JobConfiguration.DERIVE_PENDING,
                        GraphJobConfiguration.RECONCILE_GRAPH,
                        UpkeepJobConfiguration.WEIGH_ESSENTIAL,
                        UpkeepJobConfiguration.CLEAN_UP,
                        UpkeepJobConfiguration.PRUNE);

        String port = worker.getEnvironment().getProperty("local.server.port");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(page)
                    .contains("everknown_graph_outbox_depth")
                    .contains("everknown_upkeep_essential")
                    .contains("everknown_graph_difference{kind=\"links\"}")
                    .contains("everknown_graph_repaired_total{kind=\"stray\"}")
                    .contains("dbscheduler_");
        }
    }
}

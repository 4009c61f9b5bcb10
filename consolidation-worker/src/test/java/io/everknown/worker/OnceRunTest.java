package io.everknown.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.localstack.TestStack;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.NewJob;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The worker that does what there is to do, and ends. */
class OnceRunTest {

    private static final TestStack STACK = TestStack.shared();

    private static JdbcClient owner;

    private final UUID tenant = Ids.next();

    @BeforeAll
    static void migrate() {
        owner = ProbeWorker.migrate(STACK.addresses());
        owner.sql("DELETE FROM job WHERE kind LIKE 'probe%'").update();
    }

    @Test
    void itDoesEveryJobAndEachRecurringOneAndEndsWell() throws Exception {
        for (int n = 0; n < 20; n++) {
            add(ProbeKind.working(tenant, 5));
        }
        UUID failing = add(ProbeKind.failing(tenant, 2, false));
        Instant start = Instant.now();
        assertThat(once()).isZero();
        assertThat(states()).containsOnly("done").hasSize(21);
        assertThat(owner.sql("SELECT attempts FROM job WHERE id = ?")
                        .param(failing)
                        .query(Integer.class)
                        .single())
                .as("retries are waited for")
                .isEqualTo(3);
        List<String> ran = owner.sql("SELECT task_name FROM scheduled_tasks WHERE last_success >= ?")
                .param(Timestamp.from(start))
                .query(String.class)
                .list();
        assertThat(ran)
                .contains(
                        JobConfiguration.RELAY_GRAPH,
                        JobConfiguration.DERIVE_PENDING,
                        GraphJobConfiguration.RECONCILE_GRAPH,
                        JobRunnerConfiguration.CLEAN_JOBS)
                .containsExactlyInAnyOrderElementsOf(
                        owner.sql("SELECT task_name FROM scheduled_tasks WHERE task_instance = 'recurring'")
                                .query(String.class)
                                .list());
    }

    @Test
    void itRebuildsTheGraphOfEveryTenantWhereAskedTo() throws Exception {
        owner.sql("INSERT INTO audience_version VALUES (?, 'ada', 1, 1)")
                .param(tenant)
                .update();
        assertThat(once("--rebuild-graph")).isZero();
        assertThat(owner.sql("SELECT kind || ' ' || state || ' ' || (result->>'memories') FROM job WHERE tenant_id = ?")
                        .param(tenant)
                        .query(String.class)
                        .list())
                .containsExactly("rebuild-graph done 0");
        assertThat(once()).isZero();
        assertThat(states()).as("not unless asked to").hasSize(1);
    }

    @Test
    void aDeadLetterMakesItEndBadly() throws Exception {
        add(ProbeKind.failing(tenant, 99, true));
        assertThat(once()).isEqualTo(1);
        assertThat(states()).containsExactly("failed");
        assertThat(once()).as("an old one does not").isZero();
    }

    @Test
    void theProgramEndsByItselfAndWaitsForNothingThatIsSwitchedOff(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ConsolidationWorker.class.getName()));
        command.addAll(List.of(arguments()));
        command.add("--everknown.worker.prune-schedule=-");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("once.log").toFile());
        builder.environment().put("EVERKNOWN_EXTRACTION_ANALYSER", "light");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ended").isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static int once(String... more) throws InterruptedException {
        SpringApplication worker = ConsolidationWorker.application();
        worker.addPrimarySources(List.of(Probe.class));
        return ConsolidationWorker.once(
                worker, Stream.concat(Stream.of(arguments()), Stream.of(more)).toArray(String[]::new));
    }

    private static String[] arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--once",
                "--everknown.worker.retry.first-pause=100ms",
                "--everknown.worker.clean-interval=7h",
                "--spring.config.name=worker"));
        STACK.addresses().asEnvironment().forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }

    private static UUID add(NewJob job) {
        return owner.sql("INSERT INTO job (id, tenant_id, kind, parameters, created_at)"
                        + " VALUES (?, ?, ?, ?::jsonb, now()) RETURNING id")
                .param(Ids.next())
                .param(job.tenant())
                .param(job.kind())
                .param(JsonMapper.shared().writeValueAsString(job.parameters()))
                .query(UUID.class)
                .single();
    }

    private List<String> states() {
        return owner.sql("SELECT state FROM job WHERE tenant_id = ?")
                .param(tenant)
                .query(String.class)
                .list();
    }

    /** A kind more than the worker has. */
    static class Probe {

        @Bean
        JobKind probe(TenantTransactions transactions) {
            return new ProbeKind(transactions);
        }
    }
}

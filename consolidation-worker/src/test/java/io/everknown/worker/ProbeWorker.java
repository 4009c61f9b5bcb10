package io.everknown.worker;

import com.zaxxer.hikari.HikariDataSource;
import io.everknown.graphmodel.postgres.PostgresJobConfiguration;
import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.localstack.StackAddresses;
import io.everknown.memory.job.JobKind;
import io.everknown.memory.job.JobKinds;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A worker with nothing but Postgres and a kind of jobs whose effect can be counted. No configuration by
 * annotation, so that the scan of the real worker does not find it.
 */
@Import({PostgresJobConfiguration.class, JobRunnerConfiguration.class})
public class ProbeWorker {

    private static final String EFFECTS = """
            CREATE TABLE IF NOT EXISTS probe_effect (
                job_id uuid NOT NULL, tenant_id uuid NOT NULL, written_at timestamptz NOT NULL DEFAULT clock_timestamp());
            GRANT SELECT, INSERT ON probe_effect TO everknown_app
            """;

    /** Runs until it is killed. */
    public static void main(String[] arguments) {
        run(arguments);
    }

    static ConfigurableApplicationContext run(String... arguments) {
        SpringApplication worker = new SpringApplication(ProbeWorker.class);
        worker.setWebApplicationType(WebApplicationType.NONE);
        worker.setDefaultProperties(Map.of(
                "spring.config.name", "probe", "spring.main.banner-mode", "off", "spring.main.keep-alive", "true"));
        return worker.run(arguments);
    }

    /** Arguments for {@link #run} that name the stack's database, and others. */
    static String[] arguments(StackAddresses stack, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--probe.url=" + stack.postgresUrl(),
                "--probe.user=" + stack.postgresUser(),
                "--probe.password=" + stack.postgresPassword()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Makes the tables, the one of effects included, and gives statements as their owner. */
    static JdbcClient migrate(StackAddresses stack) {
        Flyway.configure()
                .dataSource(stack.postgresUrl(), stack.postgresOwnerUser(), stack.postgresOwnerPassword())
                .load()
                .migrate();
        JdbcClient owner = JdbcClient.create(new DriverManagerDataSource(
                stack.postgresUrl(), stack.postgresOwnerUser(), stack.postgresOwnerPassword()));
        owner.sql(EFFECTS).update();
        return owner;
    }

    @Bean(destroyMethod = "close")
    DataSource dataSource(
            @Value("${probe.url}") String url,
            @Value("${probe.user}") String user,
            @Value("${probe.password}") String password) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(8);
        pool.setMinimumIdle(2);
        pool.setConnectionInitSql("SET ROLE everknown_app");
        return pool;
    }

    @Bean
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean
    ObjectMapper mapper() {
        return JsonMapper.builder().build();
    }

    @Bean
    MeterRegistry metrics() {
        return new SimpleMeterRegistry();
    }

    @Bean
    InstantSource clock() {
        return Instant::now;
    }

    @Bean
    JobKind probe(TenantTransactions transactions) {
        return new ProbeKind(transactions);
    }

    @Bean
    JobKinds jobKinds(List<JobKind> kinds) {
        return new JobKinds(kinds);
    }
}

package io.everknown.graphmodel.neo4j;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.Driver;
import org.neo4j.driver.NotificationSeverity;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.neo4j.autoconfigure.ConfigBuilderCustomizer;
import org.springframework.boot.neo4j.autoconfigure.Neo4jConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.neo4j.core.DatabaseSelectionProvider;
import org.springframework.data.neo4j.core.Neo4jClient;
import org.springframework.data.neo4j.core.transaction.Neo4jTransactionManager;
import org.springframework.data.neo4j.repository.config.EnableNeo4jRepositories;

/**
 * The graph store and what it needs, for an application to import. Boot makes the driver from {@code spring.neo4j.*};
 * nothing here asks the server before the first call, so that an application starts without it.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Neo4jSettings.class)
@EnableNeo4jRepositories(
        basePackageClasses = EntityRepository.class,
        transactionManagerRef = Neo4jConfiguration.TRANSACTION_MANAGER)
public class Neo4jConfiguration {

    /** Name of the graph's transaction manager; the record's is the primary one. */
    public static final String TRANSACTION_MANAGER = "neo4jTransactionManager";

    /** Name of the circuit breaker in metrics and health. */
    public static final String CIRCUIT_BREAKER = "neo4j";

    /** The driver's limits; they win over those in {@code spring.neo4j.*}. */
    @Bean
    ConfigBuilderCustomizer everknownDriverLimits(Neo4jSettings settings) {
        return builder -> builder.withConnectionTimeout(
                        settings.connectionTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(settings.acquisitionTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .withMaxTransactionRetryTime(settings.maxRetryTime().toMillis(), TimeUnit.MILLISECONDS)
                .withConnectionLivenessCheckTimeout(settings.idleBeforeCheck().toMillis(), TimeUnit.MILLISECONDS)
                .withMaxConnectionPoolSize(settings.maxConnections())
                // An empty graph would warn with every call that it has no such label or property yet.
                .withMinimumNotificationSeverity(NotificationSeverity.OFF);
    }

    /** Made by hand, because Boot makes one only where there is no other, and then drops the record's. */
    @Bean(TRANSACTION_MANAGER)
    Neo4jTransactionManager neo4jTransactionManager(Driver driver, DatabaseSelectionProvider databases) {
        return Neo4jTransactionManager.with(driver)
                .withDatabaseSelectionProvider(databases)
                .build();
    }

    @Bean
    Neo4jMigrations neo4jMigrations(
            Driver driver, DatabaseSelectionProvider databases, ObjectProvider<InstantSource> clock) {
        return new Neo4jMigrations(
                driver, databases.getDatabaseSelection().getValue(), clock.getIfAvailable(InstantSource::system));
    }

    @Bean
    GraphHeartbeat graphHeartbeat(
            Neo4jConnectionDetails details,
            Driver driver,
            DatabaseSelectionProvider databases,
            Neo4jSettings settings) {
        return new GraphHeartbeat(
                details.getUri(), driver, databases.getDatabaseSelection().getValue(), settings.heartbeat());
    }

    @Bean
    GraphCalls graphCalls(
            @Qualifier(TRANSACTION_MANAGER) Neo4jTransactionManager transactions,
            Neo4jMigrations migrations,
            Neo4jSettings settings,
            ObjectProvider<CircuitBreakerRegistry> registry) {
        CircuitBreaker breaker = registry.getIfAvailable(CircuitBreakerRegistry::ofDefaults)
                .circuitBreaker(CIRCUIT_BREAKER, breakerConfig(settings.breaker()));
        return new GraphCalls(transactions, migrations, breaker, settings);
    }

    @Bean
    Neo4jGraphStore neo4jGraphStore(
            Driver driver,
            DatabaseSelectionProvider databases,
            GraphHeartbeat heartbeat,
            Neo4jClient client,
            EntityRepository entities,
            GraphCalls calls,
            Neo4jSettings settings) {
        GraphExpansion expansion =
                new GraphExpansion(driver, databases.getDatabaseSelection().getValue(), settings.readTimeout());
        return new Neo4jGraphStore(client, entities, calls, expansion, heartbeat);
    }

    @Bean
    Neo4jGraphInspection neo4jGraphInspection(Neo4jClient client, GraphCalls calls) {
        return new Neo4jGraphInspection(client, calls);
    }

    private static CircuitBreakerConfig breakerConfig(Neo4jSettings.Breaker settings) {
        return CircuitBreakerConfig.custom()
                .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.minimumCalls())
                .failureRateThreshold(settings.failureRate())
                .waitDurationInOpenState(settings.openFor())
                // Recall asks for the breaker's state without calling; it must not stay open for want of calls.
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(settings.trialCalls())
                // A caller that gives up, because its own deadline passed, says nothing about the server.
                .ignoreException(failure -> failure.getCause() instanceof InterruptedException)
                .build();
    }
}

package io.everknown.graphmodel.neo4j;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the graph may take before it counts as unreachable. Where it is comes from {@code spring.neo4j.*}.
 *
 * @param connectionTimeout the longest wait for a new connection to open
 * @param acquisitionTimeout the longest wait for a connection from the pool
 * @param maxRetryTime a call that failed for a passing reason, such as a deadlock, starts again within this time
 * @param idleBeforeCheck a connection unused for longer is checked before it is used
 * @param maxConnections size of the pool
 * @param readTimeout the longest a read may take, its first plan included
 * @param writeTimeout the longest a write may take
 * @param heartbeat the pause between two looks whether the graph is there
 * @param breaker when to stop asking a graph that doesn't answer
 */
@ConfigurationProperties("everknown.neo4j")
public record Neo4jSettings(
        @DefaultValue("1s") Duration connectionTimeout,
        @DefaultValue("1500ms") Duration acquisitionTimeout,
        @DefaultValue("1s") Duration maxRetryTime,
        @DefaultValue("2s") Duration idleBeforeCheck,
        @DefaultValue("50") int maxConnections,
        @DefaultValue("5s") Duration readTimeout,
        @DefaultValue("20s") Duration writeTimeout,
        @DefaultValue("2s") Duration heartbeat,
        @DefaultValue Breaker breaker) {

    /**
     * The circuit breaker around every call.
     *
     * @param window how many calls it looks back
     * @param minimumCalls it stays closed before so many calls
     * @param failureRate percentage of failed calls at which it opens
     * @param openFor how long it answers at once with a failure before it lets calls try again
     * @param trialCalls how many calls may try then
     */
    public record Breaker(
            @DefaultValue("10") int window,
            @DefaultValue("3") int minimumCalls,
            @DefaultValue("50") float failureRate,
            @DefaultValue("2s") Duration openFor,
            @DefaultValue("2") int trialCalls) {}
}

package io.everknown.graphmodel.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.Ids;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GraphOutageTest {

    @Test
    void anApplicationStartsWithoutTheGraphAndFindsItLater() throws Exception {
        try (Gateway gateway = new Gateway(TestStack.shared().addresses().neo4jUri());
                GraphContext context = GraphContext.of(through(gateway))) {
            Neo4jGraphStore store = context.store();
            for (int call = 0; call < 3; call++) {
                assertThat(timeOfFailure(store)).isLessThan(Duration.ofMillis(1500));
            }
            assertThatThrownBy(store::ping)
                    .isInstanceOf(GraphUnavailableException.class)
                    .hasCauseInstanceOf(CallNotPermittedException.class);
            assertThat(timeOfFailure(store)).isLessThan(Duration.ofMillis(100));
            assertThat(context.bean(Neo4jMigrations.class).isApplied()).isFalse();
            gateway.open();
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(store::ping);
            store.apply(Ids.next(), TestGraphs.random(1, 3));
            assertThat(context.bean(Neo4jMigrations.class).isApplied()).isTrue();
        }
    }

    @Test
    void aLostConnectionIsReplacedWithoutAFailure() throws Exception {
        try (Gateway gateway = new Gateway(TestStack.shared().addresses().neo4jUri());
                GraphContext context = GraphContext.of(through(gateway))) {
            gateway.open();
            context.store().ping();
            gateway.shut();
            gateway.open();
            context.store().ping();
        }
    }

    @Test
    void aServerThatHangsIsGivenUp() throws Exception {
        try (Gateway gateway = new Gateway(TestStack.shared().addresses().neo4jUri());
                GraphContext context = GraphContext.of(through(gateway), "everknown.neo4j.read-timeout=500ms")) {
            gateway.open();
            context.store().apply(Ids.next(), TestGraphs.random(1, 3));
            gateway.silence(true);
            assertThat(timeOfFailure(context.store())).isBetween(Duration.ofMillis(450), Duration.ofMillis(1500));
        }
    }

    @Test
    void whetherTheGraphIsThereIsKnownWithoutAskingIt() throws Exception {
        try (Gateway gateway = new Gateway(TestStack.shared().addresses().neo4jUri());
                GraphContext context = GraphContext.of(through(gateway), "everknown.neo4j.heartbeat=200ms")) {
            Neo4jGraphStore store = context.store();
            await().atMost(Duration.ofSeconds(10)).until(() -> !store.isReachable());
            gateway.open();
            await().atMost(Duration.ofSeconds(10)).until(store::isReachable);
            gateway.shut();
            await().atMost(Duration.ofSeconds(2)).until(() -> !store.isReachable());
            gateway.open();
            await().atMost(Duration.ofSeconds(10)).until(store::isReachable);
            gateway.silence(true);
            await().atMost(Duration.ofSeconds(8)).until(() -> !store.isReachable());
        }
    }

    @Test
    void anOpenBreakerIsNotReachableAndDoesNotStayOpenForWantOfCalls() throws Exception {
        try (Gateway gateway = new Gateway(TestStack.shared().addresses().neo4jUri())) {
            gateway.open();
            try (GraphContext context = GraphContext.of(through(gateway), "everknown.neo4j.heartbeat=1h")) {
                Neo4jGraphStore store = context.store();
                store.ping();
                assertThat(store.isReachable()).isTrue();
                gateway.shut();
                for (int call = 0; call < 3; call++) {
                    timeOfFailure(store);
                }
                assertThat(store.isReachable()).isFalse();
                gateway.open();
                await().atMost(Duration.ofSeconds(4)).until(store::isReachable);
            }
        }
    }

    private static Duration timeOfFailure(Neo4jGraphStore store) {
        long start = System.nanoTime();
        assertThatThrownBy(store::ping).isInstanceOf(GraphUnavailableException.class);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static StackAddresses through(Gateway gateway) {
        StackAddresses real = TestStack.shared().addresses();
        return new StackAddresses(
                real.postgresUrl(),
                real.postgresOwnerUser(),
                real.postgresOwnerPassword(),
                real.postgresUser(),
                real.postgresPassword(),
                gateway.uri(),
                real.neo4jUser(),
                real.neo4jPassword());
    }
}

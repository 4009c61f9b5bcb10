package io.everknown.api.memory;

import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.MemoryScope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Carries a request's changes to the graph while it is under way; what can't be carried, the worker carries later. */
@Component
class GraphPush {

    private static final Logger LOG = LoggerFactory.getLogger(GraphPush.class);

    private final GraphRelay relay;
    private final Counter left;

    GraphPush(GraphRelay relay, MeterRegistry metrics) {
        this.relay = relay;
        this.left = Counter.builder("everknown.graph.pushes.left")
                .description("requests that left their graph changes to the worker")
                .register(metrics);
    }

    void push(MemoryScope scope) {
        try {
            relay.relay(scope);
        } catch (GraphUnavailableException | DataAccessException e) {
            left.increment();
            LOG.warn("the graph's changes wait in the outbox: {}", e.getMessage());
        }
    }
}

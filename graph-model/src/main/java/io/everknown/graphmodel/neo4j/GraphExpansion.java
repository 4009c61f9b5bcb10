package io.everknown.graphmodel.neo4j;

import io.everknown.memory.graph.ExpansionRule;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.Value;
import org.neo4j.driver.Values;

/** Finds memories that hang on the entities of a question. */
final class GraphExpansion {

    private final Driver driver;
    private final SessionConfig session;
    private final TransactionConfig limits;

    /**
     * @param database name of the database, or null for the server's default
     * @param timeout after which the server gives up
     */
    GraphExpansion(Driver driver, @Nullable String database, Duration timeout) {
        SessionConfig.Builder config = SessionConfig.builder().withDefaultAccessMode(AccessMode.READ);
        this.driver = driver;
        this.session = (database == null ? config : config.withDatabase(database)).build();
        this.limits = TransactionConfig.builder().withTimeout(timeout).build();
    }

    /** Asks in a session of its own and without a transaction around it, once there and back. */
    List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
        try (Session once = driver.session(session)) {
            return once.run(ReadCypher.EXPAND, parameters(scope, keys, frame, limit), limits)
                    .list(GraphExpansion::hit);
        }
    }

    static Map<String, Object> parameters(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("tenant", scope.tenant().toString());
        parameters.put("in", Map.of("scopes", Scopes.of(scope), "keys", List.copyOf(new LinkedHashSet<>(keys))));
        parameters.put("limit", limit);
        parameters.put("known_at", moment(frame.knownAt()));
        parameters.put("as_of", moment(frame.asOf()));
        parameters.put("moment", moment(frame.moment()));
        parameters.put("restricted", frame.restrictsValidity());
        Instant asOf = frame.asOf();
        parameters.put("until", moment(asOf == null ? ProjectionRows.FOREVER : asOf));
        parameters.put("seeds", ExpansionRule.SEEDS);
        parameters.put("newest", ExpansionRule.NEWEST);
        parameters.put("scanned", ExpansionRule.SCANNED);
        parameters.put("bridges", ExpansionRule.BRIDGES);
        parameters.put("neighbours", ExpansionRule.NEIGHBOURS);
        parameters.put("far_newest", ExpansionRule.FAR_NEWEST);
        parameters.put("far_scanned", ExpansionRule.FAR_SCANNED);
        parameters.put("discount", ExpansionRule.DISCOUNT);
        return parameters;
    }

    static Value moment(@Nullable Instant instant) {
        return instant == null ? Values.NULL : Values.value(instant.atOffset(ZoneOffset.UTC));
    }

    private static GraphHit hit(Record row) {
        return new GraphHit(
                UUID.fromString(row.get("memory").asString()),
                row.get("score").asDouble(),
                row.get("hops").asInt(),
                row.get("path").asList(Value::asString));
    }
}

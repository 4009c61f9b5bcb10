package io.everknown.api.upkeep;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.ok;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.api.testing.Stores;
import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.identity.MemoryScope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** How long a list of essential memories takes over REST; not one of the tests, run it by its name. */
@ApiTest
class EssentialTimes {

    private static final Logger LOG = LoggerFactory.getLogger(EssentialTimes.class);

    private static final String ESSENTIAL = "/v1/memory/essential?user_id=alice";
    private static final String NOTHING = "/v1/memory/decisions?limit=1&user_id=nobody";

    private static final int ROUNDS = 8;
    private static final Duration PAUSE = Duration.ofSeconds(15);
    private static final int ASKED = 500;

    @Autowired
    private ApiClient api;

    @Autowired
    private Essentials essentials;

    /** 10,000 facts of one user: 2,000 preferences, 3,000 interests, 5,000 plain statements. */
    @Test
    void ofTenThousandFacts() {
        ApiClient.User admin = api.newUser();
        MemoryCalls memory = new MemoryCalls(api.bearer(admin.newApiKey("writer", true)), "alice");
        MemoryScope scope = new MemoryScope(UUID.fromString(admin.tenant()), "alice");
        copy(scope, memory.say("c", "My favourite colour is teal.").factId(), 1_999);
        copy(scope, memory.say("c", "I like jazz.").factId(), 2_999);
        copy(
                scope,
                memory.say("c", "The boiler in the cellar makes a strange noise.")
                        .factId(),
                4_999);
        LOG.info("facts: {}", Stores.shared().rows(admin.tenant()).get("fact"));
        LOG.info("first: {} ms", asked(memory, ESSENTIAL));
        IntStream.range(0, 500).forEach(i -> asked(memory, ESSENTIAL));
        for (int round = 0; round < ROUNDS; round++) {
            double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
            LOG.info("load {}: {}", load, percentiles(ASKED, i -> asked(memory, ESSENTIAL)));
            LOG.info("an answer of nothing beside it: {}", percentiles(ASKED, i -> asked(memory, NOTHING)));
            LOG.info("in the service alone: {}", percentiles(ASKED, i -> listed(scope)));
            LOG.info("right after a write: {}", percentiles(20, i -> {
                memory.remember("My favourite number" + i + " is " + i + ".");
                return asked(memory, ESSENTIAL);
            }));
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        LOG.info("items: {}", items(ok(memory.api().get(ESSENTIAL))).size());
    }

    /** Writes copies of a fact with words and a slot of their own, past the service. */
    private static void copy(MemoryScope scope, String fact, int number) {
        Stores.shared()
                .owner()
                .sql("""
                WITH copies AS (
                    INSERT INTO fact
                    SELECT (jsonb_populate_record(f, jsonb_build_object(
                               'id', gen_random_uuid(), 'text', f.text || ' ' || n, 'slot', f.slot || n))).*
                    FROM fact f CROSS JOIN generate_series(1, :number) AS n
                    WHERE f.tenant_id = :tenant AND f.id = :fact::uuid
                    RETURNING id)
                INSERT INTO fact_source
                SELECT c.id, s.turn_id, s.tenant_id, s.sentence, s.dropped_at
                FROM fact_source s CROSS JOIN copies c WHERE s.tenant_id = :tenant AND s.fact_id = :fact::uuid
                """)
                .param("number", number)
                .param("tenant", scope.tenant())
                .param("fact", fact)
                .update();
    }

    private static double asked(MemoryCalls memory, String path) {
        long start = System.nanoTime();
        ok(memory.api().get(path));
        return (System.nanoTime() - start) / 1e6;
    }

    private double listed(MemoryScope scope) {
        long start = System.nanoTime();
        essentials.list(scope, null, 500, Instant.now());
        return (System.nanoTime() - start) / 1e6;
    }

    private static String percentiles(int number, IntToDoubleFunction millis) {
        double[] sorted =
                IntStream.range(0, number).mapToDouble(millis).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.1f ms, p95 %.1f ms, most %.1f ms",
                sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100],
                sorted[sorted.length - 1]);
    }
}

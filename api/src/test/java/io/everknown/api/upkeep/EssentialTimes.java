package io.everknown.api.upkeep;

import static io.everknown.api.testing.MemoryCalls.items;
import static io.everknown.api.testing.MemoryCalls.map;
import static io.everknown.api.testing.MemoryCalls.ok;

import io.everknown.api.testing.ApiClient;
import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.MemoryCalls;
import io.everknown.memory.consolidation.Essentials;
import io.everknown.memory.identity.MemoryScope;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    private static final int BATCH = 500;
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
        long added = 0;
        for (int batch = 0; batch < 20; batch++) {
            List<Object> statements = IntStream.range(batch * BATCH, (batch + 1) * BATCH)
                    .<Object>mapToObj(i -> map("type", "fact", "text", statement(i)))
                    .toList();
            added += ok(memory.api().post(MemoryCalls.REMEMBER, map("items", statements, "user_id", "alice")))
                    .body()
                    .path("decisions")
                    .valueStream()
                    .filter(decision -> decision.path("operation").asString().equals("ADD"))
                    .count();
        }
        LOG.info("facts: {}", added);
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

    private static String statement(int i) {
        return switch (i % 10) {
            case 0, 1 -> "My favourite thing" + i + " is Velda" + i + ".";
            case 2, 3, 4 -> "I like gadget" + i + ".";
            default -> "Person" + i + " painted fence " + i + " on street " + i + ".";
        };
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

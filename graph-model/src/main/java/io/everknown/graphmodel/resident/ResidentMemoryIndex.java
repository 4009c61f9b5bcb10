package io.everknown.graphmodel.resident;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.everknown.graphmodel.resident.AudienceSource.Standing;
import io.everknown.memory.graph.GraphProjection.EntityNode;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.MemoryIndex;
import io.everknown.memory.recall.MemoryView;
import io.everknown.memory.recall.RecallCache;
import io.everknown.memory.recall.SearchFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the audiences that are asked about at hand and searches there. Each opening asks the record how the audiences
 * stand, and what changed since is read first, so that a view is never older than its opening. Whatever can't be had in
 * time, is too large, or is asked as it was known at another time is left to the tables.
 */
public final class ResidentMemoryIndex implements MemoryIndex, RecallCache {

    private static final Logger LOG = LoggerFactory.getLogger(ResidentMemoryIndex.class);

    /** Audiences read whole at one time; more would take the processor from those who ask. */
    private static final int LOADS = 2;

    /** An audience that fills more than this share of the bound would drive out all others. */
    private static final double LARGEST_SHARE = 0.8;

    /** What a memory takes at least, to know beforehand what can't fit (docs/recall.md). */
    private static final long LEAST_BYTES = 1_400;

    /** How long an audience that nobody asks about is kept, and with it what was forgotten meanwhile. */
    private static final Duration KEPT = Duration.ofMinutes(30);

    private final AudienceSource source;
    private final MemoryIndex tables;
    private final Duration patience;
    private final long bound;
    private final long largest;
    private final Cache<Key, Audience> held;
    private final Cache<Key, Boolean> tooLarge = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();
    private final Map<Key, FutureTask<@Nullable Audience>> underWay = new ConcurrentHashMap<>();
    private final Semaphore loads = new Semaphore(LOADS);
    private final LongAdder hits = new LongAdder();
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder loaded = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /**
     * @param tables answers what is not answered from here
     * @param bound the most bytes that audiences may take together, about; 0 leaves everything to the tables
     * @param patience how long an opening waits for an audience to be read before it goes to the tables; the reading goes on
     */
    public ResidentMemoryIndex(AudienceSource source, MemoryIndex tables, long bound, Duration patience) {
        this.source = source;
        this.tables = tables;
        this.bound = bound;
        this.largest = (long) (bound * LARGEST_SHARE);
        this.patience = patience;
        this.held = Caffeine.newBuilder()
                .maximumWeight(bound)
                .expireAfterAccess(KEPT)
                .scheduler(Scheduler.systemScheduler())
                .weigher((Key key, Audience audience) -> (int) Math.min(audience.bytes(), Integer.MAX_VALUE))
                .build();
    }

    @Override
    public MemoryView open(MemoryScope scope, SearchFilter filter) {
        if (bound == 0 || filter.frame().knownAt() != null) {
            return tables.open(scope, filter);
        }
        try {
            List<Audience> audiences = isTooLarge(scope) ? null : audiences(scope);
            if (audiences != null) {
                return new ResidentView(audiences, filter, source::question);
            }
            misses.increment();
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warn("recall goes to the tables: {}", e.toString());
        }
        return tables.open(scope, filter);
    }

    private boolean isTooLarge(MemoryScope scope) {
        return tooLarge.getIfPresent(new Key(scope.tenant(), scope.user())) != null
                || tooLarge.getIfPresent(new Key(scope.tenant(), MemoryScope.EVERYONE)) != null;
    }

    /** Every audience of the scope as it stands, or null where one can't be had in time. */
    private @Nullable List<Audience> audiences(MemoryScope scope) {
        long until = System.nanoTime() + patience.toNanos();
        Map<String, Long> versions = new HashMap<>();
        for (String audience : List.of(scope.user(), MemoryScope.EVERYONE)) {
            Audience known = held.getIfPresent(new Key(scope.tenant(), audience));
            if (known != null) {
                versions.put(audience, known.version());
            }
        }
        List<Audience> audiences = new ArrayList<>();
        for (Map.Entry<String, Standing> entry :
                source.standing(scope, versions).entrySet()) {
            Audience audience = current(scope, entry.getKey(), entry.getValue(), until);
            if (audience == null) {
                return null;
            }
            audiences.add(audience);
        }
        return audiences;
    }

    private @Nullable Audience current(MemoryScope scope, String audience, Standing standing, long until) {
        Key key = new Key(scope.tenant(), audience);
        Audience known = held.getIfPresent(key);
        if (known != null && known.version() >= standing.version()) {
            hits.increment();
            return known;
        }
        while (tooLarge.getIfPresent(key) == null) {
            FutureTask<@Nullable Audience> reading = new FutureTask<>(() -> readAlone(scope, key, standing));
            FutureTask<@Nullable Audience> other = underWay.putIfAbsent(key, reading);
            if (other == null) {
                Thread.ofVirtual().name("audience").start(reading);
            }
            Audience read = await(other == null ? reading : other, until);
            // What another opening had begun to read may be older than what this one must see.
            if (read == null || read.version() >= standing.version()) {
                return read;
            }
        }
        return null;
    }

    private static @Nullable Audience await(FutureTask<@Nullable Audience> reading, long until) {
        try {
            return reading.get(Math.max(until - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an audience could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Ends being under way before those who wait are told, so that none of them finds it again. */
    private @Nullable Audience readAlone(MemoryScope scope, Key key, Standing standing) {
        try {
            return read(scope, key, standing);
        } finally {
            underWay.remove(key);
        }
    }

    /** Brings what is held up to {@code standing}, or reads all; one at a time for an audience. */
    private @Nullable Audience read(MemoryScope scope, Key key, Standing standing) {
        Audience known = held.getIfPresent(key);
        if (known != null && known.version() >= standing.version()) {
            return known;
        }
        List<UUID> changed = standing.changed();
        Audience next;
        if (known != null && changed != null && known.version() >= standing.since()) {
            List<Stored> now = new ArrayList<>();
            List<EntityNode> named = source.read(scope, key.audience, changed, now::add);
            next = known.with(standing.version(), changed, now, named);
            refreshes.increment();
        } else {
            next = load(scope, key, standing);
        }
        if (next == null || next.bytes() > largest) {
            held.invalidate(key);
            if (next != null) {
                tooLarge.put(key, true);
            }
            return null;
        }
        held.put(key, next);
        return next;
    }

    private @Nullable Audience load(MemoryScope scope, Key key, Standing standing) {
        if (!loads.tryAcquire()) {
            return null;
        }
        try {
            if (source.size(scope, key.audience) * LEAST_BYTES > largest) {
                tooLarge.put(key, true);
                return null;
            }
            AudienceReader reader = new AudienceReader(largest);
            List<EntityNode> named = source.read(scope, key.audience, null, reader);
            loaded.increment();
            return reader.audience(standing.version(), named);
        } catch (AudienceReader.TooLargeException e) {
            tooLarge.put(key, true);
            return null;
        } finally {
            loads.release();
        }
    }

    @Override
    public Statistics statistics() {
        held.cleanUp();
        return new Statistics(
                hits.sum(),
                refreshes.sum(),
                loaded.sum(),
                misses.sum(),
                failures.sum(),
                held.estimatedSize(),
                held.policy().eviction().map(e -> e.weightedSize().orElse(0)).orElse(0L));
    }

    private record Key(UUID tenant, String audience) {}
}

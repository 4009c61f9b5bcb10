package io.everknown.memory.reflection;

import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.Visibility;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps insights about what a window raises, each in place of the one about the same topic before it. */
public final class Reflect {

    private static final String WHO = "reflection";

    private final ReflectionLog log;
    private final FactLedger facts;
    private final Embedder embedder;
    private final Reflections.Limits limits;
    private final InstantSource clock;

    public Reflect(
            ReflectionLog log, FactLedger facts, Embedder embedder, Reflections.Limits limits, InstantSource clock) {
        this.log = log;
        this.facts = facts;
        this.embedder = embedder;
        this.limits = limits;
        this.clock = clock;
    }

    /** What is worth telling where nobody says otherwise. */
    public Reflections.Limits limits() {
        return limits;
    }

    /** Whether an audience learned anything in a window that it still knows. */
    public boolean learned(MemoryScope scope, Visibility visibility, Window window) {
        return log.learned(scope, visibility, window) > 0;
    }

    /**
     * Reflects on a window.
     *
     * @param wanted what is worth telling
     * @return the insights that stand for it now, those that are new first to last by salience
     */
    public List<Kept> reflect(MemoryScope scope, Visibility visibility, Window window, Reflections.Limits wanted) {
        if (!learned(scope, visibility, window)) {
            return List.of();
        }
        List<Insight> insights = Reflections.on(log.told(scope, visibility), window, wanted);
        if (insights.isEmpty()) {
            return List.of();
        }
        List<Embedding> vectors =
                embedder.embed(insights.stream().map(Insight::text).toList());
        return facts.serially(scope, visibility, held -> {
            List<Kept> kept = new ArrayList<>();
            for (int i = 0; i < insights.size(); i++) {
                keep(held, scope, visibility, insights.get(i), vectors.get(i)).ifPresent(kept::add);
            }
            return kept;
        });
    }

    /** Nothing where a fact went in the meantime: the next reflection finds what is left. */
    private Optional<Kept> keep(
            SubjectLedger held, MemoryScope scope, Visibility visibility, Insight insight, Embedding vector) {
        Instant now = clock.instant();
        Fact before = log.standing(scope, visibility, insight.topic())
                .flatMap(held::fact)
                .filter(Fact::open)
                .orElse(null);
        if (before != null && says(before, scope, insight)) {
            return Optional.of(new Kept(before.id(), insight, false));
        }
        String reason = "insight from " + insight.origins().size() + " facts";
        return insight.memory(vector)
                .write(held, visibility, before, WHO, reason, now)
                .map(made -> {
                    log.keep(scope, visibility, made.id(), insight, now);
                    return new Kept(made.id(), insight, true);
                });
    }

    private boolean says(Fact before, MemoryScope scope, Insight insight) {
        return before.text().equals(insight.text())
                && new HashSet<>(log.origins(scope, before.id())).equals(new HashSet<>(insight.origins()));
    }

    /**
     * An insight as it is kept.
     *
     * @param memory the memory
     * @param fresh whether it is new, or takes another's place
     */
    public record Kept(UUID memory, Insight insight, boolean fresh) {}
}

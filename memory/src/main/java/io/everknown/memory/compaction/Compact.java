package io.everknown.memory.compaction;

import io.everknown.memory.compaction.CompactionLog.Made;
import io.everknown.memory.compaction.Extract.Told;
import io.everknown.memory.conversation.IdempotencyConflictException;
import io.everknown.memory.decision.DerivedMemory;
import io.everknown.memory.decision.Fact;
import io.everknown.memory.decision.FactLedger;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.SubjectLedger;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.recall.Budget;
import io.everknown.memory.recall.MemoryCatalogue;
import io.everknown.memory.recall.Recall;
import io.everknown.memory.recall.RecallAnswer;
import io.everknown.memory.recall.RecallQuery;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.TokenCounter;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one short summary of the facts that a question recalls, and keeps it as a memory that rests on them. Summaries and
 * insights are never recalled for it, so that none rests on nothing but others of its kind.
 */
public final class Compact {

    private static final String WHO = "compaction";
    private static final int MOST_FACTS = 200;

    private final Recall recall;
    private final MemoryCatalogue catalogue;
    private final CompactionLog log;
    private final FactLedger facts;
    private final Embedder embedder;
    private final TokenCounter tokens;
    private final Extract extract;
    private final InstantSource clock;

    public Compact(
            Recall recall,
            MemoryCatalogue catalogue,
            CompactionLog log,
            FactLedger facts,
            Embedder embedder,
            TokenCounter tokens,
            InstantSource clock) {
        this.recall = recall;
        this.catalogue = catalogue;
        this.log = log;
        this.facts = facts;
        this.embedder = embedder;
        this.tokens = tokens;
        this.extract = new Extract(tokens);
        this.clock = clock;
    }

    /**
     * Summarises what the scope knows of a question.
     *
     * @throws IdempotencyConflictException when the key was used for another request
     */
    public Compacted compact(MemoryScope scope, CompactRequest request) {
        Optional<Made> before = earlier(scope, request);
        Optional<Compacted> known = before.flatMap(made -> stored(scope, made));
        return known.orElseGet(() -> compactAnew(scope, request));
    }

    /**
     * What was answered under the request's key.
     *
     * @throws IdempotencyConflictException when it was another request
     */
    private Optional<Made> earlier(MemoryScope scope, CompactRequest request) {
        String key = request.key();
        Optional<Made> made = key == null || !request.store() ? Optional.empty() : log.underKey(scope, key);
        if (made.isPresent() && !made.get().request().equals(request.digest())) {
            throw new IdempotencyConflictException("The key was used for another compaction.");
        }
        return made;
    }

    private Optional<Compacted> stored(MemoryScope scope, Made made) {
        return catalogue.load(scope, List.of(made.summary()), null).stream()
                .findFirst()
                .map(memory -> new Compacted(
                        memory.id(),
                        memory.text(),
                        made.tokens(),
                        memory.upkeep().derivedFrom(),
                        made.inputTokens()));
    }

    private Compacted compactAnew(MemoryScope scope, CompactRequest request) {
        List<RecallAnswer.Item> items = recalled(scope, request);
        int input = items.stream().mapToInt(RecallAnswer.Item::tokens).sum();
        List<RecalledMemory> memories =
                items.stream().map(RecallAnswer.Item::memory).toList();
        Map<UUID, Embedding> vectors =
                log.vectors(scope, memories.stream().map(RecalledMemory::id).toList());
        List<Told> told = memories.stream()
                .flatMap(memory ->
                        Optional.ofNullable(vectors.get(memory.id())).stream().map(vector -> new Told(memory, vector)))
                .toList();
        Extract.Text text = extract.of(told, request.targetTokens(), request.form());
        List<UUID> sources = text.chosen().stream().map(RecalledMemory::id).toList();
        Compacted made = new Compacted(null, text.text(), tokens.count(text.text()), sources, input);
        if (!request.store() || sources.isEmpty()) {
            return made;
        }
        return facts.serially(scope, request.visibility(), held -> keep(held, scope, request, text, made));
    }

    /** The facts that hold now and that the summary's readers may read, best first. */
    private List<RecallAnswer.Item> recalled(MemoryScope scope, CompactRequest request) {
        RecallQuery query = new RecallQuery(
                request.query(),
                List.of(),
                null,
                Set.of(MemoryType.FACT),
                TimeFrame.current(clock.instant()),
                request.minTrust(),
                new Budget(MOST_FACTS, request.inputMaxTokens()));
        return recall.recall(scope, query).items().stream()
                .filter(item -> scope.audience(item.memory().visibility()).equals(scope.audience(request.visibility())))
                .toList();
    }

    /** The same request again replaces what it made before, unless it says the same still. */
    private Compacted keep(
            SubjectLedger held, MemoryScope scope, CompactRequest request, Extract.Text text, Compacted made) {
        Instant now = clock.instant();
        Fact before = log.standing(scope, request.digest())
                .flatMap(standing -> held.fact(standing.summary()))
                .filter(Fact::open)
                .orElse(null);
        UUID id;
        if (before != null && before.text().equals(made.text)) {
            id = before.id();
        } else {
            Optional<Fact> written = memory(text).write(held, request.visibility(), before, WHO, reason(made), now);
            if (written.isEmpty()) {
                return made;
            }
            id = written.get().id();
        }
        log.keep(
                scope,
                scope.audience(request.visibility()),
                new Made(request.key(), request.digest(), id, made.inputTokens, made.tokens, now));
        return new Compacted(id, made.text, made.tokens, made.sources, made.inputTokens);
    }

    private DerivedMemory memory(Extract.Text text) {
        String subject = text.chosen().stream()
                .collect(Collectors.groupingBy(RecalledMemory::subject, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("The user");
        return new DerivedMemory(
                MemoryType.SUMMARY,
                text.text(),
                subject,
                List.of(new EntityMention(subject, EntityType.PERSON)),
                embedder.embed(List.of(text.text())).getFirst(),
                text.chosen().stream().map(RecalledMemory::id).toList());
    }

    private static String reason(Compacted made) {
        return "summary of " + made.sources.size() + " facts: " + made.tokens + " tokens instead of "
                + made.inputTokens;
    }

    /**
     * A summary.
     *
     * @param memory the memory it is kept as, or null where it is not
     * @param text the summary; empty where nothing is known or nothing fits
     * @param tokens what it costs
     * @param sources the facts it rests on
     * @param inputTokens what all facts that were looked at cost
     */
    public record Compacted(@Nullable UUID memory, String text, int tokens, List<UUID> sources, int inputTokens) {

        public Compacted {
            sources = List.copyOf(sources);
        }

        /** The tokens that a reader of the summary saves. */
        public int savedTokens() {
            return Math.max(0, inputTokens - tokens);
        }
    }
}

package io.everknown.graphmodel.rebuild;

import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Remember;
import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.EntityMergeLog.LoggedMerge;
import io.everknown.memory.entity.MergeByHand;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Writes what a service writes, at random. */
final class RandomWriter {

    private final TestRecord record;
    private final Random random;
    private final Decider decider = new Decider(DecisionThresholds.DEFAULTS);
    private final TurnProcessing processing;
    private final Remember remember;
    private final Forget forget;
    private final MergeByHand merges;

    RandomWriter(TestRecord record, Random random) {
        this.record = record;
        this.random = random;
        this.processing = new TurnProcessing(
                record.turns,
                Extractors.local(new Sentences()),
                record.embedder,
                record.ledger,
                decider,
                TestRecord.CLOCK,
                MemoryLimit.DEFAULT);
        this.remember = new Remember(
                new Sentences(), record.embedder, record.ledger, decider, TestRecord.CLOCK, MemoryLimit.DEFAULT);
        this.forget = new Forget(record.catalogue, record.eraser, record.embedder, TestRecord.CLOCK);
        this.merges = new MergeByHand(record.merges, TestRecord.CLOCK);
    }

    void write(MemoryScope scope) {
        switch (random.nextInt(8)) {
            case 0 -> summarise(scope);
            case 1 -> {
                List<RecalledMemory> all = everything(scope);
                if (!all.isEmpty()) {
                    forget(scope, all.get(random.nextInt(all.size())));
                }
            }
            case 2 -> merge(scope);
            case 3 -> unmerge(scope);
            default -> say(scope, Visibility.values()[random.nextInt(2)]);
        }
    }

    void say(MemoryScope scope, Visibility visibility) {
        processing.process(
                scope,
                visibility,
                "talk " + random.nextInt(2),
                List.of(Sentences.turn(random), Sentences.turn(random)),
                true);
    }

    private void summarise(MemoryScope scope) {
        List<UUID> standing = everything(scope).stream()
                .filter(memory -> memory.type() != MemoryType.TURN
                        && memory.retractedAt() == null
                        && memory.visibility() == Visibility.PRIVATE)
                .map(RecalledMemory::id)
                .limit(3)
                .toList();
        remember.remember(
                scope,
                Visibility.PRIVATE,
                List.of(new Remember.Item(
                        MemoryType.SUMMARY, "I like Rome", TrustLevel.USER, null, null, 0.5, null, standing)));
    }

    private void merge(MemoryScope scope) {
        List<UUID> entities = entities(record, scope, "%");
        if (!entities.isEmpty()) {
            UUID one = entities.get(random.nextInt(entities.size()));
            UUID other = entities.get(random.nextInt(entities.size()));
            if (!one.equals(other)) {
                merges.merge(scope, one, other, null);
            }
        }
    }

    private void unmerge(MemoryScope scope) {
        List<LoggedMerge> standing = record.merges.merges(scope, null, null, 50);
        if (!standing.isEmpty()) {
            EntityMerge merge = standing.get(random.nextInt(standing.size())).merge();
            merges.unmerge(scope, merge.entity().id(), merge.id(), null);
        }
    }

    void forget(MemoryScope scope, RecalledMemory memory) {
        forget.forget(scope, memory.id());
    }

    List<RecalledMemory> everything(MemoryScope scope) {
        SearchFilter all =
                new SearchFilter(EnumSet.allOf(MemoryType.class), TimeFrame.everything(Instant.now()), null, null);
        return record.catalogue.list(scope, all, null, 1000);
    }

    static List<UUID> entities(TestRecord record, MemoryScope scope, String key) {
        return record.inside(
                scope.tenant(),
                sql -> sql.sql("SELECT id FROM entity WHERE tenant_id = ? AND key LIKE ? ORDER BY id")
                        .param(scope.tenant())
                        .param(key)
                        .query(UUID.class)
                        .list());
    }
}

package io.everknown.memory.consolidation;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.extraction.FactKind;
import io.everknown.memory.extraction.SlotKinds;
import io.everknown.memory.extraction.SlotKinds.Kinds;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.Upkeep;
import io.everknown.memory.time.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A memory made up field by field; Maya's own, told by her once, unless said. */
final class TestMemory {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    static final MemoryKinds KINDS = new MemoryKinds(new SlotKinds(Map.of(
            "instruction", new Kinds(FactKind.INSTRUCTION, FactKind.INSTRUCTION, FactKind.INSTRUCTION),
            "name", new Kinds(FactKind.IDENTITY, FactKind.IDENTITY, FactKind.FACT),
            "lives_in", new Kinds(FactKind.IDENTITY, FactKind.FACT, FactKind.FACT),
            "diet", new Kinds(FactKind.PREFERENCE, FactKind.FACT, FactKind.FACT),
            "likes", new Kinds(FactKind.INTEREST, FactKind.FACT, FactKind.FACT),
            "reading", new Kinds(FactKind.EVENT, FactKind.FACT, FactKind.FACT))));

    static final EssentialRule RULE = new EssentialRule(
            KINDS,
            Map.of(
                    FactKind.INSTRUCTION, 1.0,
                    FactKind.IDENTITY, 0.8,
                    FactKind.PREFERENCE, 0.6,
                    FactKind.INTEREST, 0.35,
                    FactKind.FACT, 0.0),
            0.6);

    MemoryType type = MemoryType.FACT;
    Visibility visibility = Visibility.PRIVATE;
    String subject = "Maya";

    @Nullable
    String slot;

    Validity validity = Validity.since(START);
    Instant recordedAt = START;

    @Nullable
    Instant retractedAt;

    TrustLevel trust = TrustLevel.USER;
    double confidence = 0.9;
    int support = 1;
    Instant lastRefreshedAt = START;

    @Nullable
    Instant saidAt = START;

    boolean pinned;

    static TestMemory slot(String slot) {
        TestMemory memory = new TestMemory();
        memory.slot = slot;
        return memory;
    }

    static TestMemory plain() {
        return new TestMemory();
    }

    TestMemory about(String whom) {
        subject = whom;
        return this;
    }

    TestMemory by(TrustLevel level) {
        trust = level;
        return this;
    }

    TestMemory times(int number) {
        support = number;
        return this;
    }

    TestMemory sure(double stored) {
        confidence = stored;
        return this;
    }

    TestMemory pinned() {
        pinned = true;
        return this;
    }

    static Instant day(long days) {
        return START.plus(Duration.ofDays(days));
    }

    RecalledMemory get() {
        UUID turn = Ids.next();
        return new RecalledMemory(
                Ids.next(),
                type,
                "words",
                "u-17",
                visibility,
                subject,
                slot,
                slot == null ? null : "value",
                validity,
                recordedAt,
                retractedAt,
                null,
                List.of(),
                trust,
                confidence,
                0.5,
                support,
                lastRefreshedAt,
                null,
                null,
                saidAt == null ? List.of() : List.of(new Source(turn, "words", "talk", null, "Maya", saidAt)),
                null,
                new Upkeep(pinned, null, null, null, List.of()),
                0);
    }
}

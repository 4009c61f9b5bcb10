package io.everknown.graphmodel.resident;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.Upkeep;
import io.everknown.memory.time.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private static final Instant AT = Instant.parse("2025-01-01T00:00:00Z");

    @Test
    void whatIsForgottenOrRewrittenIsNotKeptAmongWhatDoesNotCount() {
        Stored secret = fact(Ids.next(), "secret", "I have a secret");
        Stored quoted = fact(Ids.next(), "known", "quoted words");
        List<Stored> all = new ArrayList<>(List.of(secret, quoted));
        IntStream.range(0, 50).forEach(i -> all.add(fact(Ids.next(), "other " + i, "said " + i)));
        Audience audience = Audience.EMPTY.with(1, ids(all), all, List.of());

        Audience forgotten = audience.with(2, ids(List.of(secret)), List.of(), List.of());
        assertThat(held(forgotten)).contains("other 7").doesNotContain("secret", "I have a secret");

        Stored struck = fact(quoted.memory().id(), "known", "");
        Audience rewritten = forgotten.with(3, ids(List.of(struck)), List.of(struck), List.of());
        assertThat(rewritten.size()).isEqualTo(51);
        assertThat(held(rewritten)).contains("known").doesNotContain("quoted words");
    }

    @Test
    void whatMerelyChangesLeavesTheRestWhereItIs() {
        List<Stored> all = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> all.add(fact(Ids.next(), "other " + i, "said " + i)));
        Audience audience = Audience.EMPTY.with(1, ids(all), all, List.of());
        Stored again = fact(all.getFirst().memory().id(), "other 0", "said 0");
        Audience next = audience.with(2, ids(List.of(again)), List.of(again), List.of());
        assertThat(next.size()).isEqualTo(50);
        assertThat(next.parts().getFirst().segment())
                .isSameAs(audience.parts().getFirst().segment());
    }

    private static List<UUID> ids(List<Stored> memories) {
        return memories.stream().map(one -> one.memory().id()).toList();
    }

    /** Every text that is in memory, whether it counts or not. */
    private static List<String> held(Audience audience) {
        List<String> texts = new ArrayList<>();
        for (Part part : audience.parts()) {
            for (int i = 0; i < part.segment().size(); i++) {
                texts.add(part.segment().memory(i).text());
                part.segment().memory(i).sources().forEach(source -> texts.add(source.sentence()));
            }
        }
        return texts.stream().filter(text -> !text.startsWith("said")).toList();
    }

    private static Stored fact(UUID id, String text, String sentence) {
        RecalledMemory memory = new RecalledMemory(
                id,
                MemoryType.FACT,
                text,
                "ada",
                Visibility.PRIVATE,
                "ada",
                null,
                null,
                Validity.since(AT),
                AT,
                null,
                null,
                List.of(),
                TrustLevel.USER,
                1,
                0.5,
                1,
                AT,
                null,
                null,
                List.of(new Source(new UUID(1, text.hashCode()), sentence, "talk", null, "Ada", AT)),
                null,
                Upkeep.PLAIN,
                0);
        return new Stored(
                memory,
                null,
                TokenStates.NONE,
                new Terms(new String[] {text}, new short[] {1}, 1),
                new Links(0, List.of(), List.of()));
    }
}

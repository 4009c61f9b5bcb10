package io.everknown.graphmodel.resident;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Source;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.graph.GraphProjection.EntityNode;
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
import java.util.stream.Stream;
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

    @Test
    void namesAreThoseOfTheLatestWriteAndGoWithTheLastMemoryThatNamedThem() {
        List<EntityNode> entities = IntStream.range(0, 300)
                .mapToObj(i -> entity(Ids.next(), "name " + i))
                .toList();
        UUID hub = entities.getFirst().id();
        List<Stored> facts = entities.stream()
                .map(entity -> naming(fact(Ids.next(), entity.name(), ""), entity.id(), hub))
                .toList();
        Audience audience = Audience.EMPTY;
        for (int i = 0; i < 300; i++) {
            audience = write(audience, facts.get(i), entities.get(i), entities.getFirst());
        }
        assertThat(audience.mentions(hub)).isEqualTo(300);
        for (EntityNode entity : entities) {
            assertThat(audience.names().called(entity.key())).containsExactly(entity);
        }
        UUID renamed = entities.get(5).id();
        UUID dropped = entities.get(7).id();
        audience = write(audience, facts.get(5), entity(renamed, "other"), entities.getFirst());
        audience = write(audience, naming(facts.get(7), hub), entities.getFirst());
        assertThat(audience.names().called("name 5")).isEmpty();
        assertThat(audience.names().called("other")).hasSize(1);
        assertThat(audience.stands(dropped)).isFalse();
        assertThat(audience.mentions(hub)).isEqualTo(300);
        for (int i = 10; i < 200; i++) {
            audience = write(audience, facts.get(i), entities.get(i), entities.getFirst());
        }
        assertThat(audience.names().get(dropped)).isNull();
        assertThat(audience.names().called("name 5")).isEmpty();
        assertThat(audience.names().called("name 199")).hasSize(1);
    }

    @Test
    void theNameOfWhatIsForgottenGoesAtOnce() {
        UUID secret = Ids.next();
        UUID known = Ids.next();
        Stored told = naming(fact(Ids.next(), "told", "my secret"), secret, known);
        Audience audience = write(Audience.EMPTY, told, entity(secret, "secret"), entity(known, "known"));
        Stored struck = naming(fact(told.memory().id(), "told", ""), known);
        audience = write(audience, struck, entity(known, "known"));
        assertThat(audience.names().get(secret)).isNull();
        assertThat(audience.names().called("secret")).isEmpty();
        assertThat(audience.names().called("known")).hasSize(1);
    }

    private static Audience write(Audience audience, Stored memory, EntityNode... named) {
        return audience.with(audience.version() + 1, List.of(memory.memory().id()), List.of(memory), List.of(named));
    }

    private static EntityNode entity(UUID id, String name) {
        return new EntityNode(id, "ada", name, name, EntityType.THING, List.of(name));
    }

    private static Stored naming(Stored memory, UUID... entities) {
        List<UUID> distinct = Stream.of(entities).distinct().toList();
        return new Stored(
                memory.memory(), memory.vector(), memory.tokens(), memory.terms(), new Links(0, distinct, List.of()));
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

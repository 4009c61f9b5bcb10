package io.everknown.graphmodel.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.graphmodel.neo4j.Neo4jConfiguration;
import io.everknown.graphmodel.neo4j.Neo4jGraphStore;
import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.Turn;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.decision.Decider;
import io.everknown.memory.decision.DecisionThresholds;
import io.everknown.memory.decision.MemoryLimit;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.decision.Remember;
import io.everknown.memory.extraction.EntityMention;
import io.everknown.memory.extraction.EntityType;
import io.everknown.memory.extraction.ExtractedFact;
import io.everknown.memory.extraction.ExtractedFact.Intent;
import io.everknown.memory.extraction.Extraction;
import io.everknown.memory.extraction.Extractors;
import io.everknown.memory.extraction.FactExtractor;
import io.everknown.memory.extraction.RelationMention;
import io.everknown.memory.forgetting.Forget;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphRelay;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import io.everknown.memory.recall.RecalledMemory;
import io.everknown.memory.recall.SearchFilter;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.neo4j.autoconfigure.DataNeo4jAutoConfiguration;
import org.springframework.boot.neo4j.autoconfigure.Neo4jAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** However the changes came to the graph, it equals the one that is drawn anew from the record. */
class RebuiltGraphTest {

    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final List<String> NAMES = List.of("Anna", "Anna Berg", "Anna Lund", "Jo");
    private static final List<String> ROLES = List.of("sister", "father", "boss");
    private static final List<String> CITIES = List.of("Rome", "Oslo", "Bonn");

    private static TestRecord record;
    private static ConfigurableApplicationContext context;
    private static Neo4jGraphStore graph;

    @BeforeAll
    static void open() {
        record = TestRecord.shared();
        StackAddresses stack = TestStack.shared().addresses();
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.neo4j.uri=" + stack.neo4jUri(),
                        "spring.neo4j.authentication.username=" + stack.neo4jUser(),
                        "spring.neo4j.authentication.password=" + stack.neo4jPassword(),
                        "spring.main.banner-mode=off")
                .run();
        graph = context.getBean(Neo4jGraphStore.class);
    }

    @AfterAll
    static void close() {
        context.close();
        record.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void theGraphEqualsTheOneDrawnAnew(int seed) {
        Random random = new Random(seed);
        MemoryScope ada = new MemoryScope(Ids.next(), "ada");
        MemoryScope bob = new MemoryScope(ada.tenant(), "bob");
        Forget forget = new Forget(record.catalogue, record.eraser, record.embedder, InstantSource.system());
        TurnProcessing processing = new TurnProcessing(
                record.turns,
                Extractors.local(new Sentences()),
                record.embedder,
                record.ledger,
                new Decider(DecisionThresholds.DEFAULTS),
                () -> Instant.now().truncatedTo(ChronoUnit.MICROS),
                MemoryLimit.DEFAULT);
        Remember remember = new Remember(
                new Sentences(),
                record.embedder,
                record.ledger,
                new Decider(DecisionThresholds.DEFAULTS),
                () -> Instant.now().truncatedTo(ChronoUnit.MICROS),
                MemoryLimit.DEFAULT);
        for (int step = 0; step < 30; step++) {
            MemoryScope scope = random.nextBoolean() ? ada : bob;
            List<UUID> standing = everything(scope).stream()
                    .filter(memory -> memory.type() != MemoryType.TURN
                            && memory.retractedAt() == null
                            && memory.visibility() == Visibility.PRIVATE)
                    .map(RecalledMemory::id)
                    .limit(3)
                    .toList();
            if (random.nextInt(4) == 0 && !standing.isEmpty()) {
                remember.remember(
                        scope,
                        Visibility.PRIVATE,
                        List.of(new Remember.Item(
                                MemoryType.SUMMARY,
                                "I like Rome, for the time " + step,
                                TrustLevel.USER,
                                null,
                                null,
                                0.5,
                                null,
                                standing)));
            } else if (random.nextInt(4) > 0) {
                processing.process(
                        scope,
                        Visibility.values()[random.nextInt(2)],
                        "talk " + random.nextInt(2),
                        List.of(turn(random), turn(random)),
                        true);
            } else {
                List<RecalledMemory> all = everything(scope);
                if (!all.isEmpty()) {
                    forget.forget(scope, all.get(random.nextInt(all.size())).id());
                }
            }
            for (int relay = random.nextInt(3); relay > 0; relay--) {
                relaySome(random.nextBoolean() ? ada : bob, random);
            }
        }
        GraphRelay relay = new GraphRelay(record.outbox, graph);
        relay.relay(ada);
        relay.relay(bob);
        GraphSnapshot grown = graph.snapshot(ada.tenant());
        assertThat(grown.nodes()).isNotEmpty();
        assertThat(grown.relationships()).isNotEmpty();

        graph.clear(ada.tenant());
        assertThat(graph.snapshot(ada.tenant()).nodes()).isEmpty();
        assertThat(record.outbox.enterAll(ada.tenant())).isPositive();
        relay.relay(ada);
        relay.relay(bob);
        GraphSnapshot drawn = graph.snapshot(ada.tenant());
        assertThat(drawn.nodes()).containsExactlyElementsOf(grown.nodes());
        assertThat(drawn.relationships()).containsExactlyElementsOf(grown.relationships());

        for (MemoryScope scope : List.of(ada, bob)) {
            everything(scope).forEach(memory -> forget.forget(scope, memory.id()));
        }
        relay.relay(ada);
        relay.relay(bob);
        assertThat(graph.snapshot(ada.tenant()))
                .as("all is forgotten")
                .isEqualTo(new GraphSnapshot(new java.util.TreeSet<>(), new java.util.TreeSet<>()));
    }

    /** Relays a few memories; the real graph takes all, a part or none of them before the way to it breaks. */
    private static void relaySome(MemoryScope scope, Random random) {
        int fate = random.nextInt(3);
        try {
            record.outbox.relay(scope, 1 + random.nextInt(6), projection -> {
                graph.apply(scope.tenant(), fate == 1 ? half(projection) : projection);
                if (fate > 0) {
                    throw new IllegalStateException("the way broke");
                }
            });
        } catch (IllegalStateException broken) {
            assertThat(broken).hasMessage("the way broke");
        }
    }

    private static GraphProjection half(GraphProjection whole) {
        return new GraphProjection(
                whole.entities(),
                whole.turns().subList(0, whole.turns().size() / 2),
                whole.facts().subList(0, whole.facts().size() / 2),
                whole.gone().subList(0, whole.gone().size() / 2));
    }

    private static List<RecalledMemory> everything(MemoryScope scope) {
        SearchFilter all =
                new SearchFilter(EnumSet.allOf(MemoryType.class), TimeFrame.everything(Instant.now()), null, null);
        return record.catalogue.list(scope, all, null, 1000);
    }

    private static NewTurn turn(Random random) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            String city = CITIES.get(random.nextInt(CITIES.size()));
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String role = ROLES.get(random.nextInt(ROLES.size()));
            sentences.add(
                    switch (random.nextInt(8)) {
                        case 4 -> "My " + role + " " + name + " does like " + city + ".";
                        case 5 -> "My " + role + " does like " + city + ".";
                        case 6 -> name + " does like " + city + ".";
                        case 7 -> "Everybody calls me " + name + " and they like " + city + ".";
                        case 0 -> "I left " + city + ".";
                        case 1 -> "I like " + city + " number " + random.nextInt(4) + ".";
                        default -> "I live in " + city + ".";
                    });
        }
        return new NewTurn(
                "user",
                String.join(" ", sentences),
                random.nextBoolean() ? "Ada King" : "Bob",
                START.plus(Duration.ofDays(random.nextInt(50))),
                null,
                null,
                TrustLevel.values()[random.nextInt(4)],
                UUID.randomUUID().toString());
    }

    /** Reads the few sentences of these tests. */
    private static final class Sentences implements FactExtractor {

        @Override
        public Extraction extract(Turn turn, List<Turn> before) {
            List<ExtractedFact> facts = Arrays.stream(turn.content().split("(?<=\\.) "))
                    .map(sentence -> fact(turn.subject(), sentence))
                    .toList();
            return new Extraction(facts, List.of(), "sentences");
        }

        private static ExtractedFact fact(String speaker, String sentence) {
            boolean slot = !sentence.contains("like");
            String city = CITIES.stream().filter(sentence::contains).findFirst().orElseThrow();
            List<EntityMention> named = new ArrayList<>(
                    List.of(new EntityMention(speaker, EntityType.PERSON), new EntityMention(city, EntityType.PLACE)));
            ROLES.stream()
                    .filter(role -> sentence.startsWith("My " + role))
                    .forEach(role -> named.add(new EntityMention(speaker + "'s " + role, EntityType.PERSON)));
            NAMES.stream()
                    .filter(name -> sentence.contains(name + " does") || sentence.contains(name + " and"))
                    .forEach(name -> named.add(new EntityMention(name, EntityType.PERSON)));
            return new ExtractedFact(
                    speaker + sentence.substring(1),
                    sentence,
                    speaker,
                    slot ? "lives_in" : null,
                    slot ? city : null,
                    sentence.contains("left") ? Intent.END : Intent.ASSERT,
                    named,
                    List.of(new RelationMention(speaker, slot ? "lives_in" : "likes", city)),
                    null,
                    0.9);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({Neo4jAutoConfiguration.class, DataNeo4jAutoConfiguration.class})
    @Import(Neo4jConfiguration.class)
    static class Application {}
}

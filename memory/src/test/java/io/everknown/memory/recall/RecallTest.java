package io.everknown.memory.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.everknown.memory.attention.FusionReranker;
import io.everknown.memory.attention.Rerankers;
import io.everknown.memory.decision.MemoryType;
import io.everknown.memory.embedding.Embedder;
import io.everknown.memory.embedding.Embedding;
import io.everknown.memory.embedding.TokenStates;
import io.everknown.memory.graph.EntityFilter;
import io.everknown.memory.graph.EntityGraph;
import io.everknown.memory.graph.EntityView;
import io.everknown.memory.graph.GraphHit;
import io.everknown.memory.graph.GraphProjection;
import io.everknown.memory.graph.GraphSnapshot;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.graph.GraphUnavailableException;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.time.TimeFrame;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a recall does without some of its channels. */
class RecallTest {

    private static final MemoryScope ADA = new MemoryScope(Ids.next(), "ada");
    private static final RecalledMemory TEA = TestMemories.turn("ada", "Ada", "I drink tea", 0);

    @Test
    void allChannelsTogetherMissNothing() {
        RecallAnswer answer = recall(Channel.WELL, Channel.WELL, Channel.WELL);
        assertThat(answer.degraded()).isEmpty();
        assertThat(answer.items()).extracting(item -> item.memory().id()).containsExactly(TEA.id());
    }

    @ParameterizedTest
    @CsvSource({
        "DOWN, WELL, WELL, vector",
        "LATE, WELL, WELL, vector",
        "WELL, DOWN, WELL, lexical",
        "WELL, LATE, WELL, lexical",
        "WELL, WELL, DOWN, graph",
        "DOWN, WELL, DOWN, vector graph",
        "WELL, DOWN, DOWN, lexical graph"
    })
    void oneWayIntoTheRecordIsEnoughAndTheOthersAreNamed(
            Channel vector, Channel lexical, Channel graph, String degraded) {
        RecallAnswer answer = recall(vector, lexical, graph);
        assertThat(answer.degraded()).containsExactly(degraded.split(" "));
        assertThat(answer.items()).extracting(item -> item.memory().id()).containsExactly(TEA.id());
    }

    @ParameterizedTest
    @CsvSource({"DOWN, DOWN, WELL", "DOWN, LATE, WELL", "LATE, DOWN, WELL", "LATE, LATE, WELL", "DOWN, DOWN, DOWN"})
    void withoutAnyWayIntoTheRecordThereIsNoAnswer(Channel vector, Channel lexical, Channel graph) {
        assertThatThrownBy(() -> recall(vector, lexical, graph))
                .isInstanceOf(RecordUnavailableException.class)
                .hasMessageContaining("vector")
                .hasMessageContaining("lexical");
    }

    @ParameterizedTest
    @CsvSource({"true, ''", "false, graph"})
    void whatIsAtHandOfTheGraphAnswersAndAGraphThatIsAwayIsNamedAllTheSame(boolean reachable, String degraded) {
        RecallAnswer answer = recall(
                (scope, filter) -> new OneMemory(Channel.WELL, Channel.WELL, List.of("Ada at hand")),
                new OneHitGraph(Channel.DOWN, reachable));
        assertThat(String.join(" ", answer.degraded())).isEqualTo(degraded);
        assertThat(answer.items().getFirst().why().path()).containsExactly("Ada at hand");
    }

    @Test
    void aRecordThatCannotBeOpenedGivesNoAnswer() {
        MemoryIndex closed = (scope, filter) -> {
            throw new IllegalStateException("closed");
        };
        assertThatThrownBy(() -> recall(closed, Channel.WELL)).isInstanceOf(RecordUnavailableException.class);
    }

    @Test
    void aRecordInWhichNothingFitsIsAnAnswer() {
        RecallAnswer answer = recall(Channel.EMPTY, Channel.EMPTY, Channel.EMPTY);
        assertThat(answer.items()).isEmpty();
        assertThat(answer.degraded()).isEmpty();
    }

    private static RecallAnswer recall(Channel vector, Channel lexical, Channel graph) {
        return recall((scope, filter) -> new OneMemory(vector, lexical, null), graph);
    }

    private static RecallAnswer recall(MemoryIndex index, Channel graph) {
        return recall(index, new OneHitGraph(graph, true));
    }

    private static RecallAnswer recall(MemoryIndex index, GraphStore graph) {
        return new Recall(
                        new OneVector(),
                        text -> Arrays.asList(text.split(" ")),
                        index,
                        graph,
                        Rerankers.always("fusion-1", new FusionReranker(FusionReranker.Weights.DEFAULTS)),
                        String::length,
                        new RecallSettings(40, 200, 1, Duration.ofSeconds(1)))
                .recall(
                        ADA,
                        new RecallQuery(
                                "Does Ada drink tea?",
                                List.of(),
                                null,
                                EnumSet.allOf(MemoryType.class),
                                TimeFrame.current(Instant.parse("2026-01-01T00:00:00Z")),
                                null,
                                new Budget(5, 500)));
    }

    /** How a channel behaves. */
    enum Channel {
        WELL,
        EMPTY,
        DOWN,
        LATE;

        <T> List<T> answer(Supplier<T> hit) {
            return switch (this) {
                case WELL -> List.of(hit.get());
                case EMPTY -> List.of();
                case DOWN -> throw new GraphUnavailableException("down", new IllegalStateException("down"));
                case LATE -> never();
            };
        }

        private static <T> List<T> never() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        }
    }

    private record OneHitGraph(Channel channel, boolean reachable) implements GraphStore {

        @Override
        public List<GraphHit> expand(MemoryScope scope, Collection<String> keys, TimeFrame frame, int limit) {
            return channel.answer(() -> new GraphHit(TEA.id(), 1, 1, List.of("Ada")));
        }

        @Override
        public boolean isReachable() {
            return reachable;
        }

        @Override
        public void apply(UUID tenant, GraphProjection projection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<EntityView> entities(MemoryScope scope, EntityFilter filter) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable EntityGraph around(MemoryScope scope, UUID entity, TimeFrame frame, int depth, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public GraphSnapshot snapshot(UUID tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void clear(UUID tenant) {
            throw new UnsupportedOperationException();
        }
    }

    /**
     * @param linked the names that lead to the memory, or null where only the graph knows
     */
    private record OneMemory(
            Channel vector, Channel lexical, @Nullable List<String> linked) implements MemoryView {

        @Override
        public List<Hit> nearest(Embedding query, int limit) {
            return vector.answer(() -> new Hit(TEA.id(), 0.9));
        }

        @Override
        public List<Hit> match(String text, int limit) {
            return lexical.answer(() -> new Hit(TEA.id(), 3));
        }

        @Override
        public Optional<List<GraphHit>> expand(Collection<String> keys, int limit) {
            return keys.contains("ada")
                    ? Optional.ofNullable(linked).map(path -> List.of(new GraphHit(TEA.id(), 2, 1, path)))
                    : Optional.of(List.of());
        }

        @Override
        public List<RecalledMemory> gather(
                Collection<UUID> ids, Predicate<RecalledMemory> shown, int distance, @Nullable Embedding query) {
            return ids.contains(TEA.id()) && shown.test(TEA) ? List.of(TEA) : List.of();
        }

        @Override
        public Map<UUID, TokenStates> tokens(Collection<UUID> ids) {
            return Map.of();
        }

        @Override
        public List<RecalledMemory> slotted(Set<String> families) {
            return List.of();
        }

        @Override
        public Set<UUID> outdated(Collection<UUID> turns) {
            return Set.of();
        }
    }

    private static final class OneVector implements Embedder {

        @Override
        public String model() {
            return "one";
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public List<Embedding> embed(List<String> passages) {
            return passages.stream().map(this::embedQuery).toList();
        }

        @Override
        public int tokens(List<String> passages) {
            return passages.size();
        }

        @Override
        public Embedding embedQuery(String question) {
            return new Embedding(new float[] {1, 0});
        }
    }
}

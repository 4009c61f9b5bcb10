package io.everknown.api.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.everknown.api.testing.ApiTest;
import io.everknown.api.testing.Stores;
import io.everknown.memory.conversation.NewTurn;
import io.everknown.memory.conversation.TurnProcessing;
import io.everknown.memory.graph.GraphStore;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;
import io.everknown.memory.identity.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Warming up leaves nothing behind, not even what an earlier one could not clear away. */
@ApiTest
class WarmUpTest {

    private final Stores stores = Stores.shared();

    @Autowired
    private WarmUp warmUp;

    @Autowired
    private TurnProcessing processing;

    @Autowired
    private GraphStore graph;

    @Test
    void whatItTookInIsErasedAndWhatWasAbandonedToo() {
        MemoryScope abandoned = new MemoryScope(WarmUp.NOBODY, "warm-up-abandoned");
        NewTurn turn = new NewTurn("user", "I live in Oslo.", "Nora", null, null, null, TrustLevel.USER, null);
        processing.process(abandoned, Visibility.PRIVATE, "talk", List.of(turn), true);
        stores.owner()
                .sql(
                        "UPDATE turn SET recorded_at = recorded_at - interval '1 hour' WHERE tenant_id = ? AND user_id = ?")
                .param(WarmUp.NOBODY)
                .param(abandoned.user())
                .update();
        assertThat(rows()).isPositive();

        warmUp.warmUp();

        // The one of the service's own start may still be clearing away on a slow machine.
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rows()).isZero());
        assertThat(graph.snapshot(WarmUp.NOBODY).nodes()).isEmpty();
    }

    /** Rows in all tables; what counts the changes of users stays. */
    private long rows() {
        Map<String, Long> rows = stores.rows(WarmUp.NOBODY.toString());
        return rows.entrySet().stream()
                .filter(table -> !table.getKey().startsWith("audience_"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.graphmodel.resident.ResidentMemoryIndex;
import io.everknown.memory.recall.MemoryIndex;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class ResidentMemoryIndexTest extends MemoryIndexContract {

    private final ResidentMemoryIndex index = new ResidentMemoryIndex(
            record.source,
            (scope, filter) -> {
                if (filter.frame().knownAt() == null) {
                    throw new IllegalStateException("left to the tables");
                }
                return record.index.open(scope, filter);
            },
            1L << 30,
            Duration.ofSeconds(30));

    @Override
    MemoryIndex index() {
        return index;
    }

    @AfterEach
    void nothingFailed() {
        assertThat(List.of(index.statistics().misses(), index.statistics().failures()))
                .containsOnly(0L);
    }
}

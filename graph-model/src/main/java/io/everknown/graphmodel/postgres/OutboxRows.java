package io.everknown.graphmodel.postgres;

import io.everknown.memory.identity.MemoryScope;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Enters memories in the graph's outbox. */
final class OutboxRows {

    private OutboxRows() {}

    /**
     * Notes that the graph has to look at these memories again. Waits for a relay that holds one of them: that relay
     * may have read the state before this transaction's change, and the change must not be struck off with it.
     */
    static void enter(JdbcClient sql, MemoryScope scope, Collection<UUID> memories, Instant now) {
        if (memories.isEmpty()) {
            return;
        }
        sql.sql("""
                INSERT INTO graph_outbox (tenant_id, user_id, memory_id, entered_at)
                SELECT :tenant, :user, m::uuid, :now FROM (SELECT DISTINCT unnest(:memories::text[]) AS m ORDER BY 1) x
                ON CONFLICT (tenant_id, memory_id) DO UPDATE SET entered_at = graph_outbox.entered_at
                """)
                .param("tenant", scope.tenant())
                .param("user", scope.user())
                .param("now", Timestamp.from(now))
                .param("memories", Columns.of(List.copyOf(memories), id -> id))
                .update();
    }
}

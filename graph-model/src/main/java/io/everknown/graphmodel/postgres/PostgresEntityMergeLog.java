package io.everknown.graphmodel.postgres;

import io.everknown.memory.entity.EntityLedger;
import io.everknown.memory.entity.EntityMerge;
import io.everknown.memory.entity.EntityMergeLog;
import io.everknown.memory.identity.MemoryScope;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Merges in Postgres. */
final class PostgresEntityMergeLog implements EntityMergeLog {

    private final TenantTransactions transactions;
    private final InstantSource clock;

    PostgresEntityMergeLog(TenantTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Optional<String> audience(MemoryScope scope, UUID entity) {
        return one(scope, entity, "audience").map(String::valueOf);
    }

    @Override
    public Optional<UUID> root(MemoryScope scope, UUID entity) {
        return one(scope, entity, "coalesce(canonical, id)::text").map(UUID::fromString);
    }

    private Optional<String> one(MemoryScope scope, UUID entity, String column) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT " + column
                                + " FROM entity WHERE tenant_id = ? AND audience IN (?, ?) AND id = ?")
                        .param(scope.tenant())
                        .param(scope.user())
                        .param(MemoryScope.EVERYONE)
                        .param(entity)
                        .query(String.class)
                        .optional());
    }

    @Override
    public <T> T serially(MemoryScope scope, String audience, Function<EntityLedger, T> work) {
        return transactions.call(scope.tenant(), sql -> {
            SubjectLock.DECIDE.take(sql, scope.tenant(), audience);
            return work.apply(new PostgresEntityLedger(sql, scope.tenant(), audience, clock.instant()));
        });
    }

    @Override
    public List<LoggedMerge> merges(MemoryScope scope, @Nullable UUID entity, @Nullable UUID before, int limit) {
        return transactions.call(scope.tenant(), sql -> {
            List<UUID> ids = entity == null
                    ? List.of()
                    : MergeRows.around(sql, scope.tenant(), List.of(entity)).stream()
                            .map(EntityMerge::id)
                            .toList();
            List<EntityMerge> page = sql.sql("SELECT " + MergeRows.COLUMNS + MergeRows.TABLES
                            + "WHERE c.tenant_id = :tenant AND c.audience IN (:user, :everyone)"
                            + " AND (:all OR c.id = ANY(:ids::uuid[])) AND (:before::uuid IS NULL OR c.id < :before::uuid)"
                            + " ORDER BY c.id DESC LIMIT :limit")
                    .param("tenant", scope.tenant())
                    .param("user", scope.user())
                    .param("everyone", MemoryScope.EVERYONE)
                    .param("all", entity == null)
                    .param("ids", Columns.of(ids, id -> id))
                    .param("before", before == null ? null : before.toString())
                    .param("limit", limit)
                    .query((row, n) -> MergeRows.read(row))
                    .list();
            Map<UUID, List<Evidence>> said = said(sql, scope.tenant(), page);
            return page.stream()
                    .map(merge -> new LoggedMerge(merge, said.getOrDefault(merge.id(), List.of())))
                    .toList();
        });
    }

    private static Map<UUID, List<Evidence>> said(JdbcClient sql, UUID tenant, List<EntityMerge> page) {
        Map<UUID, List<Evidence>> said = new HashMap<>();
        sql.sql("SELECT merge_id, memory_id, sentence, recorded_at FROM entity_merge_source"
                        + " WHERE tenant_id = ? AND merge_id = ANY(?::uuid[]) ORDER BY recorded_at, memory_id")
                .param(tenant)
                .param(Columns.of(page, EntityMerge::id))
                .query((row, n) -> Map.entry(
                        Rows.uuid(row, "merge_id"),
                        new Evidence(
                                Rows.uuid(row, "memory_id"),
                                Rows.text(row, "sentence"),
                                Rows.instant(row, "recorded_at"))))
                .list()
                .forEach(entry -> said.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return said;
    }
}

package io.everknown.graphmodel.postgres;

import io.everknown.memory.extraction.ModelSpending;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.MemoryScope;
import java.time.LocalDate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Spending in Postgres: one row a tenant and day, changed only by adding to it. */
public final class PostgresModelSpending implements ModelSpending {

    private final TenantTransactions transactions;

    public PostgresModelSpending(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public boolean reserve(MemoryScope scope, LocalDate day, ModelUsage atMost, Limit limit) {
        if (!limit.allows(atMost)) {
            return false;
        }
        return transactions.call(scope.tenant(), sql -> add(sql, scope, day, atMost, limit) == 1);
    }

    /** The condition is looked at while the row is locked, so that two calls never overdraw it together. */
    private static int add(JdbcClient sql, MemoryScope scope, LocalDate day, ModelUsage usage, Limit limit) {
        return sql.sql("""
                        INSERT INTO model_spending AS s (tenant_id, day, input_tokens, output_tokens, cost_usd)
                        VALUES (:tenant, :day, :input, :output, :cost)
                        ON CONFLICT (tenant_id, day) DO UPDATE
                        SET input_tokens = s.input_tokens + excluded.input_tokens,
                            output_tokens = s.output_tokens + excluded.output_tokens,
                            cost_usd = s.cost_usd + excluded.cost_usd
                        WHERE s.input_tokens + s.output_tokens + excluded.input_tokens + excluded.output_tokens
                              <= :tokens
                          AND s.cost_usd + excluded.cost_usd <= :most
                        """)
                .param("tenant", scope.tenant())
                .param("day", day)
                .param("input", usage.inputTokens())
                .param("output", usage.outputTokens())
                .param("cost", usage.costUsd())
                .param("tokens", limit.tokens())
                .param("most", limit.costUsd())
                .update();
    }

    @Override
    public void settle(MemoryScope scope, LocalDate day, ModelUsage reserved, ModelUsage used) {
        ModelUsage difference = used.minus(reserved);
        transactions.call(
                scope.tenant(),
                sql -> sql.sql("UPDATE model_spending SET input_tokens = input_tokens + ?,"
                                + " output_tokens = output_tokens + ?, cost_usd = cost_usd + ?"
                                + " WHERE tenant_id = ? AND day = ?")
                        .param(difference.inputTokens())
                        .param(difference.outputTokens())
                        .param(difference.costUsd())
                        .param(scope.tenant())
                        .param(day)
                        .update());
    }

    @Override
    public ModelUsage of(MemoryScope scope, LocalDate day) {
        return transactions.call(
                scope.tenant(),
                sql -> sql.sql("SELECT input_tokens, output_tokens, cost_usd FROM model_spending"
                                + " WHERE tenant_id = ? AND day = ?")
                        .param(scope.tenant())
                        .param(day)
                        .query((row, n) -> new ModelUsage(
                                row.getLong("input_tokens"),
                                row.getLong("output_tokens"),
                                row.getBigDecimal("cost_usd")))
                        .optional()
                        .orElse(ModelUsage.NONE));
    }
}

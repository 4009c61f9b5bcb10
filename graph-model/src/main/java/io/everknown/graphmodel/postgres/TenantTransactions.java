package io.everknown.graphmodel.postgres;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way to Postgres: a transaction that names its tenant first, so that row level security lets it see that
 * tenant and no other. The name ends with the transaction and never stays on a pooled connection.
 */
public final class TenantTransactions {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public TenantTransactions(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /** Runs {@code work} in a transaction that sees this tenant alone; joins one that runs already. */
    public <T extends @Nullable Object> T call(UUID tenant, Function<JdbcClient, T> work) {
        return transactions.execute(status -> {
            jdbc.sql("select set_config('app.tenant', :tenant, true)")
                    .param("tenant", tenant.toString())
                    .query(String.class)
                    .single();
            return work.apply(jdbc);
        });
    }

    /** Runs {@code work} in a transaction that sees no tenant's rows, for what belongs to none. */
    public <T extends @Nullable Object> T callWithoutTenant(Function<JdbcClient, T> work) {
        return transactions.execute(status -> work.apply(jdbc));
    }
}

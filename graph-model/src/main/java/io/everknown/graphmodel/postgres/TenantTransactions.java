package io.everknown.graphmodel.postgres;

import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one way to Postgres: a transaction in which row level security shows a single tenant. The tenant is set for the
 * transaction alone, so that a pooled connection never carries it on.
 */
public final class TenantTransactions {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    /**
     * @param jdbc statements on the same data source that {@code transactionManager} manages
     * @param transactionManager must be the JDBC one; with another, nothing set here would last
     */
    public TenantTransactions(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.transactions = new TransactionTemplate(transactionManager);
    }

    /** Runs {@code work} where only rows of {@code tenant} exist; a transaction already under way is joined. */
    public <T> T call(UUID tenant, Function<JdbcClient, T> work) {
        return inTransaction(tenant.toString(), work);
    }

    /** Runs {@code work} where no tenant's rows exist: for functions that answer before a tenant is known. */
    public <T> T callWithoutTenant(Function<JdbcClient, T> work) {
        return inTransaction("", work);
    }

    private <T> T inTransaction(String tenant, Function<JdbcClient, T> work) {
        return transactions.execute(status -> {
            jdbc.sql("SELECT set_config('app.tenant', ?, true)")
                    .param(tenant)
                    .query(String.class)
                    .single();
            return work.apply(jdbc);
        });
    }
}

package io.everknown.graphmodel.postgres;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** What every store in Postgres stands on, for an application. */
@Configuration(proxyBeanMethods = false)
public class PostgresTransactionsConfiguration {

    /**
     * Named and primary on purpose: beside Neo4j's, Boot defines no JDBC transaction manager at all, and without one
     * every statement would commit by itself with no tenant set.
     */
    @Bean
    @Primary
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TenantTransactions tenantTransactions(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        return new TenantTransactions(jdbc, transactionManager);
    }
}

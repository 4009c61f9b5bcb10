package io.everknown.graphmodel.postgres;

import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Wires what every Postgres store needs. */
@Configuration(proxyBeanMethods = false)
public class PostgresConfiguration {

    /**
     * Defined by hand: beside Neo4j Spring Boot would make a transaction manager for Neo4j alone, every statement to
     * Postgres would be a transaction of its own, and row level security would lose the tenant without a word.
     */
    @Bean
    @Primary
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TenantTransactions tenantTransactions(JdbcClient jdbc, JdbcTransactionManager transactionManager) {
        return new TenantTransactions(jdbc, transactionManager);
    }
}

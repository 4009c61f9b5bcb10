package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.AccountStore;
import io.everknown.memory.identity.ApiKeyStore;
import io.everknown.memory.identity.RefreshTokenStore;
import io.everknown.memory.identity.ServiceSecret;
import io.everknown.memory.identity.SigningKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the Postgres stores behind the ports of identity. */
@Configuration(proxyBeanMethods = false)
public class PostgresIdentityConfiguration {

    @Bean
    AccountStore accountStore(TenantTransactions transactions) {
        return new PostgresAccountStore(transactions);
    }

    @Bean
    ApiKeyStore apiKeyStore(TenantTransactions transactions) {
        return new PostgresApiKeyStore(transactions);
    }

    @Bean
    RefreshTokenStore refreshTokenStore(TenantTransactions transactions) {
        return new PostgresRefreshTokenStore(transactions);
    }

    @Bean
    SigningKeys signingKeys(TenantTransactions transactions) {
        return new PostgresSigningKeys(transactions);
    }

    @Bean
    ServiceSecret serviceSecret(TenantTransactions transactions) {
        return new PostgresServiceSecret(transactions);
    }
}

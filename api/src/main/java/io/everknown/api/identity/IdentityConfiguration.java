package io.everknown.api.identity;

import io.everknown.api.security.TokenProperties;
import io.everknown.memory.identity.AccountStore;
import io.everknown.memory.identity.ApiKeyIssuing;
import io.everknown.memory.identity.ApiKeyStore;
import io.everknown.memory.identity.PasswordHasher;
import io.everknown.memory.identity.RefreshTokenStore;
import io.everknown.memory.identity.RefreshTokens;
import io.everknown.memory.identity.Registration;
import io.everknown.memory.identity.SignIn;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the use cases of identity to their stores. */
@Configuration(proxyBeanMethods = false)
class IdentityConfiguration {

    @Bean
    PasswordHasher passwordHasher() {
        return new BcryptPasswords();
    }

    @Bean
    Registration registration(AccountStore accounts, PasswordHasher passwords, InstantSource clock) {
        return new Registration(accounts, passwords, clock);
    }

    @Bean
    SignIn signIn(AccountStore accounts, PasswordHasher passwords) {
        return new SignIn(accounts, passwords);
    }

    @Bean
    RefreshTokens refreshTokens(
            RefreshTokenStore tokens, AccountStore accounts, TokenProperties properties, InstantSource clock) {
        return new RefreshTokens(tokens, accounts, properties.refreshLifetime(), clock);
    }

    @Bean
    ApiKeyIssuing apiKeyIssuing(ApiKeyStore keys, InstantSource clock) {
        return new ApiKeyIssuing(keys, clock);
    }
}

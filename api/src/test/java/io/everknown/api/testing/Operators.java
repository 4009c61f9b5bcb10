package io.everknown.api.testing;

import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.AccountStore;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.PasswordHasher;
import io.everknown.memory.identity.Role;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** The admin of the tenant that {@link ApiTest#OPERATORS} names; founded once, as a tenant's id is nobody's choice over REST. */
@Lazy
@Component
public final class Operators {

    private static final UUID ID = Ids.next();

    private static boolean founded;

    private final ApiClient api;
    private final AccountStore accounts;
    private final PasswordHasher passwords;

    Operators(ApiClient api, AccountStore accounts, PasswordHasher passwords) {
        this.api = api;
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** Signs in as it. */
    public ApiClient signIn() {
        String name = "operator-" + ID;
        synchronized (Operators.class) {
            if (!founded) {
                UUID tenant = UUID.fromString(ApiTest.OPERATORS);
                accounts.found(
                        new Account(ID, tenant, name, name + "@example.org", null, Role.ADMIN, Instant.now()),
                        passwords.hash(ApiClient.PASSWORD));
                founded = true;
            }
        }
        return api.bearer(api.login(name, ApiClient.PASSWORD).text("access_token"));
    }
}

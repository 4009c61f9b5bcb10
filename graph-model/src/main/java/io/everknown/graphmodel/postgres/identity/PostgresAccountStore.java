package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.AccountStore;
import io.everknown.memory.identity.IdentityException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts in Postgres; the unique indexes decide who was first. */
public final class PostgresAccountStore implements AccountStore {

    private final TenantTransactions transactions;

    public PostgresAccountStore(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void found(Account founder, String passwordHash) {
        try {
            transactions.call(founder.tenant(), jdbc -> insert(jdbc, founder, passwordHash));
        } catch (DuplicateKeyException taken) {
            throw refusal(taken);
        }
    }

    private static int insert(JdbcClient jdbc, Account founder, String passwordHash) {
        jdbc.sql("insert into tenant (id, created_at) values (:id, :createdAt)")
                .param("id", founder.tenant())
                .param("createdAt", IdentityRows.utc(founder.createdAt()))
                .update();
        return jdbc.sql("""
                        insert into account
                            (id, tenant_id, username, email, full_name, role, password_hash, created_at)
                        values (:id, :tenant, :username, :email, :fullName, :role, :passwordHash, :createdAt)""")
                .param("id", founder.id())
                .param("tenant", founder.tenant())
                .param("username", founder.username())
                .param("email", founder.email())
                .param("fullName", founder.fullName())
                .param("role", founder.role().name())
                .param("passwordHash", passwordHash)
                .param("createdAt", IdentityRows.utc(founder.createdAt()))
                .update();
    }

    private static RuntimeException refusal(DuplicateKeyException taken) {
        String message = String.valueOf(taken.getMessage());
        if (message.contains("account_username_unique")) {
            return new IdentityException(IdentityException.Reason.USERNAME_TAKEN, "This username is taken.");
        }
        if (message.contains("account_email_unique")) {
            return new IdentityException(IdentityException.Reason.EMAIL_TAKEN, "This email address is taken.");
        }
        return taken;
    }

    @Override
    public Optional<StoredAccount> byUsername(String username) {
        return transactions.callWithoutTenant(jdbc -> jdbc.sql("select * from account_by_username(:username)")
                .param("username", username)
                .query((row, number) ->
                        new StoredAccount(IdentityRows.account(row, number), row.getString("password_hash")))
                .optional());
    }

    @Override
    public Optional<Account> byId(UUID tenant, UUID id) {
        return transactions.call(
                tenant,
                jdbc -> jdbc.sql("select * from account where id = :id")
                        .param("id", id)
                        .query(IdentityRows::account)
                        .optional());
    }
}

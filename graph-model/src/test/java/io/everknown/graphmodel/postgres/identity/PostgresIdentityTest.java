package io.everknown.graphmodel.postgres.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.localstack.StackAddresses;
import io.everknown.localstack.TestStack;
import io.everknown.memory.identity.Account;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.RefreshToken;
import io.everknown.memory.identity.Role;
import io.everknown.memory.identity.SecretHash;
import io.everknown.memory.identity.SigningKeys.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** What many do at once happens once. */
class PostgresIdentityTest {

    private static final int PROCESSES = 8;
    private static final SecretHash SECRET = new SecretHash("0".repeat(64));

    private static HikariDataSource pool;
    private static TenantTransactions transactions;

    @BeforeAll
    static void migrate() {
        StackAddresses stack = TestStack.shared().addresses();
        Flyway.configure()
                .dataSource(stack.postgresUrl(), stack.postgresOwnerUser(), stack.postgresOwnerPassword())
                .load()
                .migrate();
        pool = new HikariDataSource();
        pool.setJdbcUrl(stack.postgresUrl());
        pool.setUsername(stack.postgresUser());
        pool.setPassword(stack.postgresPassword());
        pool.setConnectionInitSql("SET ROLE everknown_app");
        transactions = new TenantTransactions(JdbcClient.create(pool), new JdbcTransactionManager(pool));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Test
    void ofManyProcessesThatStartAtOnceOneMakesTheKey() throws Exception {
        AtomicInteger made = new AtomicInteger();
        List<List<String>> seen = atOnce(process -> new PostgresSigningKeys(transactions)
                        .allOrFirst(key -> key.jwk().contains("d"), () -> {
                            made.incrementAndGet();
                            return new SigningKey("key-of-" + process, "ES256", "{\"d\":\"secret\"}", Instant.now());
                        })
                        .stream()
                        .map(SigningKey::id)
                        .toList());

        assertThat(made).hasValue(1);
        assertThat(seen).containsOnly(seen.getFirst());
    }

    @Test
    void besideKeysThatCannotSignANewOneIsMade() {
        PostgresSigningKeys keys = new PostgresSigningKeys(transactions);
        keys.allOrFirst(key -> true, () -> new SigningKey("any", "ES256", "{}", Instant.EPOCH));
        String id = "signs-" + Ids.next();

        assertThat(keys.allOrFirst(key -> key.id().equals(id), () -> new SigningKey(id, "ES256", "{}", Instant.now())))
                .extracting(SigningKey::id)
                .startsWith(id)
                .hasSizeGreaterThan(1);
    }

    @Test
    void ofManyThatRefreshAtOnceOneSucceeds() throws Exception {
        Account account = newAccount();
        PostgresRefreshTokenStore tokens = new PostgresRefreshTokenStore(transactions);
        RefreshToken first = token(account, Ids.next());
        tokens.add(first, SECRET);

        List<Boolean> rotated =
                atOnce(process -> tokens.rotate(first, token(account, first.family()), SECRET, Instant.now()));

        assertThat(rotated).containsOnlyOnce(true);
        long kept = transactions.call(
                account.tenant(),
                jdbc -> jdbc.sql("select count(*) from refresh_token")
                        .query(Long.class)
                        .single());
        assertThat(kept).as("the first and one successor").isEqualTo(2);
    }

    @Test
    void whatIsStoredComesBackTheSame() {
        Account account = newAccount();
        PostgresAccountStore accounts = new PostgresAccountStore(transactions);

        assertThat(accounts.byId(account.tenant(), account.id())).contains(account);
        assertThat(accounts.byId(Ids.next(), account.id()))
                .as("by another tenant")
                .isEmpty();
        assertThat(accounts.byUsername(account.username()).orElseThrow().account())
                .isEqualTo(account);
        RefreshToken token = token(account, Ids.next());
        PostgresRefreshTokenStore tokens = new PostgresRefreshTokenStore(transactions);
        tokens.add(token, SECRET);
        assertThat(tokens.find(token.id()).orElseThrow().token()).isEqualTo(token);
        assertThat(tokens.find(Ids.next())).isEmpty();
    }

    private static Account newAccount() {
        Account account = new Account(
                Ids.next(),
                Ids.next(),
                "user-" + Ids.next(),
                Ids.next() + "@example.org",
                null,
                Role.ADMIN,
                Instant.now().truncatedTo(ChronoUnit.MICROS));
        new PostgresAccountStore(transactions).found(account, "hash");
        return account;
    }

    private static RefreshToken token(Account account, java.util.UUID family) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return new RefreshToken(Ids.next(), family, account.tenant(), account.id(), now, now.plus(Duration.ofDays(1)));
    }

    private interface Process<T> {
        T run(int number);
    }

    private static <T> List<T> atOnce(Process<T> process) throws Exception {
        CyclicBarrier start = new CyclicBarrier(PROCESSES);
        List<Callable<T>> all = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            int number = i;
            all.add(() -> {
                start.await();
                return process.run(number);
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(PROCESSES)) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(all)) {
                results.add(result.get());
            }
            return results;
        }
    }
}

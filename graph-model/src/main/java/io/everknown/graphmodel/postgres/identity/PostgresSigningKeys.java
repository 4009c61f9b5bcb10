package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.SigningKeys;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signing keys in Postgres; an advisory lock lets one process make the first key while the others wait for it. */
public final class PostgresSigningKeys implements SigningKeys {

    /** "everknow" in ASCII: any number does that nothing else in this database locks. */
    private static final long FIRST_KEY_LOCK = 0x657665726b6e6f77L;

    private final TenantTransactions transactions;

    public PostgresSigningKeys(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public List<SigningKey> allOrFirst(Predicate<SigningKey> signs, Supplier<SigningKey> first) {
        return transactions.callWithoutTenant(jdbc -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)::text")
                    .param("lock", FIRST_KEY_LOCK)
                    .query(String.class)
                    .list();
            List<SigningKey> known = all(jdbc);
            if (known.stream().anyMatch(signs)) {
                return known;
            }
            insert(jdbc, first.get());
            return all(jdbc);
        });
    }

    private static List<SigningKey> all(JdbcClient jdbc) {
        return jdbc.sql("select kid, algorithm, jwk, created_at from signing_key order by created_at desc, kid")
                .query((row, number) -> new SigningKey(
                        row.getString("kid"),
                        row.getString("algorithm"),
                        row.getString("jwk"),
                        IdentityRows.moment(row, "created_at")))
                .list();
    }

    private static void insert(JdbcClient jdbc, SigningKey key) {
        jdbc.sql(
                        "insert into signing_key (kid, algorithm, jwk, created_at) values (:kid, :algorithm, :jwk, :createdAt)")
                .param("kid", key.id())
                .param("algorithm", key.algorithm())
                .param("jwk", key.jwk())
                .param("createdAt", IdentityRows.utc(key.createdAt()))
                .update();
    }
}

package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.ServiceSecret;

/** The secret in Postgres: two random UUIDs, which have 244 random bits, made by the first process that asks. */
final class PostgresServiceSecret implements ServiceSecret {

    private final TenantTransactions transactions;

    PostgresServiceSecret(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public byte[] bytes() {
        return transactions.callWithoutTenant(jdbc -> {
            jdbc.sql("insert into service_secret (name, secret) values"
                            + " ('recall', uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))"
                            + " on conflict do nothing")
                    .update();
            return jdbc.sql("select secret from service_secret where name = 'recall'")
                    .query((row, number) -> row.getBytes("secret"))
                    .single();
        });
    }
}

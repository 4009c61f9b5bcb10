package io.everknown.graphmodel.postgres.identity;

import io.everknown.graphmodel.postgres.TenantTransactions;
import io.everknown.memory.identity.ServiceSecret;

/** The secret in Postgres, made there when its table was. */
final class PostgresServiceSecret implements ServiceSecret {

    private final TenantTransactions transactions;

    PostgresServiceSecret(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public byte[] bytes() {
        return transactions.callWithoutTenant(
                jdbc -> jdbc.sql("select secret from service_secret where name = 'recall'")
                        .query((row, number) -> row.getBytes("secret"))
                        .single());
    }
}

package io.everknown.graphmodel.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.everknown.memory.extraction.ModelSpending.Limit;
import io.everknown.memory.extraction.ModelUsage;
import io.everknown.memory.identity.Ids;
import io.everknown.memory.identity.MemoryScope;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresModelSpendingTest {

    private static final LocalDate DAY = LocalDate.of(2026, 5, 4);
    private static final ModelUsage CALL = new ModelUsage(80, 20, new BigDecimal("0.01"));

    private static TestRecord record;

    private final MemoryScope scope = TestRecord.someone();

    @BeforeAll
    static void open() {
        record = TestRecord.shared(8);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    @Test
    void tokensAndMoneyAreBothLimits() {
        assertThat(record.spending.reserve(scope, DAY, CALL, limit(99, "1"))).isFalse();
        assertThat(record.spending.reserve(scope, DAY, CALL, limit(100, "0.009")))
                .isFalse();
        assertThat(record.spending.of(scope, DAY)).isEqualTo(ModelUsage.NONE);
        assertThat(record.spending.reserve(scope, DAY, CALL, limit(100, "0.01")))
                .isTrue();
        assertThat(record.spending.reserve(scope, DAY, CALL, limit(199, "1"))).isFalse();
        assertThat(record.spending.reserve(scope, DAY, CALL, limit(200, "0.019")))
                .isFalse();
        assertThat(record.spending.of(scope, DAY).tokens()).isEqualTo(100);
    }

    @Test
    void whatWasSetAsideAndNotUsedIsFreeAgain() {
        record.spending.reserve(scope, DAY, CALL, limit(100, "1"));
        record.spending.settle(scope, DAY, CALL, new ModelUsage(30, 5, new BigDecimal("0.002")));
        ModelUsage spent = record.spending.of(scope, DAY);
        assertThat(spent.inputTokens()).isEqualTo(30);
        assertThat(spent.outputTokens()).isEqualTo(5);
        assertThat(spent.costUsd()).isEqualByComparingTo("0.002");
    }

    @Test
    void daysAndTenantsHaveAccountsOfTheirOwnAndUsersOfATenantShareOne() {
        record.spending.reserve(scope, DAY, CALL, limit(100, "1"));
        assertThat(record.spending.reserve(new MemoryScope(scope.tenant(), "bob"), DAY, CALL, limit(100, "1")))
                .isFalse();
        assertThat(record.spending.reserve(scope, DAY.plusDays(1), CALL, limit(100, "1")))
                .isTrue();
        MemoryScope other = new MemoryScope(Ids.next(), scope.user());
        assertThat(record.spending.of(other, DAY)).isEqualTo(ModelUsage.NONE);
        assertThat(record.spending.reserve(other, DAY, CALL, limit(100, "1"))).isTrue();
    }

    @Test
    void callsAtTheSameMomentNeverOverdrawTogether() {
        AtomicInteger allowed = new AtomicInteger();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                calls.submit(() -> {
                    if (record.spending.reserve(scope, DAY, CALL, limit(1_000, "1"))) {
                        allowed.incrementAndGet();
                    }
                });
            }
        }
        assertThat(allowed).hasValue(10);
    }

    private static Limit limit(long tokens, String usd) {
        return new Limit(tokens, new BigDecimal(usd));
    }
}

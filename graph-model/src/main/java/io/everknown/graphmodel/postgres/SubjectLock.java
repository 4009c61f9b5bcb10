package io.everknown.graphmodel.postgres;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Advisory locks that hold until the transaction ends; two keys of equal hash merely wait for each other. */
enum SubjectLock {
    /** Places in a conversation are given out one after the other. */
    APPEND(1),
    /** One decision at a time for an audience. */
    DECIDE(2);

    private final long kind;

    SubjectLock(long kind) {
        this.kind = kind;
    }

    void take(JdbcClient sql, UUID tenant, String key) {
        sql.sql("SELECT pg_advisory_xact_lock(hashtextextended(?, ?)) IS NULL")
                .param(tenant + "/" + key)
                .param(kind)
                .query(Boolean.class)
                .single();
    }
}

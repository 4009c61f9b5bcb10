package io.everknown.graphmodel.rebuild;

import io.everknown.graphmodel.postgres.TestRecord;
import io.everknown.memory.identity.MemoryScope;
import io.everknown.memory.identity.TrustLevel;

/**
 * Writes many memories at once. Fact n mentions "Name (n modulo the number of names)" and, every so often, "Hub", of which it
 * then states a relation to that name; every third fact has ended. Turn n mentions the same. No two are of one moment.
 */
final class BulkRecord {

    private static final String ID = "md5(:tenant || ' %s ' || n)::uuid";
    private static final String SERIES = " FROM generate_series(0, :last) AS n ";
    private static final String START = "timestamptz '2025-01-01' + n * interval '2 minutes'";

    private static final String ENTITIES = "INSERT INTO entity (id, tenant_id, audience, key, name, type)"
            + " SELECT " + ID.formatted("name")
            + ", :tenant::uuid, :user, CASE n WHEN 0 THEN 'hub' ELSE 'name ' || n END,"
            + " CASE n WHEN 0 THEN 'Hub' ELSE 'Name ' || n END, 'place' FROM generate_series(0, :names) AS n";

    private static final String FACTS = "INSERT INTO fact (id, tenant_id, user_id, audience, visibility, type, text,"
            + " text_hash, subject, subject_key, valid_from, valid_to, recorded_at, known_since, trust, confidence,"
            + " importance, support, last_refreshed_at, model, vector)"
            + " SELECT " + ID.formatted("fact") + ", :tenant::uuid, :user, :user, 'private', 'fact',"
            + " 'the fact of number ' || n || ' in all these', '', 'Ada', 'ada', " + START + ","
            + " CASE n % 3 WHEN 0 THEN " + START + " + interval '1 hour' END, " + START + ", " + START
            + ", :trust, 1, 0.5, 1, " + START + ", 'none', array_fill(0.05, ARRAY[384])::halfvec" + SERIES;

    private static final String TURNS =
            "INSERT INTO turn (id, tenant_id, user_id, audience, visibility, conversation_id,"
                    + " position, role, content, occurred_at, recorded_at, trust, state, content_hash)"
                    + " SELECT " + ID.formatted("turn") + ", :tenant::uuid, :user, :user, 'private', 'talk', n, 'user',"
                    + " 'a turn of number ' || n, " + START + " + interval '1 minute', " + START
                    + ", :trust, 'processed', ''" + SERIES;

    private static final String MENTIONS = "INSERT INTO mention (memory_id, entity_id, tenant_id, ordinal)"
            + " SELECT " + ID.formatted("$kind$")
            + ", md5(:tenant || ' name ' || 1 + n % :names)::uuid, :tenant::uuid, 0"
            + SERIES + "UNION ALL SELECT " + ID.formatted("$kind$")
            + ", md5(:tenant || ' name 0')::uuid, :tenant::uuid, 1"
            + SERIES + "WHERE n % :every = 0";

    private static final String RELATIONS = "INSERT INTO relation (fact_id, subject, type, object, tenant_id)"
            + " SELECT " + ID.formatted("fact") + ", md5(:tenant || ' name 0')::uuid, 'has',"
            + " md5(:tenant || ' name ' || 1 + n % :names)::uuid, :tenant::uuid" + SERIES + "WHERE n % :every = 0";

    private BulkRecord() {}

    /**
     * @param facts how many facts
     * @param turns how many turns
     * @param names how many entities beside the hub
     * @param every each such fact and turn mentions the hub
     */
    static void write(TestRecord record, MemoryScope scope, int facts, int turns, int names, int every) {
        record.inside(scope.tenant(), sql -> {
            for (String statement : new String[] {
                ENTITIES,
                FACTS,
                MENTIONS.replace("$kind$", "fact"),
                RELATIONS,
                TURNS,
                MENTIONS.replace("$kind$", "turn")
            }) {
                sql.sql(statement)
                        .param("tenant", scope.tenant().toString())
                        .param("user", scope.user())
                        .param("names", names)
                        .param("every", every)
                        .param("trust", TrustLevel.USER.rank())
                        .param("last", (statement.contains("turn") ? turns : facts) - 1)
                        .update();
            }
            return true;
        });
        record.outbox.enterAll(scope.tenant());
    }
}

package io.everknown.graphmodel.postgres;

/**
 * The SQL that gathers where a fact {@code f} was said. {@code OFFSET 0} keeps each turn one look-up by id: joined freely,
 * a planner without statistics reads the whole table of turns for every fact.
 */
final class SourceRows {

    private static final String FORM = """
            (SELECT jsonb_agg(jsonb_build_object('turn', t.id, 'sentence', s.sentence,
                                                 'conversation', t.conversation_id, 'source_ref', t.source_ref,
                                                 'speaker', t.speaker, 'occurred_at', t.occurred_at)
                              ORDER BY t.occurred_at, t.position)
               FROM fact_source s CROSS JOIN LATERAL (
                    SELECT u.id, u.conversation_id, u.source_ref, u.speaker, u.occurred_at, u.recorded_at, u.position
                    FROM turn u WHERE u.id = s.turn_id OFFSET 0) t
              WHERE s.fact_id = f.id AND %s) AS sources
            """;

    static final String AGGREGATE = FORM.formatted("s.dropped_at IS NULL");

    /** The same as it was known at the moment {@code :known}. */
    static final String AGGREGATE_THEN =
            FORM.formatted("t.recorded_at <= :known AND (s.dropped_at IS NULL OR s.dropped_at > :known)");

    private SourceRows() {}
}

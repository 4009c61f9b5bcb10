package io.everknown.graphmodel.postgres;

/** The SQL that gathers where a fact {@code f} was said. */
final class SourceRows {

    static final String AGGREGATE = """
            (SELECT jsonb_agg(jsonb_build_object('turn', t.id, 'sentence', s.sentence,
                                                 'conversation', t.conversation_id, 'source_ref', t.source_ref,
                                                 'speaker', t.speaker, 'occurred_at', t.occurred_at)
                              ORDER BY t.occurred_at, t.position)
               FROM fact_source s JOIN turn t ON t.id = s.turn_id WHERE s.fact_id = f.id) AS sources
            """;

    private SourceRows() {}
}

-- What the service knew, and when: each state of a fact that was followed by another stays, with the stretch of the
-- service's own time in which it was the state.
ALTER TABLE fact
    ADD COLUMN known_since timestamptz,
    -- Each time its slot's value was said, and each time it was said to have ended; what holds when follows from these.
    ADD COLUMN sayings     jsonb NOT NULL DEFAULT '[]';

UPDATE fact f SET known_since = recorded_at;
UPDATE fact f
SET sayings = (
    SELECT jsonb_agg(jsonb_build_object('id', f.id, 'from', s.at, 'at', s.at, 'trust', f.trust, 'voice', s.voice,
                                        'conversation', s.conversation, 'turn', s.turn, 'ends', false) ORDER BY s.at)
    FROM (SELECT CASE WHEN row_number() OVER (ORDER BY t.occurred_at, t.position) = 1 THEN f.valid_from
                      ELSE t.occurred_at END AS at,
                 coalesce(t.speaker, '') AS voice, t.conversation_id AS conversation, t.id AS turn
          FROM fact_source fs JOIN turn t ON t.id = fs.turn_id WHERE fs.fact_id = f.id
          UNION ALL
          SELECT f.valid_from, coalesce(f.source_ref, ''), NULL, NULL
          WHERE NOT EXISTS (SELECT FROM fact_source fs WHERE fs.fact_id = f.id)) s)
WHERE f.slot IS NOT NULL;
ALTER TABLE fact ALTER COLUMN known_since SET NOT NULL;

CREATE TABLE fact_state (
    fact_id           uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    tenant_id         uuid NOT NULL,
    known_from        timestamptz NOT NULL,
    known_to          timestamptz NOT NULL,
    valid_from        timestamptz NOT NULL,
    valid_to          timestamptz,
    retracted_at      timestamptz,
    superseded_by     uuid,
    contradicts       uuid[] NOT NULL,
    trust             smallint NOT NULL,
    confidence        real NOT NULL,
    importance        real NOT NULL,
    support           int NOT NULL,
    last_refreshed_at timestamptz NOT NULL,
    expires_at        timestamptz,
    PRIMARY KEY (fact_id, known_to),
    CHECK (known_from < known_to)
);

-- A turn that a fact no longer rests on, because the part that it says became a fact of its own.
ALTER TABLE fact_source ADD COLUMN dropped_at timestamptz;

ALTER TABLE fact_state ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fact_state USING (tenant_id = (SELECT current_tenant()))
    WITH CHECK (tenant_id = (SELECT current_tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_state TO everknown_app;

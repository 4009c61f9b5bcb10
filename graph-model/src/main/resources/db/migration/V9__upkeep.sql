-- How memories are kept: archived to make room, and what summaries and insights rest on.
ALTER TABLE fact
    ADD COLUMN archived_at timestamptz,
    -- Since when something that it rests on holds no more.
    ADD COLUMN stale_since timestamptz;

-- What counts against the most memories of a user.
CREATE INDEX fact_kept ON fact (tenant_id, audience)
    WHERE valid_to IS NULL AND retracted_at IS NULL AND archived_at IS NULL;

-- As in V7, and how it is kept.
CREATE OR REPLACE FUNCTION fact_changed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    c record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        FOR c IN SELECT tenant_id, audience, array_agg(id) AS ids FROM fresh GROUP BY 1, 2 ORDER BY 1, 2 LOOP
            PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
        END LOOP;
    ELSIF TG_OP = 'DELETE' THEN
        FOR c IN SELECT DISTINCT tenant_id, audience FROM gone ORDER BY 1, 2 LOOP
            PERFORM audience_changed(c.tenant_id, c.audience, NULL);
        END LOOP;
    ELSE
        FOR c IN
            WITH differs AS (
                SELECT o.id, o.tenant_id, o.audience AS before, n.audience AS after
                FROM gone o JOIN fresh n ON n.id = o.id
                WHERE (o.user_id, o.audience, o.visibility, o.type, o.text, o.subject, o.slot, o.value, o.valid_from,
                       o.valid_to, o.recorded_at, o.retracted_at, o.superseded_by, o.contradicts, o.trust, o.confidence,
                       o.importance, o.support, o.last_refreshed_at, o.expires_at, o.source_ref, o.vector,
                       o.archived_at, o.stale_since)
                      IS DISTINCT FROM
                      (n.user_id, n.audience, n.visibility, n.type, n.text, n.subject, n.slot, n.value, n.valid_from,
                       n.valid_to, n.recorded_at, n.retracted_at, n.superseded_by, n.contradicts, n.trust, n.confidence,
                       n.importance, n.support, n.last_refreshed_at, n.expires_at, n.source_ref, n.vector,
                       n.archived_at, n.stale_since))
            SELECT tenant_id, audience, array_agg(id) AS ids
            FROM (SELECT tenant_id, before AS audience, id FROM differs
                  UNION SELECT tenant_id, after, id FROM differs) d
            GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;

-- What a summary or an insight rests on. What is forgotten stays named until what rested on it is withdrawn.
CREATE TABLE fact_origin (
    fact_id   uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    origin_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    PRIMARY KEY (fact_id, origin_id),
    CHECK (fact_id <> origin_id)
);
CREATE INDEX fact_origin_origin ON fact_origin (tenant_id, origin_id);

ALTER TABLE fact_origin ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON fact_origin USING (tenant_id = (SELECT current_tenant()))
    WITH CHECK (tenant_id = (SELECT current_tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON fact_origin TO everknown_app;

-- What a memory rests on is shown with it.
CREATE FUNCTION fact_origin_changed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    facts uuid[];
    c     record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT fact_id) INTO facts FROM fresh;
    ELSE
        SELECT array_agg(DISTINCT fact_id) INTO facts FROM gone;
    END IF;
    FOR c IN SELECT tenant_id, audience, array_agg(id) AS ids FROM fact WHERE id = ANY(facts)
             GROUP BY 1, 2 ORDER BY 1, 2 LOOP
        PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
    END LOOP;
    RETURN NULL;
END
$$;

CREATE TRIGGER fact_origin_inserted AFTER INSERT ON fact_origin REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION fact_origin_changed();
CREATE TRIGGER fact_origin_deleted AFTER DELETE ON fact_origin REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION fact_origin_changed();

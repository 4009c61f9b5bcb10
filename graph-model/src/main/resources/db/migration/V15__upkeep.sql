-- Upkeep: what is pinned, why a memory was archived, and which are essential.
ALTER TABLE fact
    ADD COLUMN pinned boolean NOT NULL DEFAULT false,
    -- limit, hand or pruned; null where it is not archived, or was before this was kept.
    ADD COLUMN archive_reason text;

CREATE INDEX fact_expires ON fact (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX fact_bin ON fact (archived_at) WHERE archive_reason = 'pruned';

-- What the last weighing found to be essential, and why.
CREATE TABLE essential (
    fact_id   uuid PRIMARY KEY REFERENCES fact ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    weight    real NOT NULL,
    reason    text NOT NULL,
    since     timestamptz NOT NULL,
    weighed_at timestamptz NOT NULL
);
CREATE INDEX essential_audience ON essential (tenant_id, audience);

ALTER TABLE essential ENABLE ROW LEVEL SECURITY;
CREATE POLICY tenant ON essential USING (tenant_id = (SELECT current_tenant()))
    WITH CHECK (tenant_id = (SELECT current_tenant()));
GRANT SELECT, INSERT, UPDATE, DELETE ON essential TO everknown_app;

-- As in V9, with what is pinned and why it is archived.
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
                       o.archived_at, o.archive_reason, o.stale_since, o.pinned)
                      IS DISTINCT FROM
                      (n.user_id, n.audience, n.visibility, n.type, n.text, n.subject, n.slot, n.value, n.valid_from,
                       n.valid_to, n.recorded_at, n.retracted_at, n.superseded_by, n.contradicts, n.trust, n.confidence,
                       n.importance, n.support, n.last_refreshed_at, n.expires_at, n.source_ref, n.vector,
                       n.archived_at, n.archive_reason, n.stale_since, n.pinned))
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

-- The worker serves all tenants but reads rows of none before it has chosen one: these tell which audiences there are,
-- page by page, and which have something to remove. The user is the audience's own, or one who wrote for everyone.
CREATE FUNCTION audiences_of_facts(after_tenant uuid, after_audience text, at_most int)
    RETURNS TABLE (tenant_id uuid, audience text, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT v.tenant_id, v.audience, coalesce(f.user_id, '')
    FROM audience_version v
    LEFT JOIN LATERAL (SELECT x.user_id FROM fact x WHERE x.tenant_id = v.tenant_id AND x.audience = v.audience
                       ORDER BY x.recorded_at LIMIT 1) f ON true
    WHERE after_tenant IS NULL OR (v.tenant_id, v.audience) > (after_tenant, after_audience)
    ORDER BY v.tenant_id, v.audience LIMIT at_most
$$;

CREATE FUNCTION audiences_to_clean(expired_before timestamptz, binned_before timestamptz, at_most int)
    RETURNS TABLE (tenant_id uuid, audience text, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT d.tenant_id, d.audience, min(d.user_id)
    FROM (SELECT f.tenant_id, f.audience, f.user_id, f.expires_at AS at FROM fact f
          WHERE f.expires_at <= expired_before
          UNION ALL
          SELECT f.tenant_id, f.audience, f.user_id, f.archived_at FROM fact f
          WHERE f.archive_reason = 'pruned' AND f.archived_at <= binned_before) d
    GROUP BY d.tenant_id, d.audience ORDER BY min(d.at) LIMIT at_most
$$;

REVOKE ALL ON FUNCTION audiences_of_facts(uuid, text, int), audiences_to_clean(timestamptz, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audiences_of_facts(uuid, text, int), audiences_to_clean(timestamptz, timestamptz, int)
    TO everknown_app;

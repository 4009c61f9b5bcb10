-- What changed for an audience and in which order, so that whoever keeps its memories at hand can tell at once whether
-- they are still the ones in the tables, and read again only what is not. Written by triggers, so that no writer can
-- forget it. The row of an audience stays locked until its writer commits: versions are in the order of commits.

CREATE TABLE audience_version (
    tenant_id  uuid NOT NULL,
    audience   text NOT NULL,
    version    bigint NOT NULL,
    -- Of the changes after this version audience_change tells; of those before, not any more.
    kept_since bigint NOT NULL,
    PRIMARY KEY (tenant_id, audience)
) WITH (fillfactor = 50);

CREATE TABLE audience_change (
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    version   bigint NOT NULL,
    memories  uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, audience, version)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['audience_version', 'audience_change'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;

-- One change is one statement's. A statement that changed very many memories is not told of in detail, and of the others
-- the last 128 to 191 are. Of what is gone nothing is told, not even its id, and neither of what was before (changed is
-- null then): whoever holds the audience reads it anew.
CREATE FUNCTION audience_changed(changed_tenant uuid, changed_audience text, changed uuid[]) RETURNS void
    LANGUAGE plpgsql
AS $$
DECLARE
    now_at    bigint;
    now_since bigint;
    many      boolean := changed IS NULL OR cardinality(changed) > 1000;
BEGIN
    INSERT INTO audience_version AS v (tenant_id, audience, version, kept_since)
    VALUES (changed_tenant, changed_audience, 1, CASE WHEN many THEN 1 ELSE 0 END)
    ON CONFLICT (tenant_id, audience) DO UPDATE SET
        version = v.version + 1,
        kept_since = CASE WHEN many THEN v.version + 1
                          WHEN (v.version + 1) % 64 = 0 THEN greatest(v.kept_since, v.version + 1 - 128)
                          ELSE v.kept_since END
    RETURNING version, kept_since INTO now_at, now_since;
    IF NOT many THEN
        INSERT INTO audience_change VALUES (changed_tenant, changed_audience, now_at, changed);
    END IF;
    IF many OR now_at % 64 = 0 THEN
        DELETE FROM audience_change
        WHERE tenant_id = changed_tenant AND audience = changed_audience AND version <= now_since;
    END IF;
END
$$;

CREATE FUNCTION turn_changed() RETURNS trigger
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
        -- Only what a recall shows or searches by; that a turn was derived puts it into the index of words.
        FOR c IN
            WITH differs AS (
                SELECT o.id, o.tenant_id, o.audience AS before, n.audience AS after
                FROM gone o JOIN fresh n ON n.id = o.id
                WHERE (o.user_id, o.audience, o.visibility, o.conversation_id, o.position, o.role, o.speaker, o.content,
                       o.occurred_at, o.recorded_at, o.source_ref, o.trust, o.state = 'processed', o.vector)
                      IS DISTINCT FROM
                      (n.user_id, n.audience, n.visibility, n.conversation_id, n.position, n.role, n.speaker, n.content,
                       n.occurred_at, n.recorded_at, n.source_ref, n.trust, n.state = 'processed', n.vector)
            ), told AS (
                -- A fact shows where and by whom it was said.
                SELECT s.fact_id
                FROM gone o JOIN fresh n ON n.id = o.id JOIN fact_source s ON s.turn_id = o.id
                WHERE (o.conversation_id, o.position, o.speaker, o.occurred_at, o.source_ref)
                      IS DISTINCT FROM (n.conversation_id, n.position, n.speaker, n.occurred_at, n.source_ref))
            SELECT tenant_id, audience, array_agg(id) AS ids
            FROM (SELECT tenant_id, before AS audience, id FROM differs
                  UNION SELECT tenant_id, after, id FROM differs
                  UNION SELECT f.tenant_id, f.audience, f.id FROM told JOIN fact f ON f.id = told.fact_id) d
            GROUP BY 1, 2 ORDER BY 1, 2
        LOOP
            PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION fact_changed() RETURNS trigger
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
                       o.importance, o.support, o.last_refreshed_at, o.expires_at, o.source_ref, o.vector)
                      IS DISTINCT FROM
                      (n.user_id, n.audience, n.visibility, n.type, n.text, n.subject, n.slot, n.value, n.valid_from,
                       n.valid_to, n.recorded_at, n.retracted_at, n.superseded_by, n.contradicts, n.trust, n.confidence,
                       n.importance, n.support, n.last_refreshed_at, n.expires_at, n.source_ref, n.vector))
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

-- Where a fact was said is shown with the fact. Of a fact that is gone itself its own trigger tells.
CREATE FUNCTION fact_source_changed() RETURNS trigger
    LANGUAGE plpgsql
AS $$
DECLARE
    facts uuid[];
    c     record;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT fact_id) INTO facts FROM fresh;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT fact_id) INTO facts FROM gone;
    ELSE
        SELECT array_agg(DISTINCT o.fact_id) INTO facts
        FROM gone o JOIN fresh n ON n.fact_id = o.fact_id AND n.turn_id = o.turn_id
        WHERE (o.sentence, o.dropped_at) IS DISTINCT FROM (n.sentence, n.dropped_at);
    END IF;
    FOR c IN SELECT tenant_id, audience, array_agg(id) AS ids FROM fact WHERE id = ANY(facts)
             GROUP BY 1, 2 ORDER BY 1, 2 LOOP
        PERFORM audience_changed(c.tenant_id, c.audience, c.ids);
    END LOOP;
    RETURN NULL;
END
$$;

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['turn', 'fact', 'fact_source'] LOOP
        EXECUTE format('CREATE TRIGGER %1$s_inserted AFTER INSERT ON %1$I REFERENCING NEW TABLE AS fresh'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION %1$s_changed()', t);
        EXECUTE format('CREATE TRIGGER %1$s_updated AFTER UPDATE ON %1$I'
                       ' REFERENCING OLD TABLE AS gone NEW TABLE AS fresh'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION %1$s_changed()', t);
        EXECUTE format('CREATE TRIGGER %1$s_deleted AFTER DELETE ON %1$I REFERENCING OLD TABLE AS gone'
                       ' FOR EACH STATEMENT EXECUTE FUNCTION %1$s_changed()', t);
    END LOOP;
END
$$;

INSERT INTO audience_version (tenant_id, audience, version, kept_since)
SELECT DISTINCT tenant_id, audience, 1, 1 FROM (SELECT tenant_id, audience FROM turn
                                                UNION SELECT tenant_id, audience FROM fact) a;

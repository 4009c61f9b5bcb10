-- Extraction with a language model: jobs that read turns while nobody waits, and what tenants spend on models.

CREATE TABLE job (
    id              uuid PRIMARY KEY,
    tenant_id       uuid NOT NULL,
    user_id         text NOT NULL,
    conversation_id text NOT NULL,
    turns           uuid[] NOT NULL,
    state           text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
    attempts        int NOT NULL DEFAULT 0,
    failures        int NOT NULL DEFAULT 0,
    last_error      text,
    input_tokens    bigint NOT NULL DEFAULT 0,
    output_tokens   bigint NOT NULL DEFAULT 0,
    embedded_tokens bigint NOT NULL DEFAULT 0,
    cost_usd        numeric(20, 10) NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz
);
CREATE INDEX job_waiting ON job (created_at) WHERE state IN ('queued', 'running');
CREATE INDEX job_user ON job (tenant_id, user_id, created_at, id) WHERE state IN ('queued', 'running');

-- The job that derives from a turn; nobody else does until it has ended.
ALTER TABLE turn ADD COLUMN job_id uuid REFERENCES job;
CREATE INDEX turn_job ON turn (job_id) WHERE job_id IS NOT NULL;

-- One row a tenant and day (UTC). What a call under way may use at most is counted before it is made.
CREATE TABLE model_spending (
    tenant_id     uuid NOT NULL,
    day           date NOT NULL,
    input_tokens  bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cost_usd      numeric(20, 10) NOT NULL,
    PRIMARY KEY (tenant_id, day)
);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['job', 'model_spending'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;

CREATE OR REPLACE FUNCTION scopes_with_pending_turns(older_than timestamptz, at_most int)
    RETURNS TABLE (tenant_id uuid, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT tenant_id, user_id FROM turn WHERE state = 'pending' AND job_id IS NULL AND recorded_at < older_than
    GROUP BY tenant_id, user_id ORDER BY min(recorded_at) LIMIT at_most
$$;

CREATE FUNCTION scopes_with_jobs(at_most int)
    RETURNS TABLE (tenant_id uuid, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT tenant_id, user_id FROM job WHERE state IN ('queued', 'running')
    GROUP BY tenant_id, user_id ORDER BY min(created_at) LIMIT at_most
$$;
REVOKE ALL ON FUNCTION scopes_with_jobs(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scopes_with_jobs(int) TO everknown_app;

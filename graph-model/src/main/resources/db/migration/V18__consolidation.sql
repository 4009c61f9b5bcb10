-- What consolidation makes: facts merged into others that say the same, summaries of what a question recalls, insights.

-- A merged fact is closed and archived as 'merged'. A merge that was taken back stays, so that it is not made again.
CREATE TABLE fact_merge (
    id             uuid PRIMARY KEY,
    tenant_id      uuid NOT NULL,
    audience       text NOT NULL,
    survivor       uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    merged         uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    reason         text NOT NULL,
    probability    real NOT NULL,
    similarity     real NOT NULL,
    -- The survivor without any merge.
    base_from      timestamptz NOT NULL,
    base_refreshed timestamptz NOT NULL,
    merged_at      timestamptz NOT NULL,
    undone_at      timestamptz,
    CHECK (survivor <> merged)
);
CREATE INDEX fact_merge_audience ON fact_merge (tenant_id, audience, id);
CREATE INDEX fact_merge_survivor ON fact_merge (survivor);
-- A fact is merged into one other at a time.
CREATE UNIQUE INDEX fact_merge_merged ON fact_merge (merged) WHERE undone_at IS NULL;
CREATE INDEX fact_merge_history ON fact_merge (merged);

-- A summary that was asked for, under the key by which the same request gets the same summary.
CREATE TABLE compaction (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    audience     text NOT NULL,
    user_id      text NOT NULL,
    request_key  text,
    request_hash text NOT NULL,
    fact_id      uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    input_tokens int NOT NULL,
    tokens       int NOT NULL,
    made_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX compaction_key ON compaction (tenant_id, user_id, request_key) WHERE request_key IS NOT NULL;
CREATE INDEX compaction_fact ON compaction (fact_id);

-- What an insight is about, by which the next night finds the one to replace.
CREATE TABLE reflection (
    fact_id   uuid PRIMARY KEY REFERENCES fact ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    topic     text NOT NULL,
    question  text NOT NULL,
    made_at   timestamptz NOT NULL
);
CREATE INDEX reflection_topic ON reflection (tenant_id, audience, topic);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['fact_merge', 'compaction', 'reflection'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;

-- What callers tell of recalled memories: which were used, and which were wrong.
CREATE TABLE feedback (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    user_id      text NOT NULL,
    query        text NOT NULL,
    context      text[] NOT NULL,
    occurred_at  timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    -- The caller's idempotency key, and what came with it.
    dedupe_key   text,
    content_hash bytea NOT NULL
);
CREATE UNIQUE INDEX feedback_dedupe ON feedback (tenant_id, user_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE INDEX feedback_user ON feedback (tenant_id, user_id, recorded_at, id);

-- The turns and facts it names, in its order.
CREATE TABLE feedback_memory (
    feedback_id uuid NOT NULL REFERENCES feedback ON DELETE CASCADE,
    memory_id   uuid NOT NULL,
    tenant_id   uuid NOT NULL,
    used        boolean NOT NULL,
    ordinal     int NOT NULL,
    PRIMARY KEY (feedback_id, memory_id)
);
CREATE INDEX feedback_memory_memory ON feedback_memory (tenant_id, memory_id);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['feedback', 'feedback_memory'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;

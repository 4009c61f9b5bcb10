-- The registry of models. It is of the service and of no tenant: what it holds are weights, cards and names of versions;
-- the list of a canary's tenants is shown to operators alone.
CREATE TABLE model_version (
    kind       text NOT NULL,
    name       text NOT NULL,
    sha256     text CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    -- Null where a model comes in a package of its own.
    weights    bytea CHECK (octet_length(weights) <= 262144),
    card       jsonb NOT NULL,
    shipped    boolean NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    PRIMARY KEY (kind, name)
);

-- One row a kind, from the first change on. Without an active version that of the release serves.
CREATE TABLE model_state (
    kind     text PRIMARY KEY,
    active   text,
    canary   text,
    percent  int NOT NULL CHECK (percent BETWEEN 0 AND 100),
    tenants  uuid[] NOT NULL,
    revision bigint NOT NULL,
    FOREIGN KEY (kind, active) REFERENCES model_version,
    FOREIGN KEY (kind, canary) REFERENCES model_version
);

CREATE TABLE model_event (
    id      uuid PRIMARY KEY,
    kind    text NOT NULL,
    type    text NOT NULL,
    version text NOT NULL,
    active  text NOT NULL,
    -- Null where the event is about no canary.
    percent int,
    tenants uuid[],
    forced  boolean NOT NULL,
    by_user text NOT NULL,
    at      timestamptz NOT NULL
);
CREATE INDEX model_event_kind ON model_event (kind, id);

-- How often versions served, in stretches of time and by how long ranking took: numbers alone.
CREATE TABLE model_recall_count (
    version  text NOT NULL,
    route    text NOT NULL,
    since    timestamptz NOT NULL,
    bucket   int NOT NULL,
    recalls  bigint NOT NULL,
    degraded bigint NOT NULL,
    PRIMARY KEY (since, version, route, bucket)
);

-- What every process of the service knows and nobody else; made by the first that needs it.
CREATE TABLE service_secret (
    name   text PRIMARY KEY,
    secret bytea NOT NULL
);

GRANT SELECT, INSERT ON model_version, model_event TO everknown_app;
GRANT SELECT, INSERT, UPDATE ON model_state TO everknown_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON model_recall_count TO everknown_app;
GRANT SELECT, INSERT ON service_secret TO everknown_app;

-- The recall that feedback is about, where the caller says which: what ranked it, and at which place each memory was.
ALTER TABLE feedback
    ADD COLUMN recall_id     uuid,
    ADD COLUMN recalled_at   timestamptz,
    ADD COLUMN model_version text,
    ADD COLUMN model_route   text;
ALTER TABLE feedback_memory ADD COLUMN place int CHECK (place > 0);
CREATE INDEX feedback_recalled ON feedback (recalled_at) WHERE recalled_at IS NOT NULL;

-- Sums over all tenants, which tell nothing else.
CREATE FUNCTION model_feedback(recalled_since timestamptz)
    RETURNS TABLE (version text, route text, used bigint, wrong bigint, ranked bigint, rank_sum bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT f.model_version, f.model_route,
           count(DISTINCT f.recall_id) FILTER (WHERE m.used),
           count(DISTINCT f.recall_id) FILTER (WHERE NOT m.used),
           count(m.place) FILTER (WHERE m.used),
           coalesce(sum(m.place) FILTER (WHERE m.used), 0)
    FROM feedback f JOIN feedback_memory m ON m.feedback_id = f.id
    WHERE f.recalled_at >= recalled_since
    GROUP BY 1, 2
$$;
REVOKE ALL ON FUNCTION model_feedback(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION model_feedback(timestamptz) TO everknown_app;

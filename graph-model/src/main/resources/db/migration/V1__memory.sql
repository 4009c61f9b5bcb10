-- The record: turns, facts, entities, decisions, vectors, lexical postings and the graph's outbox.
-- Owned by the role that migrates; the application works as everknown_app, which owns nothing and sees one tenant.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'everknown_app') THEN
        CREATE ROLE everknown_app NOLOGIN NOSUPERUSER NOBYPASSRLS;
    END IF;
    -- So that an application that logs in as the owner can become everknown_app. An owner that may not grant this
    -- is one of a set-up where the application logs in as a role of its own.
    IF NOT pg_has_role(current_user, 'everknown_app', 'SET') THEN
        BEGIN
            EXECUTE format('GRANT everknown_app TO %I', current_user);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL;
        END;
    END IF;
END
$$;

CREATE EXTENSION IF NOT EXISTS vector;
GRANT USAGE ON SCHEMA public TO everknown_app;

-- The tenant that row level security shows; nothing where none is set.
CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.tenant', true), '')::uuid $$;

CREATE TABLE turn (
    id              uuid PRIMARY KEY,
    tenant_id       uuid NOT NULL,
    user_id         text NOT NULL,
    audience        text NOT NULL,
    visibility      text NOT NULL,
    conversation_id text NOT NULL,
    session_id      text,
    position        bigint NOT NULL,
    role            text NOT NULL,
    speaker         text,
    content         text NOT NULL,
    occurred_at     timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    source_ref      text,
    trust           smallint NOT NULL,
    state           text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'processed', 'failed')),
    attempts        int NOT NULL DEFAULT 0,
    last_error      text,
    dedupe_key      text,
    content_hash    bytea NOT NULL,
    model           text,
    vector          halfvec(384),
    extract         boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX turn_dedupe ON turn (tenant_id, user_id, dedupe_key) WHERE dedupe_key IS NOT NULL;
CREATE UNIQUE INDEX turn_position ON turn (tenant_id, user_id, conversation_id, position);
CREATE INDEX turn_audience ON turn (tenant_id, audience, recorded_at, id);
CREATE INDEX turn_pending ON turn (recorded_at) WHERE state = 'pending';

CREATE TABLE fact (
    id                uuid PRIMARY KEY,
    tenant_id         uuid NOT NULL,
    user_id           text NOT NULL,
    audience          text NOT NULL,
    visibility        text NOT NULL,
    type              text NOT NULL CHECK (type IN ('fact', 'summary', 'insight')),
    text              text NOT NULL,
    text_hash         bytea NOT NULL,
    subject           text NOT NULL,
    subject_key       text NOT NULL,
    slot              text,
    value             text,
    valid_from        timestamptz NOT NULL,
    valid_to          timestamptz,
    recorded_at       timestamptz NOT NULL,
    retracted_at      timestamptz,
    superseded_by     uuid,
    contradicts       uuid[] NOT NULL DEFAULT '{}',
    trust             smallint NOT NULL,
    confidence        real NOT NULL,
    importance        real NOT NULL,
    support           int NOT NULL,
    last_refreshed_at timestamptz NOT NULL,
    expires_at        timestamptz,
    source_ref        text,
    model             text NOT NULL,
    vector            halfvec(384) NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX fact_slot ON fact (tenant_id, audience, subject_key, slot) WHERE slot IS NOT NULL;
CREATE INDEX fact_text ON fact (tenant_id, audience, text_hash);
CREATE INDEX fact_audience ON fact (tenant_id, audience, recorded_at, id);
CREATE INDEX fact_superseded_by ON fact (superseded_by) WHERE superseded_by IS NOT NULL;

-- Where a fact was said. The sentence is kept so that forgetting can take it out of the turn.
CREATE TABLE fact_source (
    fact_id   uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    turn_id   uuid NOT NULL REFERENCES turn ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    sentence  text NOT NULL,
    PRIMARY KEY (fact_id, turn_id)
);
CREATE INDEX fact_source_turn ON fact_source (turn_id);

CREATE TABLE entity (
    id        uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    key       text NOT NULL,
    name      text NOT NULL,
    type      text NOT NULL,
    UNIQUE (tenant_id, audience, key)
);

-- What a fact or a turn names.
CREATE TABLE mention (
    memory_id uuid NOT NULL,
    entity_id uuid NOT NULL REFERENCES entity ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    ordinal   smallint NOT NULL,
    PRIMARY KEY (memory_id, entity_id)
);
CREATE INDEX mention_entity ON mention (entity_id);

CREATE TABLE relation (
    fact_id   uuid NOT NULL REFERENCES fact ON DELETE CASCADE,
    subject   uuid NOT NULL REFERENCES entity ON DELETE CASCADE,
    type      text NOT NULL,
    object    uuid NOT NULL REFERENCES entity ON DELETE CASCADE,
    tenant_id uuid NOT NULL,
    PRIMARY KEY (fact_id, subject, type, object)
);
CREATE INDEX relation_subject ON relation (subject);
CREATE INDEX relation_object ON relation (object);

-- The log. Text, slot and value of a forgotten fact are erased here too; that something was decided stays.
CREATE TABLE decision (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    user_id    text NOT NULL,
    turn_id    uuid,
    operation  text NOT NULL CHECK (operation IN ('ADD', 'UPDATE', 'DELETE', 'NOOP')),
    fact_id    uuid,
    target_id  uuid,
    text       text,
    slot       text,
    value      text,
    entities   jsonb NOT NULL,
    relations  jsonb NOT NULL,
    reason     text NOT NULL,
    confidence real NOT NULL,
    decided_at timestamptz NOT NULL,
    neighbours jsonb NOT NULL,
    thresholds jsonb NOT NULL,
    extractor  text NOT NULL,
    decider    text NOT NULL,
    ordinal    int NOT NULL
);
CREATE INDEX decision_user ON decision (tenant_id, user_id, decided_at, id);
CREATE INDEX decision_turn ON decision (turn_id);
CREATE INDEX decision_fact ON decision (fact_id);
CREATE INDEX decision_target ON decision (target_id);

-- BM25: one row a term and memory; lengths and corpus sizes beside it, all by audience, so that nobody's statistics
-- carry anything of anybody else.
CREATE TABLE posting (
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    kind      text NOT NULL CHECK (kind IN ('turn', 'fact')),
    term      text COLLATE "C" NOT NULL,
    memory_id uuid NOT NULL,
    frequency smallint NOT NULL,
    length    int NOT NULL,
    PRIMARY KEY (tenant_id, audience, kind, term, memory_id)
);
CREATE INDEX posting_memory ON posting (memory_id);

CREATE TABLE lexical_corpus (
    tenant_id uuid NOT NULL,
    audience  text NOT NULL,
    kind      text NOT NULL,
    documents bigint NOT NULL,
    length    bigint NOT NULL,
    PRIMARY KEY (tenant_id, audience, kind)
);

-- Memories whose state the graph may not have yet; 'gone' ones are to be removed from it.
CREATE TABLE graph_outbox (
    tenant_id  uuid NOT NULL,
    user_id    text NOT NULL,
    memory_id  uuid NOT NULL,
    entered_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, memory_id)
);
CREATE INDEX graph_outbox_entered ON graph_outbox (entered_at);
CREATE INDEX graph_outbox_user ON graph_outbox (tenant_id, user_id);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['turn', 'fact', 'fact_source', 'entity', 'mention', 'relation', 'decision', 'posting',
                             'lexical_corpus', 'graph_outbox'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;

-- The worker serves all tenants but reads rows of none before it has chosen one: these tell which have work.
CREATE FUNCTION scopes_with_pending_turns(older_than timestamptz, at_most int)
    RETURNS TABLE (tenant_id uuid, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT tenant_id, user_id FROM turn WHERE state = 'pending' AND recorded_at < older_than
    GROUP BY tenant_id, user_id ORDER BY min(recorded_at) LIMIT at_most
$$;

CREATE FUNCTION scopes_with_outbox(at_most int)
    RETURNS TABLE (tenant_id uuid, user_id text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT tenant_id, user_id FROM graph_outbox
    GROUP BY tenant_id, user_id ORDER BY min(entered_at) LIMIT at_most
$$;

CREATE FUNCTION outbox_depth() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$ SELECT count(*) FROM graph_outbox $$;

REVOKE ALL ON FUNCTION scopes_with_pending_turns(timestamptz, int), scopes_with_outbox(int), outbox_depth() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION scopes_with_pending_turns(timestamptz, int), scopes_with_outbox(int), outbox_depth(),
    current_tenant() TO everknown_app;

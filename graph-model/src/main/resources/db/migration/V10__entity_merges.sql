-- One entity under several names: every reason to merge two names, what is made of it, and the words that say it.

-- The entity that stands for this one; null where it stands for itself.
ALTER TABLE entity ADD COLUMN canonical uuid REFERENCES entity ON DELETE SET NULL;
-- The name without case, accents and points, by whose beginning or last word names that are alike are found.
ALTER TABLE entity ADD COLUMN fold text NOT NULL DEFAULT '';
UPDATE entity SET fold = key;
CREATE INDEX entity_canonical ON entity (canonical) WHERE canonical IS NOT NULL;
CREATE INDEX entity_fold ON entity (tenant_id, audience, left(fold, 2));
CREATE INDEX entity_family ON entity (tenant_id, audience, substring(fold FROM '[^ ]+$')) WHERE position(' ' IN fold) > 0;

CREATE TABLE entity_merge (
    id          uuid PRIMARY KEY,
    tenant_id   uuid NOT NULL,
    audience    text NOT NULL,
    alias_id    uuid NOT NULL REFERENCES entity ON DELETE CASCADE,
    entity_id   uuid NOT NULL REFERENCES entity ON DELETE CASCADE,
    kind        text NOT NULL,
    reason      text NOT NULL,
    score       real NOT NULL,
    state       text NOT NULL CHECK (state IN ('merged', 'apart', 'name_shared', 'role_shared', 'undone')),
    against     text,
    recorded_at timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    CHECK (alias_id <> entity_id)
);
-- Two names have one reason, in whichever order it was found.
CREATE UNIQUE INDEX entity_merge_pair
    ON entity_merge (tenant_id, audience, least(alias_id, entity_id), greatest(alias_id, entity_id));
CREATE INDEX entity_merge_alias ON entity_merge (alias_id);
CREATE INDEX entity_merge_entity ON entity_merge (entity_id);
CREATE INDEX entity_merge_page ON entity_merge (tenant_id, audience, id);

-- What says so: a turn or a fact. A reason that was said goes when nothing says it any more.
CREATE TABLE entity_merge_source (
    merge_id    uuid NOT NULL REFERENCES entity_merge ON DELETE CASCADE,
    memory_id   uuid NOT NULL,
    tenant_id   uuid NOT NULL,
    sentence    text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (merge_id, memory_id)
);
CREATE INDEX entity_merge_source_memory ON entity_merge_source (memory_id);

DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['entity_merge', 'entity_merge_source'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY tenant ON %I USING (tenant_id = (SELECT current_tenant()))'
                       ' WITH CHECK (tenant_id = (SELECT current_tenant()))', t);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO everknown_app', t);
    END LOOP;
END
$$;
